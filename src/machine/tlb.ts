import {
  CONTEXT_SIZE,
  Context,
  DATA_TLB_ENTRIES,
  FETCH_TLB_ENTRIES,
  JOURNAL,
  JOURNAL_ENTRIES,
  PAGE_SIZE,
  Slot,
  TLB_ENTRY_SIZE,
  TLB_PAYLOAD,
  fetchTlb,
  readTlb,
  tlbsOf,
  writeTlb,
} from './layout';
import { Access } from './pmp';
import type { Refill } from './refill';
import type { State } from './state';
import { Status } from './status';
import { Privilege } from './types';

/**
 * The software translation buffers. An entry says: an aligned access of this kind, in this context, to this
 * virtual page goes to memory at once. Pages that need more (devices, code, page tables, first store after a checkpoint, watched,
 * partly protected) have no entry, so their accesses come to TypeScript.
 */
export class Tlb {
  constructor(
    private readonly state: State,
    private readonly refill: Refill,
    /** The hart whose turn it is. */
    private readonly hart: () => number,
  ) {
    // What is in the memory of a new machine are no entries.
    for (let hart = 0; hart < state.cpus; hart++) this.state.i32[journalOf(hart)] = JOURNAL_ENTRIES + 1;
  }

  /** Chooses the buffers that go with the mode and with mstatus. To be called when either changed. */
  selectContext(): void {
    const { state } = this;
    const hart = this.hart();
    const { privilege, mstatus } = state;
    const fetchContext = contextOf(privilege, 0);
    const data = dataPrivilege(state);
    let context: Context = contextOf(data, mstatus);
    if (data !== Privilege.machine && (data !== privilege || (mstatus & Status.MXR) !== 0)) {
      context = Context.irregular;
      this.clearWithin(hart, readTlb(hart, context), 2 * DATA_TLB_ENTRIES);
    }
    this.refill.select(context);
    state.setLow(Slot.tlbs, readTlb(hart, Context.user));
    state.setLow(Slot.readTlb, readTlb(hart, context));
    state.setLow(Slot.writeTlb, writeTlb(hart, context));
    state.setLow(Slot.fetchTlb, fetchTlb(hart, fetchContext));
  }

  /** The host address of an aligned load, or -1 when the buffer does not know. */
  lookupRead(low: number, high: number): number {
    return this.lookup(this.state.low(Slot.readTlb), low, high);
  }
  /** The host address of an aligned store, or -1 when the buffer does not know. */
  lookupWrite(low: number, high: number): number {
    return this.lookup(this.state.low(Slot.writeTlb), low, high);
  }

  /** The decoded page, or 0 when the buffer does not know. */
  lookupFetch(low: number, high: number): number {
    const { i32 } = this.state;
    const entry = entryAddress(this.state.low(Slot.fetchTlb), FETCH_TLB_ENTRIES, low) >> 2;
    return i32[entry] === (low & -PAGE_SIZE) && i32[entry + 1] === high ? i32[entry + (TLB_PAYLOAD >> 2)] : 0;
  }

  fillRead(low: number, high: number, hostPage: number): void {
    this.fill(this.state.low(Slot.readTlb), DATA_TLB_ENTRIES, low, high, hostPage - (low & -PAGE_SIZE));
    this.letRefill(hostPage, Access.read);
  }
  fillWrite(low: number, high: number, hostPage: number): void {
    this.fill(this.state.low(Slot.writeTlb), DATA_TLB_ENTRIES, low, high, hostPage - (low & -PAGE_SIZE));
    this.letRefill(hostPage, Access.write);
  }
  fillFetch(low: number, high: number, decodedPage: number): void {
    this.fill(this.state.low(Slot.fetchTlb), FETCH_TLB_ENTRIES, low, high, decodedPage);
  }

  /** Forgets everything that the hart whose turn it is has translated. */
  flushHart(): void {
    this.refill.disarm();
    this.empty(this.hart());
  }

  /** Forgets everything, on all harts. */
  flushAll(): void {
    this.forgetTranslations();
    this.refill.revokeAll();
  }

  /** Forgets where pages are, on all harts; not how they may be accessed. */
  forgetTranslations(): void {
    this.refill.disarmAll();
    for (let hart = 0; hart < this.state.cpus; hart++) this.empty(hart);
  }

  private empty(hart: number): void {
    this.clearWithin(hart, tlbsOf(hart), JOURNAL / TLB_ENTRY_SIZE);
    this.state.i32[journalOf(hart)] = 0;
  }

