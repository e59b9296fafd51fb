import { UserError } from '../../base/errors';
import { Emitter } from '../../base/event';
import type { Arrival } from '../../machine/types';
import type { Outcome, Runner } from '../run/runner';
import type { Checkpoints } from './checkpoints';
import type { LogLines } from './log-lines';
import type { Recorder } from './recorder';
import type { Travel } from './travel';

/** A history of the machine: the recorded one, or what somebody made of it by changing its past. */
export interface Branch {
  /** From 1, which is the recorded one. */
  readonly id: number;
  /** The history that was changed, and the instant; undefined: it was recorded from the reset on. */
  readonly parent: number | undefined;
  readonly from: number;
  /** The end of its recording. */
  readonly end: number;
  readonly isCurrent: boolean;
}

/** What is kept of a history that is left. */
interface Left {
  readonly checkpoints: Checkpoints;
  readonly end: number;
  readonly log: readonly Arrival[];
  /** The instant at which it was left. */
  readonly at: number;
}

interface Known {
  readonly id: number;
  readonly parent: number | undefined;
  readonly from: number;
  left: Left | undefined;
}

/** Keeps the histories apart: whoever changes the machine in its past begins a new one, and can return to the old. */
export class Branches {
  /** A new history has begun. */
  readonly begun = new Emitter<Branch>();
  private readonly known: Known[] = [{ id: 1, parent: undefined, from: 0, left: undefined }];
  private current = this.known[0];

  constructor(
    private readonly runner: Runner,
    private readonly recorder: Recorder,
    private readonly travel: Travel,
    private readonly lines: LogLines,
  ) {}

  get all(): readonly Branch[] {
    return this.known.map((one) => this.told(one));
  }

  /** The machine was changed from outside. In its past that begins a new history. */
  changed(): void {
    this.leavePast();
    this.recorder.pin();
  }

  /** Something is about to reach the machine from outside, and will reach it again whenever it comes by here. */
  leavePast(): void {
    const { runner, recorder, current } = this;
    const { instant: at, input } = runner.machine;
    if (at >= recorder.end) return;
    const { checkpoints, end } = recorder;
    current.left = { checkpoints, end, log: [...input.log], at };
    const next: Known = { id: this.known.length + 1, parent: current.id, from: at, left: undefined };
    this.known.push(next);
    this.current = next;
    recorder.follow(checkpoints.upTo(at), at);
    this.forgetAhead(at);
    this.begun.emit(this.told(next));
  }

  /** @throws UserError when there is no such history */
  check(id: number): void {
    if (this.known.some((one) => one.id === id)) return;
    const ids = this.known.map((one) => one.id).join(', ');
    throw new UserError(`there is no branch ${id}; there ${this.known.length === 1 ? 'is' : 'are'} ${ids}`);
  }

  /** Goes to another history, to where it was left. */
  async goTo(id: number): Promise<Outcome> {
    const { runner, recorder, travel } = this;
    const wanted = this.known.find((one) => one.id === id)!;
    const { left } = wanted;
    if (!left) return { kind: 'reached', hart: runner.machine.current };
    recorder.leave();
    const common = this.commonWith(wanted);
    this.current.left = {
      checkpoints: recorder.checkpoints,
      end: recorder.end,
      log: [...runner.machine.input.log],
      at: travel.instant,
    };
    const there = await travel.goTo(common);
    if (there.kind !== 'reached') return there;
    this.current = wanted;
    wanted.left = undefined;
    runner.machine.input.replay(left.log);
    recorder.follow(left.checkpoints, common);
    this.forgetAhead(common);
    // What happened in it is seen once more: only so is it known again.
    const pinned = left.checkpoints.pinnedAt(common);
    if (pinned) runner.restore(pinned);
    const end = await runner.run({ until: left.end, isBlind: true });
    recorder.leave();
    if (end.kind !== 'reached' && end.kind !== 'ended') return end;
    return travel.goTo(left.at);
  }

  private forgetAhead(at: number): void {
    this.runner.forgetAhead();
    this.lines.forgetAfter(at);
  }

  /** The last instant that the present history has in common with another. */
  private commonWith(other: Known): number {
    const path = (one: Known | undefined): Known[] =>
      one ? [one, ...path(this.known.find(({ id }) => id === one.parent))] : [];
    const [mine, theirs] = [path(this.current), path(other)];
    const shared = mine.find((one) => theirs.includes(one))!;
    const leaves = (way: Known[]): number => way[way.indexOf(shared) - 1]?.from ?? Infinity;
    return Math.min(leaves(mine), leaves(theirs));
  }

  private told(one: Known): Branch {
    const { id, parent, from, left } = one;
    return { id, parent, from, end: left?.end ?? this.recorder.end, isCurrent: one === this.current };
  }
}
