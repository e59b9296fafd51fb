import { PAGE_SIZE } from './layout';
import type { Refill } from './refill';
import type { State } from './state';
import { Pte } from './sv39';
import type { Tlb } from './tlb';

/** After so many stores a page is taken for data, until a walk comes through it again: kernels give the pages of dead page tables to others. */
const PATIENCE = 64;

/**
 * The pages of RAM that walks came through. Translation buffers must never show: whatever was translated through an entry is
 * forgotten when the entry changes, with a fence or without one, so that a guest runs the same whether its buffers have just been
 * emptied (by a checkpoint, by a watch) or not. For that, stores to these pages come to TypeScript, as those to code do.
 */
export class PageTables {
  /** Stores that came, by host address of the page. */
  private readonly stores = new Map<number, number>();

  constructor(
    private readonly state: State,
    private readonly refill: Refill,
    private readonly tlb: Tlb,
  ) {}

  /** A walk reads an entry in this page. */
  walked(hostPage: number): void {
    if (this.refill.isTable(hostPage)) return;
    this.refill.allowWalks(hostPage);
    this.stores.set(hostPage, 0);
    this.tlb.forgetWrites(hostPage);
  }

  /** A store to this page is under way. @returns whether it and those that follow must be told to `change`: the page is a page table */
  storeTo(hostPage: number): boolean {
    if (!this.refill.isTable(hostPage)) return false;
    const stores = this.stores.get(hostPage)! + 1;
    this.stores.set(hostPage, stores);
    if (stores < PATIENCE) return true;
    this.stores.delete(hostPage);
    this.refill.forbidWalks(hostPage);
    this.tlb.forgetTranslations();
    return false;
  }

  /** Bytes of memory are about to change. */
  change(hostAddress: number, length: number): void {
    const end = hostAddress + length;
    for (let entry = hostAddress & -8; entry < end; entry += 8) {
      if (!this.refill.isTable(entry & -PAGE_SIZE)) entry = (entry & -PAGE_SIZE) + PAGE_SIZE - 8;
      else if (mayHaveServed(this.state.i32[entry >> 2])) {
        this.tlb.forgetTranslations();
        return;
      }
    }
  }
}

/** Faults are not remembered, and no leaf is without its bit A. @param entry the low half */
function mayHaveServed(entry: number): boolean {
  if ((entry & Pte.V) === 0) return false;
  return (entry & (Pte.R | Pte.W | Pte.X)) === 0 || (entry & Pte.A) !== 0;
}
