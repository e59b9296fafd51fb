import { UserError } from '../../base/errors';
import { Emitter } from '../../base/event';
import type { Arrival } from '../../machine/types';
import type { Outcome } from '../run/outcome';
import type { Runner } from '../run/runner';
import type { Checkpoints } from './checkpoints';
import type { KnownLines, LogLines } from './log-lines';
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
  /** What the witnesses know of it, and what logpoints have written. */
  readonly known: readonly unknown[];
  readonly lines: KnownLines;
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
    const { instant: at } = runner.machine;
    if (at >= recorder.end) return;
    current.left = this.leaving();
    const next: Known = { id: this.known.length + 1, parent: current.id, from: at, left: undefined };
    this.known.push(next);
    this.current = next;
    recorder.follow(recorder.checkpoints.upTo(at), at);
    runner.forgetAhead();
    this.lines.forgetAfter(at);
    this.begun.emit(this.told(next));
  }

  /** @throws UserError when there is no such history */
  check(id: number): void {
    if (this.known.some((one) => one.id === id)) return;
    const ids = this.known.map((one) => one.id).join(', ');
    throw new UserError(`there is no branch ${id}; there ${this.known.length === 1 ? 'is' : 'are'} ${ids}`);
  }

  /** Goes to another history, to where it was left. Given up, it leaves everything as it was. */
  async goTo(id: number): Promise<Outcome> {
    const { runner, recorder, travel, current } = this;
    const wanted = this.known.find((one) => one.id === id)!;
    const { left } = wanted;
    if (!left) return { kind: 'reached', hart: runner.machine.current };
    recorder.leave();
    const mine = this.leaving();
    const home = runner.save();
    this.lookAt(left);
    // What the machine is now is of the other history.
    runner.restore(recorder.checkpoints.before(left.at)!);
    const there = await travel.goTo(left.at);
    if (travel.instant !== left.at) {
      this.lookAt(mine);
      runner.restore(home);
      return there;
    }
    current.left = mine;
    wanted.left = undefined;
    this.current = wanted;
    return { kind: 'reached', hart: runner.machine.current };
  }

  /** The history as it is left now. */
  private leaving(): Left {
    const { runner, recorder, lines } = this;
    const { instant: at, input } = runner.machine;
    const { checkpoints, end } = recorder;
    return { checkpoints, end, log: [...input.log], at, known: runner.saveHistory(), lines: lines.save() };
  }

  private lookAt({ checkpoints, end, log, known, lines }: Left): void {
    const { runner, recorder } = this;
    runner.machine.input.replay(log);
    runner.restoreHistory(known);
    this.lines.restore(lines);
    recorder.follow(checkpoints, end);
  }

  private told(one: Known): Branch {
    const { id, parent, from, left } = one;
    return { id, parent, from, end: left?.end ?? this.recorder.end, isCurrent: one === this.current };
  }
}
