import type { Geometry } from './core';

/** What no key is. */
const EMPTY = -(2 ** 31);

/** Keys that a memory of this kind has room for. */
export const sizeOf = ({ sets, ways }: Geometry): number => sets * ways;

/**
 * A set-associative memory of keys: which lines a cache holds, or which pages a TLB knows. A set is a stretch of `entries`, the key that
 * was used last in front, so that its last one is the least recently used.
 */
export class Recent {
  private readonly mask: number;
  private readonly ways: number;

  /** @param entries `sizeOf` of them, which are its state */
  constructor(
    { sets, ways }: Geometry,
    private readonly entries: Int32Array,
  ) {
    this.mask = sets - 1;
    this.ways = ways;
    this.clear();
  }

  /** Uses a key, bringing it in where it is not. @returns whether it was there */
  touch(key: number): boolean {
    const { entries } = this;
    const first = (key & this.mask) * this.ways;
    if (entries[first] === key) return true;
    const last = first + this.ways - 1;
    let place = first + 1;
    while (place < last && entries[place] !== key) place++;
    if (place > last) {
      entries[first] = key;
      return false;
    }
    const isHit = entries[place] === key;
    for (; place > first; place--) entries[place] = entries[place - 1];
    entries[first] = key;
    return isHit;
  }

  /** How many others of its set were used since; -1: it is not there. Changes nothing. */
  age(key: number): number {
    const first = (key & this.mask) * this.ways;
    for (let way = 0; way < this.ways; way++) if (this.entries[first + way] === key) return way;
    return -1;
  }

  /** Takes a key out, if it is there; its place is the first to be used again. */
  remove(key: number): void {
    const age = this.age(key);
    if (age < 0) return;
    const first = (key & this.mask) * this.ways;
    const last = first + this.ways - 1;
    for (let place = first + age; place < last; place++) this.entries[place] = this.entries[place + 1];
    this.entries[last] = EMPTY;
  }

  /** All that are there. */
  *keys(): Generator<number> {
    for (const key of this.entries) if (key !== EMPTY) yield key;
  }

  clear(): void {
    this.entries.fill(EMPTY);
  }
}
