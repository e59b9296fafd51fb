/** The page tables of a lock-step program: code and the trap handler in every address space, and windows on the data. */
import {
  MEMORY_PAGES,
  NOTHING,
  CODE,
  CODE_SIZE,
  DATA,
  DATA_SIZE,
  GIGABYTES,
  PAGE,
  PAGE_TABLES,
  SHUFFLED,
  SPACES,
  SUPERVISOR_CODE,
  TRAMPOLINE,
  TRAMPOLINE_OFFSET,
  USER_CODE,
  WINDOW,
  WINDOW_PAGES,
  WINDOW_REGIONS,
} from './memory-map';
import type { Patch } from './descriptor';
import type { Random } from './random';

export const Bit = { V: 1, R: 2, W: 4, X: 8, U: 16, G: 32, A: 64, D: 128 } as const;
const MiB2 = 0x20_0000;

const entry = (physical: number, bits: number): bigint => (BigInt(physical / PAGE) << 10n) | BigInt(bits);
const indexAt = (address: bigint, level: number): number =>
  Number((address >> BigInt(12 + 9 * level)) & 511n);

/** An address space: its root, and the tables of its windows. */
export interface Space {
  readonly root: number;
  /** Level 1, for WINDOW: entry 0 points to `pages`, the others are 2 MiB regions. */
  readonly regions: number;
  /** Level 0, for the first 2 MiB of WINDOW. */
  readonly pages: number;
}

export interface PageTables {
  readonly spaces: readonly Space[];
  /** What the tables are filled with before the first block. */
  readonly contents: readonly Patch[];
}

/** @param codePages the physical page behind each page of code */
export function buildPageTables(codePages: readonly number[]): PageTables {
  let next = PAGE_TABLES;
  const contents: Patch[] = [];
  const table = (): number => (next += PAGE) - PAGE;
  const put = (at: number, index: number, value: bigint): void =>
    void contents.push({ address: at + 8 * index, value });

  const leaf = Bit.V | Bit.R | Bit.W | Bit.X | Bit.A | Bit.D;
  /** Tables of level 0 for all of the code, 2 MiB each. */
  const codeTables = (bits: number): number[] =>
    Array.from({ length: CODE_SIZE / MiB2 }, (_, n) => {
      const made = table();
      for (let index = 0; index < 512; index++) {
        put(made, index, entry(codePages[n * 512 + index] * PAGE, bits));
      }
      return made;
    });
  const supervisorCode = codeTables(leaf);
  const userCode = codeTables(leaf | Bit.U);
  const handler = table();
  put(handler, indexAt(BigInt(TRAMPOLINE_OFFSET), 0), entry(TRAMPOLINE, leaf));

  const spaces = Array.from({ length: SPACES }, (_, number): Space => {
    const space = { root: table(), regions: table(), pages: table() };
    for (const [base, tables, bits] of [
      [SUPERVISOR_CODE, supervisorCode, leaf],
      [USER_CODE, userCode, leaf | Bit.U],
    ] as const) {
      const level1 = table();
      put(space.root, indexAt(base, 2), entry(level1, Bit.V));
      tables.forEach((level0, n) => {
        const whole = number % 2 === 1 && n * MiB2 < SHUFFLED;
        put(level1, n, whole ? entry(CODE + n * MiB2, bits) : entry(level0, Bit.V));
      });
      if (base === SUPERVISOR_CODE) put(level1, Math.floor(TRAMPOLINE_OFFSET / MiB2), entry(handler, Bit.V));
    }
    put(space.root, indexAt(WINDOW, 2), entry(space.regions, Bit.V));
    put(space.regions, 0, entry(space.pages, Bit.V));
    // The first page of the window is always open to user and (with SUM, or as page 1) to supervisor mode.
    put(space.pages, 0, entry(DATA, leaf | Bit.U));
    put(space.pages, 1, entry(DATA, leaf));
    return space;
  });
  return { spaces, contents };
}

/** Entries of the windows, changed at random. */
export function randomPatches(random: Random, space: Space): Patch[] {
  const patches: Patch[] = [];
  for (let count = random.below(8); count > 0; count--) {
    const page = 2 + random.below(WINDOW_PAGES - 2);
    patches.push({ address: space.pages + 8 * page, value: randomEntry(random, 0, page >= MEMORY_PAGES) });
  }
  if (random.once(3)) {
    const index = 1 + random.below(WINDOW_REGIONS - 1);
    patches.push({
      address: space.regions + 8 * index,
      value: random.once(4) ? pointer(random, space.pages) : randomEntry(random, 1),
    });
  }
  if (random.once(4)) {
    const index = indexAt(GIGABYTES, 2) + random.below(2);
    patches.push({ address: space.root + 8 * index, value: randomEntry(random, 2) });
  }
  return patches;
}

/** A pointer to a next level; at times a bad one. */
function pointer(random: Random, table: number): bigint {
  switch (random.below(4)) {
    case 0: // A, D or U in a pointer is reserved
      return entry(table, Bit.V | random.pick([Bit.A, Bit.D, Bit.U]));
    case 1:
      return entry(table, Bit.V | Bit.G);
    default:
      return entry(table, Bit.V);
  }
}

function randomEntry(random: Random, level: number, nowhere = false): bigint {
  // Mostly a leaf with sensible rights; each bit is wrong now and then.
  let bits = random.pick([
    Bit.R | Bit.W | Bit.X,
    Bit.R | Bit.W,
    Bit.R | Bit.W,
    Bit.R,
    Bit.R | Bit.X,
    Bit.X,
    Bit.W,
    Bit.W | Bit.X,
    0,
  ]);
  // No table lies in the data: stores would change it, and translations may be older than the last sfence.vma.
  const isPointer = level > 0 && bits === 0;
  if (!random.once(8) && !isPointer) bits |= Bit.V;
  if (random.once(2)) bits |= Bit.U;
  if (random.once(2)) bits |= Bit.A;
  if (random.once(2)) bits |= Bit.D;
  if (random.once(4)) bits |= Bit.G;
  bits |= random.below(4) << 8;
  const size = PAGE * 512 ** level;
  let physical = Math.floor((DATA + random.below(DATA_SIZE / PAGE + 1) * PAGE) / size) * size;
  if (level > 0 && random.once(5)) physical += PAGE;
  if (nowhere) {
    // Deviation "partial-store".
    bits &= ~Bit.W;
    physical = NOTHING;
  }
  let value = entry(physical, bits);
  if (random.once(16)) value |= 1n << BigInt(54 + random.below(10));
  return value;
}
