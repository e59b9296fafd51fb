import type { Hart } from '../../machine/types';
import type { Goal } from '../run/goal';
import type { Outcome } from '../run/outcome';
import type { Runner } from '../run/runner';
import type { Saved } from '../run/saved';
import type { HitCounts } from './hit-counts';
import type { Recorder } from './recorder';

/** What was looked for in the past, at the latest instant at which it was there. */
export interface Found<T> {
  readonly kind: 'found';
  readonly at: number;
  readonly what: T;
}

/** `none`: the recording has no such instant. `cancelled`: the user has had enough; the machine is anywhere. */
export type Search<T> = Found<T> | { readonly kind: 'none' } | { readonly kind: 'cancelled' };

/** A way of looking at a stretch of the past: it tells what it sees as the machine comes by. */
export interface Lookout<T> extends Pick<Goal, 'addresses' | 'guest'> {
  /** There is much to be seen: short stretches are looked at first. */
  readonly isDense?: boolean;
  /** A stretch begins: the machine was taken to its start. */
  readonly begin?: () => void;
  /** What a CPU that is about to execute one of `addresses` is. */
  readonly atAddress?: (hart: Hart) => T | undefined;
  readonly atTrap?: (trap: Parameters<NonNullable<Goal['atTrap']>>[0]) => T | undefined;
  readonly atReturn?: (trapReturn: Parameters<NonNullable<Goal['atReturn']>>[0]) => T | undefined;
  readonly atAccess?: () => T | undefined;
  /** Traps and accesses count for the instant before their step. */
  readonly isBeforeStep?: boolean;
  /** What the user would stop at. */
  readonly atStop?: (stop: Parameters<NonNullable<Goal['endsAt']>>[0]) => T | undefined;
  readonly log?: Goal['log'];
}

/** Looks on while a part of the run goes by once more. */
export interface Survey extends Required<Pick<Goal, 'guest' | 'atAccess'>> {
  /** The machine stands: at the beginning, now and then on the way, and wherever somebody had changed it. */
  readonly atRest: (at: number) => void;
}

/** The numbers of hits: whether anybody wants to know them, and whether a state that was saved has all that matter. */
export interface Counts {
  readonly matters: boolean;
  isKnownIn(saved: Saved): boolean;
}

/** @param index of the counts among the runner's witnesses */
export const countsOf = (hits: HitCounts, index: number): Counts => ({
  get matters() {
    return hits.matters;
  },
  isKnownIn: ({ machine, witnesses }) => hits.isKnownIn(witnesses[index], machine.instant),
});

/** Nothing is counted. */
export const UNCOUNTED: Counts = { matters: false, isKnownIn: () => true };

/**
 * Takes the machine to instants of its recording: from the checkpoint before, forward. What once came about comes about again;
 * nobody stops on the way.
 */
export class Travel {
  constructor(
    private readonly runner: Runner,
    private readonly recorder: Recorder,
    private readonly hits: Counts,
    /** Told how much of a search is done, between 0 and 1. */
    private readonly progress: (part: number) => void,
  ) {}

  get instant(): number {
    return this.runner.machine.instant;
  }

  /**
   * Goes to an instant; beyond the end of the recording the machine runs on to it, or to its end. One will come back to about there:
   * checkpoints are kept on the way that grow closer toward it, so that neither the next step back has to come from afar nor the one
   * after it.
   */
  async goTo(instant: number): Promise<Outcome> {
    const { runner, recorder } = this;
    recorder.leave();
    recorder.focus = instant;
    const near = recorder.checkpoints.before(instant, this.isUsable);
    const isAhead = instant < this.instant || (near && near.machine.instant > this.instant);
    if (isAhead && near) runner.restore(near);
    if (this.instant === instant && !runner.isPauseAsked)
      return { kind: 'reached', hart: runner.machine.current };
    for (const distance of RUNGS) {
      const rung = instant - distance;
      if (rung <= this.instant) continue;
      const came = await runner.run({ until: rung, ...this.quietly });
      if (came.kind !== 'reached') return came;
      recorder.takeNear(distance);
    }
    return runner.run({ until: instant, ...this.quietly });
  }

  /** Goes to an instant of the recording without letting anybody in, where that takes so many steps at most. @returns whether it is there */
  goNow(instant: number, most: number): boolean {
    const { runner, recorder } = this;
    const near = recorder.checkpoints.before(instant, this.isUsable);
    const isAhead = instant < this.instant || (near && near.machine.instant > this.instant);
    const start = isAhead && near ? near.machine.instant : this.instant;
    if (start > instant || instant - start > most) return false;
    if (isAhead && near) runner.restore(near);
    if (this.instant < instant) runner.runNow({ until: instant, ...this.quietly });
    return this.instant === instant;
  }

