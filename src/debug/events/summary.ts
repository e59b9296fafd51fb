import type { Mode } from '../system';
import { eventKinds, type EventKind, type TimelineEvent } from './event';
import type { Occupant, Outline } from './occupancy';

/** Stands for processes that are no longer told apart. No process has it. */
export const OTHERS = 0;

/** Stretches in which one process was in one mode on one CPU, with what lies so close together that nobody can tell it apart. */
export interface MergedSpan {
  readonly cpu: number;
  readonly pid: number | null;
  readonly mode: Mode;
  readonly from: number;
  to: number;
  /** Of its steps, how many were really spent so; all of them where nothing was merged. */
  steps: number;
  /** How many stretches it stands for; one that goes on in the next span is counted there. */
  count: number;
}

/** Events of one kind so close together that nobody can tell them apart. */
export interface Mark {
  /** The first of them. */
  readonly event: TimelineEvent;
  /** The process of all of them. */
  readonly pid: number | null;
  count: number;
}

/** Who has a CPU, and in which mode. */
type Who = Omit<Occupant, 'since'>;

/** Two parts look the same whose shares of time really spent differ by less. */
const SAME_SHARE = 1 / 8;

/**
 * A part of the run at a resolution. Time is divided into cells of that many steps; what is wholly in one cell is merged. Neighbours
 * that look the same are joined. A summary can be made from another one that is finer: nothing is left out on the way.
 */
export class Summary {
  private readonly merged: MergedSpan[] = [];
  private readonly all: Mark[] = [];
  private readonly latestSpan = new Map<number, MergedSpan>();
  private readonly latestMark = new Map<number, Mark>();

  /** @param resolution steps of a cell, a power of two, so that coarser cells consist of finer ones; 1: nothing is merged */
  constructor(readonly resolution: number) {}

  /** Spans and marks together. */
  get size(): number {
    return this.merged.length + this.all.length;
  }

  get spans(): readonly MergedSpan[] {
    return this.merged;
  }

  get marks(): readonly Mark[] {
    return this.all;
  }

  /** A stretch that was not merged. Those of one CPU come in order. */
  span(who: Who, since: number, until: number, count = 1): void {
    // A short one over the edge of a cell would stand out between cells of many short ones.
    const edge = this.cell(until - 1) * this.resolution;
    const isCut = since < edge && until - since < this.resolution;
    if (isCut) this.add(who, since, edge, edge - since, 0);
    const from = isCut ? edge : since;
    this.add(who, from, until, until - from, count);
  }

  /** Counts an event with the one that it cannot be told apart from. False when there is none: it needs a mark of its own. */
  merges({ at, cpu, kind }: Omit<Outline, 'pid'>, pid: number | null, count = 1): boolean {
    const last = this.latestMark.get(sortOf(cpu, pid, kindNumbers[kind]));
    if (!last || !this.isOneCell(last.event.at, at)) return false;
    last.count += count;
    return true;
  }

  /** An event that is not merged. */
  mark(mark: Mark): void {
    const { cpu, kind } = mark.event;
    this.latestMark.set(sortOf(cpu, mark.pid, kindNumbers[kind]), mark);
    this.all.push(mark);
  }

  /**
   * All of a finer summary, after what is in here already; without what is beyond two instants.
   * @param named which processes are told apart; absent: all
   */
  take(
    finer: Pick<Summary, 'spans' | 'marks'>,
    start = 0,
    end = Infinity,
    named?: ReadonlySet<number | null>,
  ): void {
    const of = (pid: number | null): number | null => (!named || named.has(pid) ? pid : OTHERS);
    for (const span of finer.spans) {
      const [from, to] = [Math.max(start, span.from), Math.min(end, span.to)];
      if (to <= from) continue;
      // Where in it they were spent is not known.
      const steps = Math.round((span.steps * (to - from)) / (span.to - span.from));
      const { cpu, mode } = span;
      this.add({ cpu, mode, pid: of(span.pid) }, from, to, steps, span.count);
    }
    for (const { event, pid, count } of finer.marks) {
      const { at } = event;
      if (at < start || at > end || this.merges(event, of(pid), count)) continue;
      this.mark({ event, pid: of(pid), count });
    }
  }

  /** Nothing will be added any more. */
  seal(): this {
    this.latestSpan.clear();
    this.latestMark.clear();
    return this;
  }

  private add({ cpu, pid, mode }: Who, from: number, to: number, steps: number, count: number): void {
    const sort = sortOf(cpu, pid, modeNumbers[mode]);
    const last = this.latestSpan.get(sort);
    if (last && (this.isOneCell(last.from, to - 1) || this.looksTheSame(last, from, to, steps))) {
      last.to = to;
      last.steps += steps;
      last.count += count;
      return;
    }
    const next = { cpu, pid, mode, from, to, steps, count };
    this.latestSpan.set(sort, next);
    this.merged.push(next);
  }

  /** Whether two neighbours look together as each looks by itself. One that goes on in the other does. */
  private looksTheSame(last: MergedSpan, from: number, to: number, steps: number): boolean {
    const [before, share] = [last.steps / (last.to - last.from), steps / (to - from)];
    if (last.to === from && before === 1 && share === 1) return true;
    if (this.resolution === 1 || from - last.to >= this.resolution) return false;
    const together = (last.steps + steps) / (to - last.from);
    return Math.abs(together - before) < SAME_SHARE && Math.abs(together - share) < SAME_SHARE;
  }

  private isOneCell(first: number, last: number): boolean {
    return this.resolution > 1 && this.cell(first) === this.cell(last);
  }

  private cell(at: number): number {
    return Math.floor(at / this.resolution);
  }
}

const modeNumbers: Readonly<Record<Mode, number>> = { user: 0, kernel: 1, machine: 2 };
const kindNumbers = Object.fromEntries(Object.keys(eventKinds).map((kind, i) => [kind, i])) as Record<
  EventKind,
  number
>;

/** What is merged with what, as a number: there is one for every event. */
const sortOf = (cpu: number, pid: number | null, what: number): number =>
  ((pid ?? -1) + 1) * 65_536 + cpu * 256 + what;
