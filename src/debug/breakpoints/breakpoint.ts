import { compile, type Expression } from '../expressions/evaluate';
import type { Image } from '../symbols/image';
import { readHitCondition, type HitCondition } from './hit-condition';
import { readLogMessage, type LogMessage } from './log-message';

/** What a breakpoint wants besides its place; texts as the user wrote them. */
export interface BreakpointTerms {
  readonly condition?: string | undefined;
  readonly hitCondition?: string | undefined;
  readonly logMessage?: string | undefined;
}

/** A place in one program: the same address in another program is another place. */
export interface Place {
  readonly address: bigint;
  /** undefined: whatever program is there. */
  readonly image: Image | undefined;
}

/** Where a breakpoint was wanted, and where it ended up. */
export interface Target {
  readonly places: readonly Place[];
  /** The line that it is on in fact, and its file as the debug information names it. */
  readonly line?: number;
  readonly file?: string;
  /** Why it cannot hit (then there are no places), or a remark. */
  readonly message?: string;
}

/** Something that stops the machine, or writes a line, before an instruction. */
export class Breakpoint {
  private readonly condition: Expression | undefined;
  private readonly hitCondition: HitCondition | undefined;
  readonly log: LogMessage | undefined;
  /** How often it was reached with its condition holding. */
  hits = 0;

  /** @throws UserError when one of the terms cannot be understood. */
  constructor(
    readonly id: number,
    readonly target: Target,
    readonly terms: BreakpointTerms = {},
  ) {
    this.condition = isGiven(terms.condition) ? compile(terms.condition) : undefined;
    this.hitCondition = isGiven(terms.hitCondition) ? readHitCondition(terms.hitCondition) : undefined;
    this.log = isGiven(terms.logMessage) ? readLogMessage(terms.logMessage) : undefined;
  }

  get conditionExpression(): Expression | undefined {
    return this.condition;
  }

  /** Counts a hit; whether it is one of those that were asked for. */
  countHit(): boolean {
    this.hits++;
    return this.hitCondition?.(this.hits) ?? true;
  }
}

const isGiven = (text: string | undefined): text is string => text !== undefined && text.trim() !== '';