  /** Goes back to a state of which it is known that it was. */
  backTo(saved: Saved): void {
    this.runner.restore(saved);
  }

  /** The latest instant before another one at which a lookout sees something. Where the machine is afterwards is not said. */
  async latest<T>(before: number, lookout: Lookout<T>, earliest = 0): Promise<Search<T>> {
    const { runner, recorder } = this;
    recorder.leave();
    let until = before;
    let length = lookout.isDense ? DENSE : Infinity;
    while (until > earliest) {
      recorder.focus = until;
      const start = recorder.checkpoints.before(until - 1, this.isUsable);
      if (!start) break;
      runner.restore(start);
      const from = Math.max(start.machine.instant, until - length);
      length *= 8;
      if (from > this.instant && !(await this.runQuietly(from))) return { kind: 'cancelled' };
      lookout.begin?.();
      const seen: { found: Found<T> | undefined } = { found: undefined };
      const note = (what: T | undefined, at: number): false => {
        if (what !== undefined && at < before && at >= earliest) seen.found = { kind: 'found', at, what };
        return false;
      };
      const outcome = await runner.run(this.goalOf(lookout, until, note));
      if (isGivenUp(outcome)) return { kind: 'cancelled' };
      if (seen.found) return seen.found;
      until = from;
      this.progress(before === 0 ? 1 : (before - until) / before);
    }
    return { kind: 'none' };
  }

  /**
   * Runs from one instant to another once more, for somebody who looks on.
   * @returns false when it was given up
   */
  async survey(
    { from, to }: { readonly from: number; readonly to: number },
    { atRest, ...goal }: Survey,
    isEnough: () => boolean,
  ): Promise<boolean> {
    const { runner, recorder } = this;
    const there = await this.goTo(from);
    if (there.kind !== 'reached') return this.instant === from;
    const part = Math.max(PART, Math.ceil((to - from) / 100));
    atRest(from);
    while (this.instant < to && !isEnough()) {
      const until = Math.min(to, this.instant + part, recorder.checkpoints.pinnedAfter(this.instant));
      const came = await runner.run({ until, ...this.quietly, ...goal });
      if (isGivenUp(came)) return false;
      atRest(this.instant);
      if (came.kind === 'ended') break;
      this.progress((this.instant - from) / (to - from));
    }
    return true;
  }

  private async runQuietly(until: number): Promise<boolean> {
    return !isGivenUp(await this.runner.run({ until, ...this.quietly }));
  }

  private goalOf<T>(
    lookout: Lookout<T>,
    until: number,
    note: (what: T | undefined, at: number) => false,
  ): Goal {
    const { addresses, atAddress, atTrap, atReturn, atAccess, atStop, guest, log, isBeforeStep } = lookout;
    const judged: Goal = atStop
      ? { endsAt: (stop, at) => note(atStop(stop), at), log: log ?? SILENT }
      : this.quietly;
    return {
      ...judged,
      until,
      ...(addresses && atAddress
        ? { addresses, atAddress: (hart) => note(atAddress(hart), this.instant) }
        : {}),
      ...(atTrap ? { atTrap: (trap) => note(atTrap(trap), isBeforeStep ? trap.at - 1 : trap.at) } : {}),
      ...(atReturn ? { atReturn: (trapReturn) => note(atReturn(trapReturn), trapReturn.at) } : {}),
      ...(atAccess ? { atAccess: (at) => note(atAccess(), isBeforeStep ? at - 1 : at) } : {}),
      ...(guest ? { guest } : {}),
    };
  }

  /** Past whatever lies on the way. Hits are counted where their number matters. */
  private get quietly(): Goal {
    return this.hits.matters ? { endsAt: () => false, log: SILENT } : { isBlind: true };
  }

  private readonly isUsable = (saved: Saved): boolean => this.hits.isKnownIn(saved);
}

/** How far before an instant that one goes to checkpoints are kept, in steps. */
const RUNGS = [1 << 18, 1 << 15, 1 << 12, 1 << 9];

/** Steps between two reports of a survey at least. */
const PART = 1_000_000;

/** Steps of the first stretch that is looked at where there is much to be seen. */
const DENSE = 512;

const isGivenUp = (outcome: Outcome): boolean =>
  outcome.kind === 'cancelled' || (outcome.kind === 'stopped' && outcome.stop.why.kind === 'pause');

const SILENT = (): void => undefined;
