import { coarsened } from './coarse';
import type { Mark, MergedSpan, Summary } from './summary';
import { powerOfTwo, type History } from './history';

export interface Overview {
  /** Steps of the cells in which things are merged: a power of two, what was asked for or more. */
  readonly resolution: number;
  /** By their beginning. */
  readonly spans: readonly MergedSpan[];
  readonly marks: readonly Mark[];
}

/**
 * The run between two instants as far as it can be seen. What it costs depends on what there is to be seen, not on the run.
 * @param resolution in steps: what is less than this apart may be merged; 1: nothing is
 * @param limit of spans and of marks; made to fit by a coarser resolution, and by telling fewer processes apart
 */
export function overview(
  history: History,
  { from, to, resolution, limit }: { from: number; to: number; resolution: number; limit: number },
): Overview {
  const most = Math.max(1, limit);
  const length = Math.max(1, to - from);
  // Each event is a mark, and there are several kinds of them in most cells.
  const isTooMuch = history.numberAt(to + 1) - history.numberAt(from) > most;
  const least = isTooMuch ? (4 * length) / most : 1;
  const fits = ({ spans, marks }: Summary): boolean => Math.max(spans.length, marks.length) <= most;
  const all = history.summary(from, to, powerOfTwo(Math.max(resolution, least)));
  const found = coarsened(all, most, length, fits);
  // A limit may be too small for one thing of each kind.
  const spans = [...found.spans].sort((a, b) => a.from - b.from).slice(0, most);
  return { resolution: found.resolution, spans: spans.map(counted), marks: found.marks.slice(0, most) };
}

/** One that goes on in the next span counts there; alone it is one. */
const counted = (span: MergedSpan): MergedSpan => ({ ...span, count: Math.max(1, span.count) });
