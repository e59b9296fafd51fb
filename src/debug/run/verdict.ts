import type { Hart, Trap, TrapReturn, WatchedAccess } from '../../machine/types';
import type { Trigger } from '../breakpoints/trigger';
import type { Stop } from './stop';

/** A line that a logpoint writes. */
export interface LogLine {
  readonly line: string;
  readonly breakpoint: Trigger;
  /** To be said once, not at each instant. */
  readonly isOnce?: boolean;
}

/** What follows from something that happened. Nothing has been done about it yet. */
export interface Verdict {
  /** Absent: the run goes on. */
  readonly stop?: Stop | undefined;
  /** Breakpoints that were hit; each counts one hit more when the verdict is taken. */
  readonly hit: readonly Trigger[];
  readonly lines: readonly LogLine[];
}

/** Decides on the user's behalf whether what just happened is a reason to stop. Asking changes nothing; undefined: of no interest. */
export interface Judge {
  /** Addresses of instructions before which `atAddress` wants to be asked. */
  addresses(): Iterable<bigint>;
  atAddress(hart: Hart): Verdict | undefined;
  atTrap(hart: Hart, trap: Trap): Verdict | undefined;
  atReturn(hart: Hart, trapReturn: TrapReturn): Verdict | undefined;
  atAccess(hart: Hart, access: WatchedAccess): Verdict | undefined;
}
