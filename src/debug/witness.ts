import type { Stretch } from '../machine/timing/stretch';
import type { Trap, TrapReturn, WatchedAccess } from '../machine/types';

/** Looks on during one run alone. */
export interface Guest extends Witness {
  /** Has the machine watch what it wants to be told of, in place of what data breakpoints want. */
  arm?(): void;
}

/**
 * Looks on while the machine runs, before anybody judges what it sees; it changes nothing. What it knows is saved and put back
 * together with the machine, so that going back in time takes it along.
 */
export interface Witness {
  /** Addresses of instructions before which `reached` wants to be called. */
  readonly addresses?: Iterable<bigint>;
  /** Set by the runner, for whoever has it: to be called when `addresses` are others than before. */
  addressesChanged?: (() => void) | undefined;
  trap?(trap: Trap): void;
  trapReturn?(trapReturn: TrapReturn): void;
  /** The same for returns to user mode alone: what only knows this lets a kernel take its other traps at full speed. */
  returnToUser?(trapReturn: TrapReturn): void;
  /** One of `addresses`, or any other breakpoint, is next on this CPU; called once each time it is met. */
  reached?(cpu: number): void;
  /** A CPU has thrown instructions away. */
  transient?(stretch: Stretch): void;
  /** The guest sent a byte to its console. */
  consoleByte?(byte: number): void;
  /** Something that the machine was asked to watch was accessed. */
  access?(access: WatchedAccess): void;
  /** All that it knows of the run so far: a value that never changes. */
  save(): unknown;
  /** @param state what `save` of this witness gave at the instant at which the machine is now */
  restore(state: unknown): void;
  /** What it knows of later instants (the machine was taken back) is of another history from now on. */
  forgetAhead?(): void;
  /** All that it knows of this history, of later instants too, where `save` does not have it: a value that never changes. */
  saveHistory?(): unknown;
  /** Another history is looked at from now on. @param known what `saveHistory` gave when that was left */
  restoreHistory?(known: unknown): void;
}
