import type { MarkBody, SpanBody, TimelineBody } from '../../protocol/requests';
import { OTHERS } from './words';

/** A row of the timeline: a CPU with all that it does, a process wherever it runs, or both where each is alone; and what lies on it. */
export interface Lane {
  /** `cpu 0`, `pid 3` */
  readonly id: string;
  readonly label: string;
  /** As much of the label as is written beside it. */
  readonly name: string;
  readonly kind: 'cpu' | 'process' | 'both';
  readonly spans: SpanBody[];
  readonly marks: MarkBody[];
  /** Places in pixels from the top. */
  readonly top: number;
  readonly height: number;
  readonly user: Level;
  readonly kernel: Level;
  /** There is room for arrows, words and signs. */
  readonly isRoomy: boolean;
}

/** Where the bars of a mode are drawn. */
export interface Level {
  readonly y: number;
  readonly height: number;
}

/** More lanes than this are drawn small, those of the CPUs excepted. */
const MOST_ROOMY = 5;
const PADDING = 6;
const roomy = { bar: 14, gap: 17, below: 15 };
const small = { bar: 7, gap: 1, below: 0 };

/** The CPUs, then the processes in the order of their pids, from the top down. */
export function lanesOf({ spans = [], marks = [], names }: TimelineBody): Lane[] {
  const things = [...spans, ...marks];
  const cpus = ascending(things.map(({ cpu }) => cpu));
  const pids = ascending([
    ...names.map(({ pid }) => pid),
    ...things.flatMap(({ pid }) => (pid === null ? [] : [pid])),
  ]);
  const nameOf = new Map(names.map(({ pid, name }) => [pid, name]));
  const isRoomy = cpus.length + pids.length <= MOST_ROOMY;
  const lanes: Lane[] = [];
  let top = 0;
  const add = (kind: Lane['kind'], number: number, label: string, room: boolean, name = label): Lane => {
    const { bar, gap, below } = room ? roomy : small;
    const lane: Lane = {
      id: `${kind === 'process' ? 'pid' : 'cpu'} ${number}`,
      label,
      name,
      kind,
      spans: [],
      marks: [],
      top,
      height: PADDING + 2 * bar + gap + below,
      user: { y: top + PADDING, height: bar },
      kernel: { y: top + PADDING + bar + gap, height: bar },
      isRoomy: room,
    };
    lanes.push(lane);
    top += lane.height;
    return lane;
  };
  const labels = new Map(pids.map((pid) => [pid, labelOf(pid, nameOf.get(pid))]));
  if (cpus.length === 1 && pids.length === 1) {
    const [cpu, pid] = [cpus[0], pids[0]];
    const both = add('both', cpu, `CPU ${cpu}: ${labels.get(pid)}`, true, labels.get(pid));
    both.spans.push(...spans);
    both.marks.push(...marks);
    return lanes;
  }
  const byCpu = new Map(cpus.map((cpu) => [cpu, add('cpu', cpu, `CPU ${cpu}`, cpus.length <= MOST_ROOMY)]));
  const byPid = new Map(pids.map((pid) => [pid, add('process', pid, labels.get(pid)!, isRoomy)]));
  for (const span of spans) {
    byCpu.get(span.cpu)!.spans.push(span);
    if (span.pid !== null) byPid.get(span.pid)!.spans.push(span);
  }
  for (const mark of marks) {
    byCpu.get(mark.cpu)!.marks.push(mark);
    if (mark.pid !== null) byPid.get(mark.pid)!.marks.push(mark);
  }
  return lanes;
}

const labelOf = (pid: number, name = 'process'): string => (pid === OTHERS ? name : `${name} (${pid})`);

const ascending = (numbers: readonly number[]): number[] => [...new Set(numbers)].sort((a, b) => a - b);

/** User mode is drawn above kernel mode: a trap goes down, a return comes up. */
export const levelOf = (mode: SpanBody['mode']): 'user' | 'kernel' => (mode === 'user' ? 'user' : 'kernel');

/** Whether the CPU changes its level: an arrow is drawn from one to the other. */
export const isCrossing = ({ before, after }: Pick<MarkBody, 'before' | 'after'>): boolean =>
  levelOf(before) !== levelOf(after);

/** Crossings of a window that can all be given room. */
const MOST_STRETCHED = 40;

/** The instants of all crossings in a window, ascending; none if they are too many, or not known one by one. */
export function crossingsIn(lanes: readonly Lane[], { from, to }: { from: number; to: number }): number[] {
  const found = new Set<number>();
  for (const { kind, marks } of lanes) {
    if (kind === 'process') continue;
    for (const mark of marks) {
      if (mark.at < from || mark.at > to || !isCrossing(mark)) continue;
      if (mark.count > 1 || found.size === MOST_STRETCHED) return [];
      found.add(mark.at);
    }
  }
  return [...found].sort((a, b) => a - b);
}
