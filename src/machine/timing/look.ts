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
  /** Where a load or store of this CPU would find this physical address now. */
  levelOf(cpu: number, physical: number): Level;
  /** Whether its TLB has the page of this virtual address for loads and stores, or for instructions. */
  hasPage(cpu: number, address: bigint, kind: 'data' | 'instructions'): boolean;
}
