import { RAM_BASE, type PhysicalMemory } from './physical-memory';
import { Access, type Pmp } from './pmp';
import type { State } from './state';
import { PAGE_SIZE, Slot } from './layout';
import { Status } from './status';
import { Privilege, type PageWalk } from './types';

/** Bits of a page-table entry (privileged specification, "Sv39: Page-Based 39-bit Virtual-Memory System"). */
export const Pte = { V: 1, R: 2, W: 4, X: 8, U: 16, G: 32, A: 64, D: 128 } as const;

/** Results of `translate` that are no address. */
export const PAGE_FAULT = -1;
export const ACCESS_FAULT = -2;

const LEVELS = 3;
/** Bits 54..63 of an entry belong to extensions that this machine lacks: reserved, must be 0. */
const RESERVED_HIGH = 0xffc0_0000;

/** Walks page tables as the hardware does. */
export class Sv39 {
  constructor(
    private readonly state: State,
    private readonly memory: PhysicalMemory,
    private readonly pmp: Pmp,
    /** Called before an entry in this page decides about a translation. */
    private readonly onWalk: (hostPage: number) => void,
    /** Called before the walker sets A or D bits in an entry at this host address. */
    private readonly onEntryWrite: (hostAddress: number) => void,
  ) {}

  /**
   * The physical address for a virtual one (halves), setting A and D.
   * @returns PAGE_FAULT or ACCESS_FAULT (a page table outside memory, or protected) instead of an address
   */
  translate(low: number, high: number, access: Access, privilege: Privilege): number {
    const { state } = this;
    const satpHigh = state.high(Slot.satp);
    if (privilege === Privilege.machine || satpHigh >>> 28 === 0) return toPhysical(low, high);
    // Bits 63..39 must equal bit 38.
    if (high << 25 >> 25 !== high) return PAGE_FAULT; // prettier-ignore
    let table = (state.low(Slot.satp) >>> 0) * PAGE_SIZE + (satpHigh & 0xfff) * 2 ** 44;
    for (let level = LEVELS - 1; level >= 0; level--) {
      const levelShift = 12 + 9 * level;
      const index = level === LEVELS - 1 ? ((high & 0x7f) << 2) | (low >>> 30) : (low >>> levelShift) & 511;
      const entryAddress = table + index * 8;
      const host = entryAddress >= RAM_BASE ? this.memory.hostAddress(entryAddress, 8) : -1;
      if (host < 0 || !this.pmp.allows(entryAddress, 8, Access.read, Privilege.supervisor))
        return ACCESS_FAULT;
      this.onWalk(host & -PAGE_SIZE);
      const entry = state.i32[host >> 2];
      const entryHigh = state.i32[(host >> 2) + 1];
      if ((entry & Pte.V) === 0 || (entry & (Pte.R | Pte.W)) === Pte.W || (entryHigh & RESERVED_HIGH) !== 0) {
        return PAGE_FAULT;
      }
      const ppn = (entry >>> 10) + (entryHigh & 0x3f_ffff) * 2 ** 22;
      if ((entry & (Pte.R | Pte.X)) === 0) {
        if ((entry & (Pte.U | Pte.A | Pte.D)) !== 0) return PAGE_FAULT; // reserved in a pointer to the next level
        table = ppn * PAGE_SIZE;
        continue;
      }
      if (!permitted(entry, access, privilege, state.mstatus)) return PAGE_FAULT;
      const offsetMask = (1 << levelShift) - 1;
      if ((entry & (offsetMask >>> 2) & ~0x3ff) !== 0) return PAGE_FAULT; // misaligned superpage
      const wanted = Pte.A | (access === Access.write ? Pte.D : 0);
      if ((entry & wanted) !== wanted) {
        if (!this.pmp.allows(entryAddress, 8, Access.write, Privilege.supervisor)) return ACCESS_FAULT;
        this.onEntryWrite(host);
        state.i32[host >> 2] = entry | wanted;
      }
      return ppn * PAGE_SIZE + (low & offsetMask);
    }
    return PAGE_FAULT;
  }

  /** The same walk for people: without side effects, every step told. */
  walk(satp: bigint, address: bigint): PageWalk {
    if (satp >> 60n === 0n) return { steps: [], physical: Number(address) };
    if (BigInt.asUintN(64, BigInt.asIntN(39, address)) !== BigInt.asUintN(64, address)) {
      return { steps: [], failure: 'not a canonical address: bits 63 to 39 must all equal bit 38' };
    }
    const steps: PageWalk['steps'][number][] = [];
    let table = Number(satp & 0xfff_ffff_ffffn) * PAGE_SIZE;
    for (let level = LEVELS - 1; level >= 0; level--) {
      const index = Number((address >> BigInt(12 + 9 * level)) & 511n);
      const entryAddress = table + index * 8;
      const host = this.memory.hostAddress(entryAddress, 8);
      if (host < 0) return { steps, failure: `the level ${level} page table lies outside memory` };
      const entry = this.state.u64[host >> 3];
      steps.push({ level, entryAddress, entry });
      const bits = Number(entry & 0xffn);
      const ppn = Number((entry >> 10n) & 0xfff_ffff_ffffn);
      if ((bits & Pte.V) === 0) return { steps, failure: `the level ${level} entry is not valid (V = 0)` };
      if ((bits & (Pte.R | Pte.W)) === Pte.W)
        return { steps, failure: `the level ${level} entry is reserved (W without R)` };
      if (entry >> 54n !== 0n) return { steps, failure: `the level ${level} entry has reserved bits set` };
      if ((bits & (Pte.R | Pte.X)) === 0) {
        if ((bits & (Pte.U | Pte.A | Pte.D)) !== 0)
          return { steps, failure: `the level ${level} entry has reserved bits set` };
        table = ppn * PAGE_SIZE;
        continue;
      }
      const pageSize = PAGE_SIZE * 512 ** level;
      if (ppn % (pageSize / PAGE_SIZE) !== 0)
        return { steps, failure: `the level ${level} entry is a misaligned superpage` };
      const physical = ppn * PAGE_SIZE + Number(address % BigInt(pageSize));
      return { steps, leaf: { level, entry, pageSize }, physical };
    }
    return { steps, failure: 'the level 0 entry points to another level' };
  }
}

function permitted(entry: number, access: Access, privilege: Privilege, mstatus: number): boolean {
  if (privilege === Privilege.user) {
    if ((entry & Pte.U) === 0) return false;
  } else if ((entry & Pte.U) !== 0 && (access === Access.execute || (mstatus & Status.SUM) === 0)) {
    return false;
  }
  switch (access) {
    case Access.execute:
      return (entry & Pte.X) !== 0;
    case Access.write:
      return (entry & Pte.W) !== 0;
    default:
      return (entry & Pte.R) !== 0 || ((mstatus & Status.MXR) !== 0 && (entry & Pte.X) !== 0);
  }
}

/** With translation off: beyond 56 bits there is nothing, and no double is exact. */
function toPhysical(low: number, high: number): number {
  return high >>> 0 >= 0x20_0000 ? ACCESS_FAULT : (high >>> 0) * 2 ** 32 + (low >>> 0);
}
