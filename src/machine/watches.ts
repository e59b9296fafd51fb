import { PAGE_SIZE } from './layout';
import type { PhysicalMemory } from './physical-memory';
import type { WatchedAccess, WatchedMemory } from './stop';

/** A watched stretch, where it is in the machine's memory. */
interface Stretch {
  readonly start: number;
  readonly end: number;
  readonly physical: number;
}

/** What is reported of an access to watched memory; CPU, pc and instant are known to whoever runs the machine. */
export type MemoryReport = Pick<WatchedAccess & { kind: 'memory' }, 'address' | 'length' | 'isWrite' | 'by'>;

/**
 * Watched memory. The pages that hold it get no entry in the translation buffers for the accesses that are watched, so those
 * come to TypeScript, one by one, and are reported here; all other pages are as fast as ever.
 */
export class MemoryWatches {
  private reads: readonly Stretch[] = [];
  private writes: readonly Stretch[] = [];
  /** What the board itself listens to. */
  private own: { readonly stretch: Stretch; readonly stored: () => void } | undefined;
  private readPages: ReadonlySet<number> = new Set();
  private writePages: ReadonlySet<number> = new Set();

  constructor(
    private readonly memory: PhysicalMemory,
    private readonly report: (access: MemoryReport) => void,
  ) {}

  /** Replaces what is watched. The translation buffers must forget all they know of data. */
  set(ranges: readonly WatchedMemory[]): void {
    const stretches = (wanted: (range: WatchedMemory) => boolean): Stretch[] =>
      ranges.filter(wanted).flatMap(({ address, length }) => {
        const start = this.memory.hostAddress(address, length);
        return start < 0 ? [] : [{ start, end: start + length, physical: address }];
      });
    this.reads = stretches(({ reads }) => reads);
    this.writes = stretches(({ writes }) => writes);
    this.readPages = pagesOf(this.reads);
    this.writePages = pagesOf([...this.writes, ...(this.own ? [this.own.stretch] : [])]);
  }

  /** Calls `stored` after each store to these bytes of RAM, whatever else is watched. */
  listen(address: number, length: number, stored: () => void): void {
    const start = this.memory.hostAddress(address, length);
    if (start < 0) return;
    this.own = { stretch: { start, end: start + length, physical: address }, stored };
    this.writePages = pagesOf([...this.writes, this.own.stretch]);
  }

  watchesReads(hostPage: number): boolean {
    return this.readPages.has(hostPage);
  }
  watchesWrites(hostPage: number): boolean {
    return this.writePages.has(hostPage);
  }

  /** Bytes are being read as data. */
  read(host: number, length: number, by: MemoryReport['by'] = 'instruction'): void {
    if (this.reads.length > 0) this.find(this.reads, host, length, { isWrite: false, by });
  }

  /** Bytes have been written. */
  wrote(host: number, length: number, by: MemoryReport['by'] = 'instruction'): void {
    if (this.own && host < this.own.stretch.end && this.own.stretch.start < host + length) this.own.stored();
    if (this.writes.length > 0) this.find(this.writes, host, length, { isWrite: true, by });
  }

  private find(
    stretches: readonly Stretch[],
    host: number,
    length: number,
    how: Pick<MemoryReport, 'isWrite' | 'by'>,
  ): void {
    const hit = stretches.find(({ start, end }) => host < end && start < host + length);
    if (hit) this.report({ ...how, address: hit.physical + (host - hit.start), length });
  }
}

function pagesOf(stretches: readonly Stretch[]): ReadonlySet<number> {
  const pages = new Set<number>();
  for (const { start, end } of stretches) {
    for (let page = start & -PAGE_SIZE; page < end; page += PAGE_SIZE) pages.add(page);
  }
  return pages;
}
