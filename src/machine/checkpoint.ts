import { PAGE_SIZE, RAM_OFFSET } from './layout';
import type { DirtyPages } from './dirty-pages';
import type { State } from './state';
import type { MachineStop } from './stop';

/** The state of a device, as plain data: what JSON can hold. */
export type DeviceState =
  null | boolean | number | string | readonly DeviceState[] | { readonly [key: string]: DeviceState };

/** The contents of a page: its bytes, or the one byte that all of them are. Never changed, and shared between checkpoints. */
export type PageContents = number | Uint8Array;

/** A whole machine between two steps. Immutable. */
export interface Checkpoint {
  /** The instant. */
  readonly instant: number;
  /** Bytes of RAM. */
  readonly memory: number;
  /** One for each hart: the bytes of its state (layout.ts, Slot). */
  readonly harts: readonly Uint8Array[];
  /** By page number of RAM; pages that are not here hold zeros. */
  readonly pages: ReadonlyMap<number, PageContents>;
  /** Set when the guest has switched the machine off, or asked for a reset. */
  readonly end: (MachineStop & { kind: 'finished' | 'reset' | 'stuck' }) | undefined;
  /** By the device's name. */
  readonly devices: { readonly [name: string]: DeviceState };
  /** Caches, translations, branch predictor and counts (`timing/timing.ts`), where they are modelled. */
  readonly timing?: Uint8Array;
}

/** Saves RAM in pages, each only when it changed since the checkpoint before. */
export class PageStore {
  /** The pages of the last checkpoint taken or restored. */
  private current: ReadonlyMap<number, PageContents> = new Map();

  constructor(
    private readonly state: State,
    private readonly dirty: DirtyPages,
  ) {}

  /** The pages as they are now. Further writes must be marked as dirty again. */
  save(): ReadonlyMap<number, PageContents> {
    const pages = new Map(this.current);
    for (const page of this.dirty.takeDirty()) {
      const contents = this.contentsOf(page);
      if (contents === 0) pages.delete(page);
      else pages.set(page, contents);
    }
    this.current = pages;
    return pages;
  }

  /** Puts pages back. @returns the numbers of those that were written to */
  restore(pages: ReadonlyMap<number, PageContents>): number[] {
    const changed = new Set(this.dirty.takeDirty());
    for (const [page, contents] of this.current) if (pages.get(page) !== contents) changed.add(page);
    for (const page of pages.keys()) if (!this.current.has(page)) changed.add(page);
    for (const page of changed) {
      const start = RAM_OFFSET + page * PAGE_SIZE;
      const contents = pages.get(page) ?? 0;
      if (typeof contents === 'number') this.state.u8.fill(contents, start, start + PAGE_SIZE);
      else this.state.u8.set(contents, start);
    }
    this.current = pages;
    return [...changed];
  }

  private contentsOf(page: number): PageContents {
    const { u8, i32 } = this.state;
    const start = RAM_OFFSET + page * PAGE_SIZE;
    const first = i32[start >> 2];
    const byte = u8[start];
    if (first === Math.imul(byte, 0x01010101)) {
      let index = 1;
      while (index < PAGE_SIZE / 4 && i32[(start >> 2) + index] === first) index++;
      if (index === PAGE_SIZE / 4) return byte;
    }
    return u8.slice(start, start + PAGE_SIZE);
  }
}
