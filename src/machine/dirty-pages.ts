import { PAGE_SIZE, RAM_OFFSET } from './layout';

/**
 * Which pages of RAM were written since the last checkpoint. A page is marked when a write to it is allowed, so a mark may come without
 * a change, never a change without a mark.
 */
export class DirtyPages {
  private readonly marks: Uint8Array;
  private dirtyPages: number[] = [];

  constructor(ramSize: number) {
    this.marks = new Uint8Array(ramSize / PAGE_SIZE);
  }

  /** Bytes of RAM are about to change. */
  mark(hostAddress: number, length: number): void {
    const last = Math.floor((hostAddress + length - 1 - RAM_OFFSET) / PAGE_SIZE);
    for (let page = Math.floor((hostAddress - RAM_OFFSET) / PAGE_SIZE); page <= last; page++) {
      if (this.marks[page] !== 0) continue;
      this.dirtyPages.push(page);
      this.marks[page] = 1;
    }
  }

  /** Pages written since the last call. Whoever calls must see to it that further writes are marked again. */
  takeDirty(): readonly number[] {
    const taken = this.dirtyPages;
    this.dirtyPages = [];
    for (const page of taken) this.marks[page] = 0;
    return taken;
  }
}
