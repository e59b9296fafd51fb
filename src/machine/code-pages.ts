import { PAGE_SIZE } from './layout';

/**
 * After so many stores a page is taken for data, until it is run again: kernels give the pages of dead programs to others. So many slow
 * stores cost about what making its instructions ready anew costs.
 */
const PATIENCE = 64;

/** What code pages tell, and whom. */
export interface CodeListeners {
  /** A page begins to hold code: stores to it must come to `storeTo` and `change` from now on. */
  held(hostPage: number): void;
  /** Code changes, or a page is no longer taken for code: what was made of these bytes is worth nothing. */
  changed(hostAddress: number, length: number): void;
  /** Host page of the instruction under way. */
  running(): number;
}

/** The pages of memory that hold code: those of which an engine keeps something, and counts on hearing of stores to them. */
export class CodePages {
  /** Stores that came since it holds code, by host page. */
  private readonly stores = new Map<number, number>();

  constructor(private readonly listeners: CodeListeners) {}

  /** An engine keeps something of this page. */
  hold(hostPage: number): void {
    if (this.stores.has(hostPage)) return;
    this.stores.set(hostPage, 0);
    this.listeners.held(hostPage);
  }

  /** A store to this page is under way. @returns whether it and those that follow must be told to `change`: the page holds code */
  storeTo(hostPage: number): boolean {
    let stores = this.stores.get(hostPage);
    if (stores === undefined) return false;
    this.stores.set(hostPage, ++stores);
    if (stores < PATIENCE || this.listeners.running() === hostPage) return true;
    this.stores.delete(hostPage);
    this.listeners.changed(hostPage, PAGE_SIZE);
    return false;
  }

  /** Bytes of memory change. */
  change(hostAddress: number, length: number): void {
    const end = hostAddress + length;
    for (let page = hostAddress & -PAGE_SIZE; page < end; page += PAGE_SIZE) {
      if (!this.stores.has(page)) continue;
      const start = Math.max(page, hostAddress);
      this.listeners.changed(start, Math.min(page + PAGE_SIZE, end) - start);
    }
  }

  /** Nothing is kept of any page. */
  clear(): void {
    this.stores.clear();
  }
}