  /** Clears entries of a hart that lie one behind the other: one by one, when the journal has all that were filled in. */
  private clearWithin(hart: number, start: number, entries: number): void {
    const { i32 } = this.state;
    const journal = journalOf(hart);
    const filled = i32[journal];
    if (filled > JOURNAL_ENTRIES) {
      this.clear(start, entries);
      return;
    }
    const end = start + entries * TLB_ENTRY_SIZE;
    for (let index = journal + 1; index <= journal + filled; index++) {
      const entry = i32[index];
      if (entry >= start && entry < end) this.clear(entry, 1);
    }
  }

  /** Forgets where code is, on all harts. */
  forgetCode(): void {
    for (let hart = 0; hart < this.state.cpus; hart++) {
      for (const context of Object.values(Context)) this.clear(fetchTlb(hart, context), FETCH_TLB_ENTRIES);
    }
  }

  /** No store reaches this page without coming to TypeScript first. */
  forgetWrites(hostPage: number): void {
    const { i32 } = this.state;
    this.refill.revokeWrites(hostPage);
    for (let hart = 0; hart < this.state.cpus; hart++) {
      for (const context of Object.values(Context)) {
        const start = writeTlb(hart, context);
        for (let entry = start; entry < start + DATA_TLB_ENTRIES * TLB_ENTRY_SIZE; entry += TLB_ENTRY_SIZE) {
          const virtualPage = i32[entry >> 2] & -PAGE_SIZE;
          if (((virtualPage + i32[(entry + TLB_PAYLOAD) >> 2]) | 0) === hostPage) this.clear(entry, 1);
        }
      }
    }
  }

  /** No store reaches any page without coming to TypeScript first. */
  forgetAllWrites(): void {
    this.refill.revokeAllWrites();
    for (let hart = 0; hart < this.state.cpus; hart++) {
      for (const context of Object.values(Context)) this.clear(writeTlb(hart, context), DATA_TLB_ENTRIES);
    }
  }

  /** A buffer was filled in for this page. The loop may do so itself from now on, for this page and in this context. */
  private letRefill(hostPage: number, access: typeof Access.read | typeof Access.write): void {
    this.refill.grant(hostPage, access);
    const { state } = this;
    const context = (state.low(Slot.readTlb) - state.low(Slot.tlbs)) / CONTEXT_SIZE;
    this.refill.arm(context as Context, dataPrivilege(state));
  }

  private lookup(buffer: number, low: number, high: number): number {
    const { i32 } = this.state;
    const entry = entryAddress(buffer, DATA_TLB_ENTRIES, low) >> 2;
    if (i32[entry] !== (low & -PAGE_SIZE) || i32[entry + 1] !== high) return -1;
    return (low + i32[entry + (TLB_PAYLOAD >> 2)]) | 0;
  }

  private fill(buffer: number, entries: number, low: number, high: number, payload: number): void {
    const { i32 } = this.state;
    const entry = entryAddress(buffer, entries, low);
    const journal = journalOf(this.hart());
    if (i32[journal] <= JOURNAL_ENTRIES) i32[journal + ++i32[journal]] = entry;
    i32[entry >> 2] = low & -PAGE_SIZE;
    i32[(entry >> 2) + 1] = high;
    i32[(entry + TLB_PAYLOAD) >> 2] = payload;
  }

  /** A tag of all ones matches no aligned access. */
  private clear(start: number, entries: number): void {
    if (entries === 1) {
      this.state.i32[start >> 2] = this.state.i32[(start >> 2) + 1] = -1;
      return;
    }
    this.state.u8.fill(0xff, start, start + entries * TLB_ENTRY_SIZE);
  }
}

const journalOf = (hart: number): number => (tlbsOf(hart) + JOURNAL) >> 2;

const entryAddress = (buffer: number, entries: number, low: number): number =>
  buffer + ((low >>> 8) & ((entries - 1) * TLB_ENTRY_SIZE));

function contextOf(privilege: Privilege, mstatus: number): Context {
  if (privilege === Privilege.machine) return Context.machine;
  if (privilege === Privilege.user) return Context.user;
  return (mstatus & Status.SUM) !== 0 ? Context.supervisorSum : Context.supervisor;
}

/** The mode whose rights loads and stores have (privileged specification, "Memory Privilege in mstatus Register"). */
export function dataPrivilege(state: State): Privilege {
  const { privilege, mstatus } = state;
  if (privilege === Privilege.machine && (mstatus & Status.MPRV) !== 0) {
    return ((mstatus >> Status.MPP_SHIFT) & 3) as Privilege;
  }
  return privilege;
}
