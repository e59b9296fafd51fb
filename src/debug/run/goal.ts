import type { Hart, Trap, TrapReturn } from '../../machine/types';
import type { Guest } from '../witness';
import type { Stop } from './stop';
import type { LogLine } from './verdict';

/** What a stretch of a run is meant to reach. */
export interface Goal {
  /** Stop before an instruction at one of these, if `atAddress` agrees. */
  readonly addresses?: readonly bigint[];
  readonly atAddress?: (hart: Hart) => boolean;
  readonly atTrap?: (trap: Trap) => boolean;
  readonly atReturn?: (trapReturn: TrapReturn) => boolean;
  /** Asked after each trap and return: whether the goal can never be reached any more. */
  readonly isLost?: () => boolean;
  /** Run so many steps at most. */
  readonly steps?: number;
  /** Run to this instant at most. */
  readonly until?: number;
  /** Whether a reason to stop, at an instant, ends the run; absent: each does. */
  readonly endsAt?: (stop: Stop, at: number) => boolean;
  /** Nobody judges: the run passes whatever lies on its way, and counts no hits. */
  readonly isBlind?: boolean;
  /** Hits that matter are not counted: what the machine comes to is not kept. */
  readonly isPartial?: boolean;
  /** Takes the lines of logpoints; absent: who takes them always. */
  readonly log?: (line: LogLine, at: number) => void;
  /** Told of each trap, return and access with its instant, after the witnesses. */
  readonly atAccess?: (at: number) => void;
  /** Looks on during this run alone, after all others. */
  readonly guest?: Guest;
}
