import { Cause } from '../isa/causes';
import { decode } from '../isa/decode';
import type { Decoded } from '../isa/row';
import type { AccessEffects } from './data-access';
import { PAGE_SIZE, Slot } from './layout';
import type { PhysicalMemory } from './physical-memory';
import { Access, type Pmp } from './pmp';
import type { State } from './state';
import { PAGE_FAULT, type Sv39 } from './sv39';

/** Says for a page that is executable in part where it is. */
export interface FetchGuard {
  /** Guards of the same key say the same; greater than 0. */
  readonly key: number;
  /** May the halfword at this offset of the page be fetched? */
  allows(offset: number): boolean;
}

/** The length of this instruction is 4 bytes, by its first halfword. */
export const isLong = (halfword: number): boolean => (halfword & 3) === 3;

/** Where the instruction at pc is, and what it is. */
export class InstructionFetch {
  constructor(
    private readonly state: State,
    private readonly memory: PhysicalMemory,
    private readonly sv39: Sv39,
    private readonly pmp: Pmp,
    private readonly effects: AccessEffects,
  ) {}

  /** Host address of the page that pc is in; -1 when a trap was taken instead. */
  page(): number {
    const { state } = this;
    const host = this.hostAddress(state.low(Slot.pc), state.high(Slot.pc), 2);
    return host < 0 ? -1 : host & -PAGE_SIZE;
  }

  /** What of a page the current mode may execute; undefined: all that it may at all. */
  guard(hostPage: number): FetchGuard | undefined {
    const physicalPage = this.memory.physicalAddress(hostPage);
    if (this.pmp.uniform(physicalPage)) return undefined;
    const { pmp } = this;
    const { privilege } = this.state;
    return {
      key: pmp.generation * 4 + privilege,
      allows: (offset) => pmp.allows(physicalPage + offset, 2, Access.execute, privilege),
    };
  }

  /** The instruction at pc; undefined when a trap was taken instead: its halves cannot be fetched, or are none. */
  instruction(): Decoded | undefined {
    const { state } = this;
    const low = state.low(Slot.pc);
    const high = state.high(Slot.pc);
    const first = this.hostAddress(low, high, 2);
    if (first < 0) return undefined;
    let word = state.u16[first >> 1];
    if (isLong(word)) {
      const next = (low + 2) | 0;
      const second = this.hostAddress(next, next === 0 ? (high + 1) | 0 : high, 2);
      if (second < 0) return undefined;
      word = (word | (state.u16[second >> 1] << 16)) >>> 0;
    }
    const decoded = decode(word);
    if (!decoded) this.effects.raise(Cause.illegalInstruction, word | 0, 0);
    return decoded;
  }

  /** The bits of the instruction at pc, for mtval; pc was just fetched from, so it translates. */
  bits(): number {
    const { state } = this;
    const low = state.low(Slot.pc);
    const high = state.high(Slot.pc);
    const half = (address: number, addressHigh: number): number => {
      const host = this.fetched(address, addressHigh);
      return host < 0 ? 0 : state.u16[host >> 1];
    };
    const first = half(low, high);
    if (!isLong(first)) return first;
    const next = (low + 2) | 0;
    return first | (half(next, next === 0 ? (high + 1) | 0 : high) << 16) | 0;
  }

  /** Host address of the page of the instruction under way. */
  running(): number {
    return this.fetched(this.state.low(Slot.pc), this.state.high(Slot.pc)) & -PAGE_SIZE;
  }

  /** Host address of what was just fetched; -1 when it has none. */
  private fetched(low: number, high: number): number {
    const physical = this.sv39.translate(low, high, Access.execute, this.state.privilege);
    return physical < 0 ? -1 : this.memory.hostAddress(physical, 2);
  }

  private hostAddress(low: number, high: number, length: number): number {
    const { privilege } = this.state;
    const physical = this.sv39.translate(low, high, Access.execute, privilege);
    if (physical === PAGE_FAULT) {
      this.effects.raise(Cause.instructionPageFault, low, high);
      return -1;
    }
    const host =
      physical >= 0 && this.pmp.allows(physical, length, Access.execute, privilege)
        ? this.memory.hostAddress(physical, length)
        : -1;
    if (host < 0) this.effects.raise(Cause.instructionAccessFault, low, high);
    return host;
  }
}
