import type { Accounting } from '../../debug/events/accounting';
import type { TimelineEvent } from '../../debug/events/event';
import type { EventWords } from '../../debug/events/words';
import type { Outcome } from '../../debug/inspect/outcome';
import type { Booted } from '../../debug/launch/boot';
import type { LaunchHost } from '../../debug/launch/host';
import type { System } from '../../debug/system';
import type { SystemCalls } from '../../debug/traps/system-calls';
import type { Witness } from '../../debug/witness';

/** A run that is watched. */
export interface Scene {
  readonly system: System;
  readonly booted: Booted;
  readonly calls: SystemCalls | undefined;
  readonly words: EventWords;
  readonly host: LaunchHost;
  /** A path of the lab or of the workspace, as the host has it. */
  readonly pathOf: (name: string) => string;
  /** Answers that the student gave, by question; undefined: there is no answers.txt. */
  readonly answers: ReadonlyMap<string, string> | undefined;
  /** A witness has other addresses now. */
  readonly rearm: () => void;
}

/** A run that is over. */
export interface RunEnded {
  readonly outcome: Outcome;
  /** The instant at which it ended. */
  readonly at: number;
  /** All that the console showed. */
  readonly output: string;
  readonly accounting: Accounting;
  readonly nameOf: (pid: number) => string | undefined;
}

/** What came of a check. */
export interface Verdict {
  readonly passed: boolean;
  /** In words: what must be, and what was. */
  readonly expected: string;
  readonly actual: string;
  /** The instant at which it went wrong. */
  readonly at?: number;
}

/** Looks at one run on behalf of one check. */
export interface Watch {
  /** Told of all events, in their order, the machine standing at each. */
  event?(event: TimelineEvent): void;
  readonly witness?: Witness;
  verdict(end: RunEnded): Verdict | Promise<Verdict>;
}

/** Witnesses of a run that is made once need not be put back. */
export const notSaved = { save: () => undefined, restore: () => undefined };

export const passed = (expected: string, actual: string): Verdict => ({ passed: true, expected, actual });
export const failed = (expected: string, actual: string, at?: number): Verdict => ({
  passed: false,
  expected,
  actual,
  ...(at === undefined ? {} : { at }),
});
