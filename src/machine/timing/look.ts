import type { Core } from './core';
import type { Counts } from './counts';

/** Where a line was, nearest first. */
export type Level = 'first' | 'second' | 'memory';

/** What things take, to be looked at: nothing changes by it. */
export interface TimingLook {
  readonly core: Core;
  /** Bytes of its state in a checkpoint. */
  readonly size: number;
  countsOf(cpu: number): Counts;
  /** Where this CPU would find a physical address now, for loads and stores if nothing else is said. */
  levelOf(cpu: number, physical: number, kind?: 'data' | 'instructions'): Level;
  /** Whether its TLB has the page of this virtual address for loads and stores, or for instructions. */
  hasPage(cpu: number, address: bigint, kind: 'data' | 'instructions'): boolean;
  /** Whether this CPU foresees that a branch at this address is taken. */
  foresees(cpu: number, pc: bigint): boolean;
  /** The lines in caches, each page that has any once: which of its lines are in the first cache of any CPU, and which in the second one alone. */
  cachedLines(): CachedPage[];
}

/** A page, and a bit for each of its lines, the first one lowest. */
export interface CachedPage {
  /** Physical address. */
  readonly start: number;
  readonly first: bigint;
  readonly second: bigint;
}
