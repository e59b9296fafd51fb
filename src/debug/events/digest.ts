import type { Mode } from '../system';
import { eventKinds, type EventKind } from './event';
import type { Span } from './occupancy';

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
  readonly at: number;
  readonly cpu: number;
  readonly pid: number | null;
  readonly kind: EventKind;
  /** Of the first: the mode before and after, and its words. */
  readonly before: Mode;
  readonly after: Mode;
  readonly detail: string;
  count: number;
}

/** Two parts look the same whose shares of time really spent differ by less. */
const SAME_SHARE = 1 / 8;

/**
 * A part of the run at a resolution. Time is divided into cells of that many steps; what is wholly in one cell is merged. Neighbours
 * that look the same are joined. A digest can be made from another one that is finer: nothing is left out on the way.
 */
export class Digest {
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
  span({ cpu, pid, mode, since, until }: Span, count = 1): void {
    // A short one over the edge of a cell would stand out between cells of many short ones.
    const edge = this.cell(until - 1) * this.resolution;
    const isCut = since < edge && until - since < this.resolution;
    if (isCut) this.add({ cpu, pid, mode, from: since, to: edge, steps: edge - since, count: 0 });
    const from = isCut ? edge : since;
    this.add({ cpu, pid, mode, from, to: until, steps: until - from, count });
  }

  /** One event. @param detail asked for only if it is to be seen */
  event(
    { at, cpu, pid, kind, before, after }: Omit<Mark, 'detail' | 'count'>,
    detail: () => string,
    count = 1,
  ): void {
    const sort = sortOf(cpu, pid, kindNumbers[kind]);
    const last = this.latestMark.get(sort);
    if (last && this.isOneCell(last.at, at)) {
      last.count += count;
      return;
    }
    const mark = { at, cpu, pid, kind, before, after, detail: detail(), count };
    this.latestMark.set(sort, mark);
    this.all.push(mark);
  }

  /** All of a finer digest, after what is in here already; without what is beyond two instants. */
  take(finer: Pick<Digest, 'spans' | 'marks'>, start = 0, end = Infinity): void {
    for (const span of finer.spans) {
      const [from, to] = [Math.max(start, span.from), Math.min(end, span.to)];
      if (to <= from) continue;
      // Where in it they were spent is not known.
      const steps = Math.round((span.steps * (to - from)) / (span.to - span.from));
      this.add({ ...span, from, to, steps });
    }
    for (const mark of finer.marks) {
      if (mark.at >= start && mark.at <= end) this.event(mark, () => mark.detail, mark.count);
    }
  }

  private add(next: MergedSpan): void {
    const sort = sortOf(next.cpu, next.pid, modeNumbers[next.mode]);
    const last = this.latestSpan.get(sort);
    if (last && (this.isOneCell(last.from, next.to - 1) || this.looksTheSame(last, next))) {
      last.to = next.to;
      last.steps += next.steps;
      last.count += next.count;
      return;
    }
    this.latestSpan.set(sort, next);
    this.merged.push(next);
  }

  /** Whether two neighbours look together as each looks by itself. One that goes on in the other does. */
  private looksTheSame(last: MergedSpan, next: MergedSpan): boolean {
    if (last.to === next.from && share(last) === 1 && share(next) === 1) return true;
    if (this.resolution === 1 || next.from - last.to >= this.resolution) return false;
    const together = (last.steps + next.steps) / (next.to - last.from);
    return [last, next].every((one) => Math.abs(together - share(one)) < SAME_SHARE);
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

const share = ({ from, to, steps }: MergedSpan): number => steps / (to - from);

/** The digest, made coarser until it has no more than so many spans and marks, or is of one cell. @param length of its time */
export function coarsened(digest: Digest, most: number, length: number): Digest {
  let result = digest;
  while (result.size > most && result.resolution < length) {
    const coarser = new Digest(result.resolution * 2);
    coarser.take(result);
    result = coarser;
  }
  return result;
}
