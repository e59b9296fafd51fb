import { Cause } from '../isa/causes';
import type { AccessEffects } from './data-access';
import type { DecodeCache, FetchGuard } from './decode-cache';
import { PAGE_SIZE, Slot } from './layout';
import type { PhysicalMemory } from './physical-memory';
import { Access, type Pmp } from './pmp';
import type { State } from './state';
import { PAGE_FAULT, type Sv39 } from './sv39';
import type { Tlb } from './tlb';

/** Brings code under the engine: translation of pc, decoded pages, instructions that cross a page boundary. */
export class InstructionFetch {
  constructor(
    private readonly state: State,
    private readonly memory: PhysicalMemory,
    private readonly sv39: Sv39,
    private readonly pmp: Pmp,
    private readonly tlb: Tlb,
    private readonly code: DecodeCache,
    private readonly effects: AccessEffects,
  ) {}

  /** The decoded page at pc, now in the fetch TLB; 0 when a trap was taken. */
  page(): number {
    const { state } = this;
    const low = state.low(Slot.pc);
    const high = state.high(Slot.pc);
    const host = this.hostAddress(low, high, 2);
    if (host < 0) return 0;
    const offset = low & (PAGE_SIZE - 1);
    const decoded = this.code.page(
      host - offset,
      state.get(Slot.pc) & ~BigInt(PAGE_SIZE - 1),
      this.guard(host - offset),
    );
    this.tlb.fillFetch(low, high, decoded);
    return decoded;
  }

  /** Takes the access fault of an instruction that lies, in part at least, where its page may not be executed. */
  forbidden(): void {
    const { state } = this;
    const low = state.low(Slot.pc);
    const high = state.high(Slot.pc);
    if (this.hostAddress(low, high, 2) >= 0) this.hostAddress(low + 2, high, 2);
  }

  /** What of a page the current mode may execute; undefined: all that it may at all. */
  private guard(hostPage: number): FetchGuard | undefined {
    const physicalPage = this.memory.physicalAddress(hostPage);
    if (this.pmp.uniform(physicalPage)) return undefined;
    const { pmp } = this;
    const { privilege } = this.state;
    return {
      key: pmp.generation * 4 + privilege,
      allows: (offset) => pmp.allows(physicalPage + offset, 2, Access.execute, privilege),
    };
  }

  /** The instruction at pc, which begins in the last halfword of its page, into the scratch entry; 0 when a trap was taken. */
  crossing(): number {
    const { state } = this;
    const low = state.low(Slot.pc);
    const high = state.high(Slot.pc);
    const first = this.hostAddress(low, high, 2);
    if (first < 0) return 0;
    const secondLow = (low + 2) | 0;
    const second = this.hostAddress(secondLow, secondLow === 0 ? (high + 1) | 0 : high, 2);
    if (second < 0) return 0;
    this.code.decodeCrossing((state.u16[first >> 1] | (state.u16[second >> 1] << 16)) >>> 0);
    return 1;
  }

  /** The bits of the instruction at pc, for mtval; pc was just fetched from, so it translates. */
  bits(): number {
    const { state } = this;
    const low = state.low(Slot.pc);
    const high = state.high(Slot.pc);
    const half = (address: number, addressHigh: number): number => {
      const physical = this.sv39.translate(address, addressHigh, Access.execute, state.privilege);
      const host = physical < 0 ? -1 : this.memory.hostAddress(physical, 2);
      return host < 0 ? 0 : state.u16[host >> 1];
    };
    const first = half(low, high);
    if ((first & 3) !== 3) return first;
    const next = (low + 2) | 0;
    return first | (half(next, next === 0 ? (high + 1) | 0 : high) << 16) | 0;
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
