import { PAGE_SIZE } from '../../isa/page';
import type { Machine, PageWalk } from '../../machine/types';

/** Virtual addresses that page tables give meaning to (`satp` as the CSR; 0: addresses are physical). */
export class AddressSpace {
  constructor(
    private readonly machine: Machine,
    readonly satp: bigint,
  ) {}

  walk(address: bigint): PageWalk {
    return this.machine.walk(this.satp, address);
  }

  /** Copies `length` bytes; undefined when any of them is not mapped to memory. Changes nothing in the machine. */
  read(address: bigint, length: number): Uint8Array | undefined {
    // The kernel's own data is read all the time.
    if (this.satp === 0n && address < LARGEST_PHYSICAL)
      return this.machine.readPhysical(Number(address), length);
    const bytes = new Uint8Array(length);
    for (const piece of pieces(address, length)) {
      const { physical } = this.walk(piece.address);
      const part = physical === undefined ? undefined : this.machine.readPhysical(physical, piece.length);
      if (!part) return undefined;
      bytes.set(part, piece.offset);
    }
    return bytes;
  }

  /** As many bytes as can be read from the start of the range on. */
  readPrefix(address: bigint, length: number): Uint8Array {
    const whole = this.read(address, length);
    if (whole) return whole;
    const parts: Uint8Array[] = [];
    for (const piece of pieces(address, length)) {
      const part = this.read(piece.address, piece.length);
      if (!part) break;
      parts.push(part);
    }
    const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      bytes.set(part, at);
      at += part.length;
    }
    return bytes;
  }

  /** A little-endian unsigned number of 1, 2, 4 or 8 bytes. */
  readNumber(address: bigint, length: number): bigint | undefined {
    const bytes = this.read(address, length);
    return bytes && littleEndian(bytes);
  }

  /** Text up to a NUL, of at most `limit` bytes; undefined when its first byte is unreadable. */
  readText(address: bigint, limit = 256): string | undefined {
    const bytes = this.readPrefix(address, limit);
    if (bytes.length === 0) return undefined;
    return textOf(bytes);
  }

  /** Writes all of it or, when a byte is not mapped to RAM, nothing. Page permissions do not matter. */
  write(address: bigint, bytes: Uint8Array): boolean {
    const targets: { physical: number; bytes: Uint8Array }[] = [];
    for (const piece of pieces(address, bytes.length)) {
      const { physical } = this.walk(piece.address);
      if (physical === undefined || !this.machine.readPhysical(physical, piece.length)) return false;
      targets.push({ physical, bytes: bytes.subarray(piece.offset, piece.offset + piece.length) });
    }
    return targets.every((target) => this.machine.writePhysical(target.physical, target.bytes));
  }
}

const PAGE = BigInt(PAGE_SIZE);
/** Physical addresses of Sv39 have 56 bits; a number holds 53, far more than any memory here. */
const LARGEST_PHYSICAL = 1n << 53n;

/** A range cut at page boundaries, each page being mapped on its own. */
export function* pieces(
  address: bigint,
  length: number,
): Generator<{ address: bigint; offset: number; length: number }> {
  let offset = 0;
  while (offset < length) {
    const at = BigInt.asUintN(64, address + BigInt(offset));
    const room = Number(PAGE - (at % PAGE));
    const size = Math.min(room, length - offset);
    yield { address: at, offset, length: size };
    offset += size;
  }
}

/** Bytes as a number, unsigned. */
export function littleEndian(bytes: Uint8Array): bigint {
  if (bytes.length === 8) return (BigInt(word(bytes, 4)) << 32n) | BigInt(word(bytes, 0));
  if (bytes.length === 4) return BigInt(word(bytes, 0));
  let value = 0n;
  for (let i = bytes.length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i]);
  return value;
}

const word = (bytes: Uint8Array, at: number): number =>
  (bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24)) >>> 0;

/** `length` bytes of a number, little endian. */
export function toLittleEndian(value: bigint, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let i = 0; i < length; i++) bytes[i] = Number((value >> BigInt(8 * i)) & 0xffn);
  return bytes;
}

const decoder = new TextDecoder();

/** The text in a byte array: up to its first NUL, or all of it. */
export function textOf(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return decoder.decode(end < 0 ? bytes : bytes.subarray(0, end));
}
