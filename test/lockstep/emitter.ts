import { encode, type Operands } from '../../src/isa/encode';
import { rowNamed } from '../../src/isa/rows';
import { CODE, SUPERVISOR_CODE, USER_CODE } from './memory-map';
import type { Random } from './random';

export type Mode = 'M' | 'S' | 'U';

/** Bytes kept free in front of a block's code for its literals. */
export const LITERALS_SIZE = 512;
/** Where a fetch fault goes on; no instruction of a block writes it but on purpose. */
export const RECOVERY = 31;
/** A register that always holds the aligned address of data which the current mode may write. */
export const SAFE = 8;

/** Lays out the instructions of one block, and keeps book of what is known about its registers. */
export class Emitter {
  /** The block's bytes, as halfwords. */
  readonly halves: number[] = [];
  /** Offsets in bytes at which its slots begin. */
  readonly slots: number[] = [];
  /** Instructions by name and mode: `addi M`. */
  readonly covered = new Map<string, number>();
  /** Registers that hold addresses of data. */
  readonly pointers = new Set<number>();
  /** The mode of its first instruction. */
  readonly beginsIn: Mode;
  private readonly literals: (() => bigint)[] = [];

  constructor(
    readonly random: Random,
    /** Offset of the first instruction in the code. */
    readonly start: number,
    public mode: Mode,
    /** Do supervisor and user mode see virtual addresses? */
    readonly translated: boolean,
    /** Addresses that pointers get. */
    readonly addresses: (memory?: boolean) => bigint,
  ) {
    this.beginsIn = mode;
  }

  /** Bytes so far. */
  get size(): number {
    return this.halves.length * 2;
  }

  /** Address of the byte at `size` behind the start, as `mode` sees it. */
  addressOf(size: number, mode: Mode = this.mode): bigint {
    const offset = BigInt(this.start + size);
    if (mode === 'M' || !this.translated) return BigInt(CODE) + offset;
    return (mode === 'S' ? SUPERVISOR_CODE : USER_CODE) + offset;
  }

  slot(): void {
    this.slots.push(this.size);
  }

  half(bits: number): void {
    this.halves.push(bits & 0xffff);
  }
  word(bits: number): void {
    this.half(bits);
    this.half(bits >>> 16);
  }
  /** An instruction by name. */
  put(name: string, operands: Operands = {}): void {
    this.cover(name);
    this.word(encode(rowNamed(name), operands));
  }
  cover(name: string): void {
    const key = `${name} ${this.mode}`;
    this.covered.set(key, (this.covered.get(key) ?? 0) + 1);
  }

  /** rd = a value that is known when the block is complete. */
  loadLiteral(rd: number, value: () => bigint): void {
    const at = 8 * this.literals.length - LITERALS_SIZE;
    this.literals.push(value);
    const here = this.size;
    this.put('auipc', { rd });
    this.put('ld', { rd, rs1: rd, imm: at - here });
  }
  get literalsLeft(): number {
    return LITERALS_SIZE / 8 - this.literals.length;
  }
  literalValues(): bigint[] {
    return this.literals.map((value) => value());
  }

  /** Any register to read. */
  source(): number {
    return this.random.below(32);
  }
  /** A register to write; an address may get lost by it. */
  destination(): number {
    for (;;) {
      const register = this.random.below(RECOVERY);
      if (this.mayWrite(register)) {
        this.pointers.delete(register);
        return register;
      }
    }
  }
  /** Registers to write that are not x0, all different, and hold no address. */
  scratch(count: number): number[] {
    const chosen: number[] = [];
    while (chosen.length < count) {
      const register = 1 + this.random.below(RECOVERY - 1);
      if (register === SAFE || this.pointers.has(register) || chosen.includes(register)) continue;
      chosen.push(register);
    }
    return chosen;
  }
  /** Whether an instruction may write this register; it is then no pointer any more. */
  mayWrite(register: number): boolean {
    if (register === RECOVERY || register === SAFE) return false;
    return !this.pointers.has(register) || this.pointers.size > 5;
  }
  wrote(register: number): void {
    this.pointers.delete(register);
  }
  pointer(): number {
    return this.random.pick([...this.pointers]);
  }
}
