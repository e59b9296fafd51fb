import { UserError } from '../../base/errors';
import { compile, type Expression } from '../expressions/evaluate';
import type { Mode } from '../system';
import { readHitCondition, type HitCondition } from './hit-condition';
import { readLogMessage, type LogMessage } from './log-message';

/** Whose doings a breakpoint is meant for. */
export const BREAKPOINT_MODES = ['any', 'user', 'kernel', 'process'] as const;

/** What a breakpoint wants besides its place; texts as the user wrote them. */
export interface BreakpointTerms {
  readonly condition?: string | undefined;
  readonly hitCondition?: string | undefined;
  readonly logMessage?: string | undefined;
  readonly mode?: string | undefined;
  /** For the mode `process`: which; the one that the user was looking at. */
  readonly pid?: number | undefined;
}

/** @throws UserError when there is no such mode */
export function checkMode(mode: string | undefined, modes: readonly string[] = BREAKPOINT_MODES): void {
  if (mode === undefined || modes.includes(mode)) return;
  throw new UserError(`there is no breakpoint mode "${mode}"; use one of ${modes.join(', ')}`);
}

/** The terms of any breakpoint, understood. Every breakpoint has its number for as long as the user keeps it. */
export class Trigger {
  readonly condition: Expression | undefined;
  private readonly hitCondition: HitCondition | undefined;
  readonly log: LogMessage | undefined;
  readonly mode: string;
  /** How often it was reached with its condition holding; whoever takes a verdict counts. */
  hits = 0;
  /** The instant from which on hits are counted; undefined: no machine knows of it yet. */
  since: number | undefined;

  /** @throws UserError when one of the terms cannot be understood. */
  constructor(
    readonly id: number,
    readonly terms: BreakpointTerms = {},
    modes: readonly string[] = BREAKPOINT_MODES,
  ) {
    this.condition = isGiven(terms.condition) ? compile(terms.condition) : undefined;
    this.hitCondition = isGiven(terms.hitCondition) ? readHitCondition(terms.hitCondition) : undefined;
    this.log = isGiven(terms.logMessage) ? readLogMessage(terms.logMessage) : undefined;
    this.mode = terms.mode ?? 'any';
    checkMode(this.mode, modes);
  }

  /** Whether it is meant for what happens in this mode, on behalf of this process (asked for only if it matters). */
  concerns(mode: Mode, pid: () => number): boolean {
    return concerns(this.mode, this.terms.pid, mode, pid);
  }

  /** Whether a hit at an instant has a number: it was set by then. */
  isNumberedAt(instant: number): boolean {
    return instant >= (this.since ?? 0);
  }

  /** Whether the number of a hit decides about it. */
  get isCounted(): boolean {
    return this.hitCondition !== undefined;
  }

  /** Whether the next hit is one of those that were asked for. */
  get countsNext(): boolean {
    return this.hitCondition?.(this.hits + 1) ?? true;
  }
}

/** See Trigger.concerns. Modes that are not about who acts concern everybody. */
export function concerns(
  wanted: string | undefined,
  wantedPid: number | undefined,
  mode: Mode,
  pid: () => number,
): boolean {
  switch (wanted) {
    case 'user':
      return mode === 'user';
    case 'kernel':
      return mode !== 'user';
    case 'process':
      return pid() === wantedPid;
    default:
      return true;
  }
}

const isGiven = (text: string | undefined): text is string => text !== undefined && text.trim() !== '';
