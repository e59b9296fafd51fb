import { CONTEXTS, Context, PAGE_SIZE, RAM_OFFSET, REFILL_SIZE, Slot, parkedHart } from './layout';
import { RAM_BASE } from './physical-memory';
import { Access, type Pmp } from './pmp';
import type { State } from './state';
import { Pte } from './sv39';
import { Status } from './status';
import { Privilege } from './types';

/** Beside kinds of access, in what is known of a page: walks may read entries in it, for `page-tables.ts` hears of stores to it. */
export const TABLE = 8;

/**
 * What lets the generated loop fill the data buffers by itself (`engine/emit-refill.ts`): it walks the page table, but decides nothing. For a
 * hart it does so while all of RAM is open to loads and stores of the mode, through page tables that TypeScript has walked before, and
 * for a page of RAM once TypeScript has filled in that page for the same kind of access: then it is not watched, and for stores holds
 * no code and no page table and is marked as dirty.
 */
export class Refill {
  constructor(
    private readonly state: State,
    private readonly pmp: Pmp,
  ) {}

  /** From now on the loop may fill buffers of the context, which is in use. @param privilege whose rights loads and stores have */
  arm(context: Context, privilege: Privilege): void {
    const { state, pmp } = this;
    const { ramSize } = state;
    const isOpen = (access: Access): boolean => pmp.allows(RAM_BASE, ramSize, access, privilege);
    if (state.low(Slot.refillRam) !== 0 || !isOpen(Access.read) || !isOpen(Access.write)) return;
    const isBare = privilege === Privilege.machine || state.high(Slot.satp) >>> 28 === 0;
    const user = privilege === Privilege.user ? Pte.U : 0;
    const anyone = privilege === Privilege.supervisor && (state.mstatus & Status.SUM) !== 0;
    const bits = Pte.V | Pte.R | Pte.A;
    state.setLow(Slot.refillMask, isBare ? 0 : bits | (anyone ? 0 : Pte.U));
    state.setLow(Slot.refillBits, isBare ? 0 : bits | user);
    state.setLow(Slot.refillRam, ramSize);
    if (context === Context.irregular) return;
    state.u8.copyWithin(Slot.refills + context * REFILL_SIZE, Slot.refillRam, Slot.refillRam + REFILL_SIZE);
  }

  /** The mode of the hart whose turn it is, or its mstatus, changes. What was found of a context holds until `disarm`. */
  select(context: Context): void {
    const from = Slot.refills + context * REFILL_SIZE;
    this.state.u8.copyWithin(Slot.refillRam, from, from + REFILL_SIZE);
  }

  /** The satp or PMP of the hart whose turn it is changes. */
  disarm(): void {
    this.disarmAt(0);
  }

  /** The same for every hart. */
  disarmAll(): void {
    this.disarm();
    for (let hart = 0; hart < this.state.cpus; hart++) this.disarmAt(parkedHart(hart));
  }

  private disarmAt(hart: number): void {
    const { i32 } = this.state;
    i32[(hart + Slot.refillRam) >> 2] = 0;
    for (let context = 0; context < CONTEXTS; context++) {
      i32[(hart + Slot.refills + context * REFILL_SIZE) >> 2] = 0;
    }
  }

  /** A buffer was filled in for this page. */
  grant(hostPage: number, access: typeof Access.read | typeof Access.write): void {
    if (hostPage >= RAM_OFFSET) this.state.u8[this.grantOf(hostPage)] |= access;
  }

  isTable(hostPage: number): boolean {
    return hostPage >= RAM_OFFSET && (this.state.u8[this.grantOf(hostPage)] & TABLE) !== 0;
  }
  allowWalks(hostPage: number): void {
    this.state.u8[this.grantOf(hostPage)] |= TABLE;
  }
  forbidWalks(hostPage: number): void {
    this.state.u8[this.grantOf(hostPage)] &= ~TABLE;
  }

  revokeWrites(hostPage: number): void {
    if (hostPage >= RAM_OFFSET) this.state.u8[this.grantOf(hostPage)] &= ~Access.write;
  }

  revokeAllWrites(): void {
    const { u8, ramSize } = this.state;
    const start = RAM_OFFSET + ramSize;
    for (let grant = start; grant < start + ramSize / PAGE_SIZE; grant++) {
      if (u8[grant] !== 0) u8[grant] &= ~Access.write;
    }
  }

  /** Walks too: to be called with empty buffers. */
  revokeAll(): void {
    const { ramSize } = this.state;
    const start = RAM_OFFSET + ramSize;
    this.state.u8.fill(0, start, start + ramSize / PAGE_SIZE);
  }

  private grantOf(hostPage: number): number {
    return RAM_OFFSET + this.state.ramSize + (hostPage - RAM_OFFSET) / PAGE_SIZE;
  }
}
