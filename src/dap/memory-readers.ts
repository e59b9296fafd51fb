/** What the client has read of memory, by its references, so that it can be told when that changes. */
export class MemoryReaders {
  /** Offsets of the first byte and behind the last. */
  private readonly ranges = new Map<string, { readonly low: number; readonly high: number }>();

  /** The client shows this much of memory. */
  remember(memoryReference: string, offset: number, count: number): void {
    const known = this.ranges.get(memoryReference);
    const low = Math.min(offset, known?.low ?? offset);
    const high = Math.max(offset + count, known?.high ?? 0);
    // Those read longest ago are forgotten: nobody has so many editors open.
    if (!known && this.ranges.size >= MOST_REMEMBERED) {
      for (const [oldest] of this.ranges) {
        this.ranges.delete(oldest);
        break;
      }
    }
    this.ranges.set(memoryReference, { low, high });
  }

  all(): { memoryReference: string; offset: number; count: number }[] {
    return [...this.ranges].map(([memoryReference, { low, high }]) => ({
      memoryReference,
      offset: low,
      count: high - low,
    }));
  }
}

const MOST_REMEMBERED = 64;
