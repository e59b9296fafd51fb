import { PAGE_SIZE, RAM_OFFSET } from './layout';

/**
 * Which pages of RAM were written: ever, and since the last checkpoint. A page is marked when a write to it is allowed, so a mark
 * may come without a change, never a change without a mark.
 */
export class DirtyPages {
  private readonly marks: Uint8Array;
  private readonly touchedPages: number[] = [];
  private dirtyPages: number[] = [];

  constructor(ramSize: number) {
    this.marks = new Uint8Array(ramSize / PAGE_SIZE);
  }

  /** Bytes of RAM are about to change. */
  mark(hostAddress: number, length: number): void {
    const last = Math.floor((hostAddress + length - 1 - RAM_OFFSET) / PAGE_SIZE);
    for (let page = Math.floor((hostAddress - RAM_OFFSET) / PAGE_SIZE); page <= last; page++) {
      const mark = this.marks[page];
      if (mark === TOUCHED_AND_DIRTY) continue;
      if (mark === UNTOUCHED) this.touchedPages.push(page);
      this.dirtyPages.push(page);
      this.marks[page] = TOUCHED_AND_DIRTY;
    }
  }

  /** Numbers of the pages of RAM that are not as they were at power-on, in the order in which they were touched. */
  get touched(): readonly number[] {
    return this.touchedPages;
  }

  /** Pages written since the last call. Whoever calls must see to it that further writes are marked again. */
  takeDirty(): readonly number[] {
    const taken = this.dirtyPages;
    this.dirtyPages = [];
    for (const page of taken) this.marks[page] = TOUCHED;
    return taken;
  }
}

const UNTOUCHED = 0;
const TOUCHED = 1;
const TOUCHED_AND_DIRTY = 2;
