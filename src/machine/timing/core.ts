/** Sets and ways of a memory that holds lines, or translations; the entry of a set that was used longest ago makes room (LRU). */
export interface Geometry {
  readonly sets: number;
  readonly ways: number;
}

/** Bytes that the caches move at once. */
export const LINE_SIZE = 64;
export const LINE_SHIFT = Math.log2(LINE_SIZE);

/** What there is beside a CPU and its memory, and what things take: cycles beyond the one of each instruction. */
export interface Core {
  /** Absent: memory is asked each time, and fetching instructions takes no time. */
  readonly caches?: {
    readonly instructions: Geometry;
    readonly data: Geometry;
    /** Of all CPUs together. */
    readonly second: Geometry;
    /** Counters of the branch predictor, of two bits each: a power of two. */
    readonly branchCounters: number;
  };
  /** Of instructions and of data, each. */
  readonly translations: Geometry;
  readonly prices: {
    /** What the second cache holds and the first does not. */
    readonly second: number;
    /** What no cache holds, and what a device is asked. */
    readonly memory: number;
    /** A translation that is not at hand: walking the page table. */
    readonly walk: number;
    /** Taking a trap: what was begun is thrown away. */
    readonly trap: number;
    /** A branch that goes the way that was not foreseen. */
    readonly misprediction: number;
  };
}

/** By the word that chooses one. */
export const cores = {
  simple: {
    translations: { sets: 1, ways: 32 },
    prices: { second: 0, memory: 10, walk: 30, trap: 20, misprediction: 0 },
  },
  /** Sizes are those of a Rocket core as its generator makes it by default, beside SiFive's inclusive L2 cache; prices are round. */
  caches: {
    caches: {
      instructions: { sets: 64, ways: 4 },
      data: { sets: 64, ways: 4 },
      second: { sets: 1024, ways: 8 },
      branchCounters: 512,
    },
    translations: { sets: 1, ways: 32 },
    prices: { second: 10, memory: 40, walk: 20, trap: 5, misprediction: 3 },
  },
} as const satisfies Record<string, Core>;

export type CostModelName = 'none' | keyof typeof cores;
