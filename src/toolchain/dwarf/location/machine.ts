import { toUnsigned64 } from '../../../base/integers';
import { type Cursor } from '../cursor';

const DEEPEST_STACK = 256;

/** Thrown to give up an expression whose value cannot be known; caught where evaluation starts. */
export class Unavailable extends Error {}

/** The stack of an expression: 64-bit values, kept unsigned. */
export class Stack {
  private readonly values: bigint[] = [];

  constructor(private readonly cursor: Cursor) {}

  get isEmpty(): boolean {
    return this.values.length === 0;
  }

  push(value: bigint): void {
    if (this.values.length >= DEEPEST_STACK) this.cursor.fail('an expression that needs too much stack');
    this.values.push(toUnsigned64(value));
  }

  pop(): bigint {
    return this.values.pop() ?? this.cursor.fail('an expression that takes more than there is');
  }

  /** The value `depth` below the topmost. */
  pick(depth: number): bigint {
    return this.values.at(-1 - depth) ?? this.cursor.fail('an expression that takes more than there is');
  }
}

/** The little-endian unsigned integer in some bytes. */
export function integerOf(bytes: Uint8Array): bigint {
  return bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
}

/** The `size` low bytes of a value, little endian. */
export function bytesOf(value: bigint, size = 8): Uint8Array {
  return Uint8Array.from({ length: size }, (_, index) => Number((value >> BigInt(8 * index)) & 0xffn));
}
