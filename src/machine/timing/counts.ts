/** What a CPU counts where time is modelled, in this order. */
export const countNames = [
  'stalls',
  'loads',
  'stores',
  'dataMisses',
  'instructionMisses',
  'secondAccesses',
  'secondMisses',
  'dataWalks',
  'instructionWalks',
  'deviceAccesses',
  'branches',
  'mispredictions',
  'traps',
  'transientStretches',
  'transientInstructions',
  'transientLoads',
] as const;
export type CountName = (typeof countNames)[number];

/** The place of each count. */
export const Count = Object.fromEntries(countNames.map((name, index) => [name, index])) as {
  readonly [name in CountName]: number;
};

/**
 * Since reset. `stalls`: cycles beyond those of the instructions retired. Loads and stores are those of memory that are done: atomic ones
 * count as stores, `lr` as a load, and what lies in two lines counts twice. Misses are of the first caches, and of the second one, which is asked for them. Walks
 * are of translations that were not at hand. What runs transiently is in the last three alone.
 */
export type Counts = { readonly [name in CountName]: number };
