import { lastAtOrBefore } from './search';

/** Code addresses from `low` up to, not including, `high`. */
export interface AddressRange {
  readonly low: bigint;
  readonly high: bigint;
}

/** Values by the address ranges they cover; where ranges overlap, the one that starts last wins. */
export class RangeMap<T> {
  private readonly entries: readonly (AddressRange & { readonly value: T })[];
  /** The highest end among the entries up to each: tells a search when to stop looking further down. */
  private readonly reach: BigUint64Array;

  constructor(entries: Iterable<AddressRange & { readonly value: T }>) {
    this.entries = [...entries].sort((a, b) => (a.low < b.low ? -1 : a.low > b.low ? 1 : 0));
    this.reach = new BigUint64Array(this.entries.length);
    let highest = 0n;
    this.entries.forEach(
      ({ high }, index) => (this.reach[index] = highest = high > highest ? high : highest),
    );
  }

  /** In ascending order. */
  get values(): T[] {
    return this.entries.map(({ value }) => value);
  }

  at(address: bigint): T | undefined {
    let index = lastAtOrBefore(this.entries.length, (i) => this.entries[i].low <= address);
    for (; index >= 0 && this.reach[index] > address; index--) {
      const entry = this.entries[index];
      if (address < entry.high) return entry.value;
    }
    return undefined;
  }

  /** All values whose range shares an address with this one, in ascending order. */
  overlapping({ low, high }: AddressRange): T[] {
    const found: T[] = [];
    let index = lastAtOrBefore(this.entries.length, (i) => this.entries[i].low < high);
    for (; index >= 0 && this.reach[index] > low; index--) {
      const entry = this.entries[index];
      if (entry.high > low) found.push(entry.value);
    }
    return found.reverse();
  }
}
