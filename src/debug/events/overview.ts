import type { Mode } from '../system';
import type { EventKind } from './event';
import type { History } from './history';

/** Stretches in which one process was in one mode on one CPU, with what lies so close together that nobody can tell it apart. */
export interface MergedSpan {
  readonly cpu: number;
  readonly pid: number | null;
  readonly mode: Mode;
  readonly from: number;
  to: number;
  /** Of its steps, how many were really spent so; all of them where nothing was merged. */
  steps: number;
  /** How many stretches it stands for. */
  count: number;
}

/** Events of one kind so close together that nobody can tell them apart. */
export interface Mark {
  readonly at: number;
  readonly cpu: number;
  readonly pid: number | null;
  readonly kind: EventKind;
  /** Of the first. */
  readonly detail: string;
  count: number;
}

export interface Overview {
  /** Steps below which things are merged: what was asked for, or more where the limit demands it. */
  readonly resolution: number;
  readonly spans: readonly MergedSpan[];
  readonly marks: readonly Mark[];
}

/**
 * The run between two instants as far as it can be seen.
 * @param resolution in steps: what is less than this apart is merged; 1: nothing is
 * @param limit of spans and of marks; made to fit by a coarser resolution
 */
export function overview(
  history: History,
  { from, to, resolution, limit }: { from: number; to: number; resolution: number; limit: number },
): Overview {
  for (let coarser = Math.max(1, resolution); ; coarser *= 4) {
    const found = attempt(history, from, to, coarser, limit);
    if (found) return found;
  }
}

/** undefined: there is more than the limit. */
function attempt(
  history: History,
  from: number,
  to: number,
  resolution: number,
  limit: number,
): Overview | undefined {
  const spans = new Merger<MergedSpan>();
  for (const { cpu, pid, mode, since, until } of history.spans(from, to)) {
    const [start, end] = [Math.max(since, from), Math.min(until, to)];
    if (end <= start) continue;
    const last = spans.last(`${cpu} ${pid} ${mode}`);
    if (last && resolution > 1 && start - last.to < resolution) {
      last.to = end;
      last.steps += end - start;
      last.count++;
    } else
      spans.add(`${cpu} ${pid} ${mode}`, {
        cpu,
        pid,
        mode,
        from: start,
        to: end,
        steps: end - start,
        count: 1,
      });
    if (spans.all.length > limit && resolution < to - from) return undefined;
  }
  const marks = new Merger<Mark>();
  for (const { at, cpu, pid, kind, detail } of history.between(from, to)) {
    const last = marks.last(`${cpu} ${pid} ${kind}`);
    if (last && at - last.at < resolution && resolution > 1) last.count++;
    else marks.add(`${cpu} ${pid} ${kind}`, { at, cpu, pid, kind, detail, count: 1 });
    if (marks.all.length > limit && resolution < to - from) return undefined;
  }
  return { resolution, spans: spans.all, marks: marks.all };
}

/** Things in the order of their beginning, and the last of each sort. */
class Merger<T> {
  readonly all: T[] = [];
  private readonly latest = new Map<string, T>();

  last(sort: string): T | undefined {
    return this.latest.get(sort);
  }

  add(sort: string, one: T): void {
    this.all.push(one);
    this.latest.set(sort, one);
  }
}
