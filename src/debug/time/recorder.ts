import type { Runner } from '../run/runner';
import { Checkpoints } from './checkpoints';

/** Milliseconds that a slice of the pace takes, and those of running on between two checkpoints. */
const SLICE = 5;
const BETWEEN = 10;
/** Part of the host's time that checkpoints may take. */
const SHARE = 0.05;
/** What one costs: by itself, and for each page that was written and each that there is, in milliseconds. */
const COST = 0.05;
const COST_OF_WRITTEN = 0.003;
const COST_OF_PAGE = 0.0002;
const LEAST = 2_000;

/**
 * Makes checkpoints while the machine runs, so that every instant of its run can be had again. How far they lie apart adapts to the
 * speed of the machine and to what it writes.
 */
export class Recorder {
  checkpoints: Checkpoints;
  /** The instant up to which there is a record: beyond it the machine runs for the first time. */
  private last = 0;
  /** Where somebody may go back from, besides the end. */
  focus = 0;
  /** The instant of the checkpoint that was made last. */
  private made = 0;
  private cost = 0;

  /** @param budget bytes for checkpoints */
  constructor(
    private readonly runner: Runner,
    budget: number,
  ) {
    this.checkpoints = new Checkpoints(budget);
  }

  /** The machine is at its reset. */
  begin(): void {
    this.runner.recorder = this;
    this.take();
  }

  get end(): number {
    return Math.max(this.last, this.runner.machine.instant);
  }

  /** Whether an instant lies where the machine has been: what happened up to there has been told. */
  isKnown(instant: number): boolean {
    return instant <= this.last;
  }

  /** Goes on with another history: with its checkpoints, and to its end. */
  follow(checkpoints: Checkpoints, end: number): void {
    this.checkpoints = checkpoints;
    this.last = end;
    this.runner.recorder = this;
  }

  /** The machine was changed from outside: no run leads from before to what it is now. */
  pin(): void {
    this.checkpoints.add(this.runner.save(), true);
    this.runner.recorder = this;
  }

  /** The instant is about to be left, perhaps backward. */
  leave(): void {
    this.last = this.end;
  }

  /** The instant, behind another one, at which the next checkpoint is due. */
  dueAfter(instant: number): number {
    return Math.min(this.regularAfter(instant), this.checkpoints.pinnedAfter(instant));
  }

  private regularAfter(instant: number): number {
    const before = this.checkpoints.before(instant)?.machine.instant ?? 0;
    // The newest may have been too close to others to be kept.
    const made = this.made <= instant ? this.made : 0;
    const due = Math.max(instant + 1, Math.max(before, made) + this.spacing);
    // Where they lie close enough already, none is needed.
    const next = this.checkpoints.after(instant);
    return next - due < this.spacing / 2 ? Math.max(due, next + this.spacing) : due;
  }

  /** Keeps what is now, before anybody has judged it; or makes the change that was made at this instant. */
  take(isWhole = true): void {
    const made = this.checkpoints.pinnedAt(this.runner.machine.instant);
    if (made) return this.runner.restore(made);
    if (!isWhole) return;
    const saved = this.runner.save();
    this.made = saved.machine.instant;
    const before = this.checkpoints.before(saved.machine.instant)?.machine.pages;
    let written = 0;
    for (const [page, contents] of saved.machine.pages) if (before?.get(page) !== contents) written++;
    const cost = COST + written * COST_OF_WRITTEN + saved.machine.pages.size * COST_OF_PAGE;
    this.cost = this.cost === 0 ? cost : (3 * this.cost + cost) / 4;
    this.checkpoints.add(saved);
    this.checkpoints.thin([this.end, this.focus]);
  }

  /** Keeps what is now, unless there is something in the steps before. */
  takeNear(steps: number): void {
    const { instant } = this.runner.machine;
    const before = this.checkpoints.before(instant)?.machine.instant ?? 0;
    if (instant - before >= steps) this.take();
  }

  private get spacing(): number {
    const speed = this.runner.sliceLength / SLICE;
    return Math.max(LEAST, Math.round(speed * Math.max(BETWEEN, this.cost / SHARE)));
  }
}
