/** PMP regions of a block. */
import { DATA, DATA_SIZE, LOCKABLE, NOTHING, PAGE } from './memory-map';
import type { Random } from './random';

const REGIONS = 16;
const LAST = REGIONS - 1;
/** Regions up to 8 are larger ones; these two have 4 bytes each. */
const FOUR_BYTES = 9;
/** Its bottom is the address in front of it. */
const LOCKED_TOR = 13;
const LOCKED_NAPOT = 14;
const Mode = { tor: 1, na4: 2, napot: 3 } as const;
const LOCKED = 0x80;
/** R, W and X; deviation "pmp-reserved": not W without R. */
const RIGHTS = [0, 1, 3, 4, 5, 7] as const;
const EVERYTHING = (1n << 54n) - 1n;

interface Protection {
  readonly csrs: Record<string, bigint>;
  /** Some of the ordinary data cannot be accessed by everybody. */
  readonly narrow: boolean;
  /** Supervisor and user mode can access nothing. */
  readonly closed: boolean;
}

/**
 * At times there are small regions within the data with random rights. The last region opens everything, nearly always.
 * Late in a program some regions get locked, and stay so.
 */
export function pmpRegions(random: Random, block: number, lockFrom: number): Protection {
  const csrs: Record<string, bigint> = {};
  const configurations = new Array<number>(REGIONS).fill(0);
  csrs[`pmpaddr${LAST}`] = EVERYTHING;
  const closed = random.once(60);
  configurations[LAST] = (Mode.napot << 3) | 7;
  // Deviation "mret-without-pmp": one region there is.
  if (closed) csrs[`pmpaddr${LAST}`] = BigInt(NOTHING >> 2);
  const put = (index: number, from: number, size: number, mode: number, locked: number): void => {
    let address = bound(random, from, size);
    if (mode === Mode.napot) {
      // A region of 8 bytes, up to 1 KiB: deviation "pmp-split", none ends with a page.
      const ones = (1n << BigInt(random.below(8))) - 1n;
      do address = (bound(random, from, size) & ~((ones << 1n) | 1n)) | ones;
      while (
        nearPageEnd(Number(address & ~ones) * 4) ||
        nearPageEnd(Number((address & ~ones) + 2n * (ones + 1n)) * 4)
      );
    }
    if (mode === Mode.tor) {
      // The address of another region is a bottom as well as any, and must stay what it is.
      const below = `pmpaddr${index - 1}`;
      const bottom = configurations[index - 1] === 0 ? bound(random, from, size) : csrs[below];
      csrs[below] = bottom;
      // Deviation "pmp-inside": 8 bytes or more.
      if (address === bottom + 1n) address++;
    }
    csrs[`pmpaddr${index}`] = address;
    configurations[index] = locked | (mode << 3) | random.pick(RIGHTS);
  };
  const narrow = random.once(4);
  if (narrow) {
    for (let count = 1 + random.below(4); count > 0; count--) {
      put(1 + random.below(8), DATA, DATA_SIZE, random.pick([Mode.tor, Mode.napot, Mode.napot]), 0);
    }
    if (random.once(3)) {
      // Deviation "pmp-inside": regions of 4 bytes come in twos.
      const address = bound(random, DATA, DATA_SIZE);
      for (const neighbour of [0, 1]) {
        csrs[`pmpaddr${FOUR_BYTES + neighbour}`] = address + BigInt(neighbour);
        configurations[FOUR_BYTES + neighbour] = (Mode.na4 << 3) | random.pick(RIGHTS);
      }
    }
  }
  if (block >= lockFrom && random.once(8)) {
    // Never changed again, so each has its mode.
    const [index, mode] = random.pick([
      [LOCKED_TOR, Mode.tor],
      [LOCKED_NAPOT, Mode.napot],
    ] as const);
    put(index, LOCKABLE, PAGE, mode, LOCKED);
  }
  const register = (first: number): bigint =>
    configurations.slice(first, first + 8).reduceRight((all, one) => (all << 8n) | BigInt(one), 0n);
  csrs.pmpcfg0 = register(0);
  csrs.pmpcfg2 = register(8);
  return { csrs, narrow: narrow || closed, closed };
}

/** An address divided by 4, not near the end of a page. */
function bound(random: Random, from: number, size: number): bigint {
  for (;;) {
    const address = from + random.below(size);
    if (!nearPageEnd(address)) return BigInt(address >>> 2);
  }
}

const nearPageEnd = (address: number): boolean => (address + 16) % PAGE < 32;
