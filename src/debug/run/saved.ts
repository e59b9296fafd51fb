import type { Checkpoint } from '../../machine/checkpoint';

/** A machine between two steps, with everything that is known of its run. Immutable. */
export interface Saved {
  readonly machine: Checkpoint;
  /** In the order of the runner's witnesses. */
  readonly witnesses: readonly unknown[];
  readonly met: readonly (readonly [string, bigint])[];
}

/** Who keeps checkpoints of the run. */
export interface CheckpointKeeper {
  /** The next instant behind this one at which it wants to make one. */
  dueAfter(instant: number): number;
  /** @param isWhole everything has been looked at on the way here: the state may be kept */
  take(isWhole: boolean): void;
}
