import { OTHERS, Summary } from './summary';

/** Spans and marks for each process that is told apart, at least: so many, and they are still something to look at. */
const FOR_EACH = 16;

/**
 * The summary, made coarser until it fits. First processes that had least of the machine are no longer told apart, where there
 * are too many for the room; then time is told in longer cells, up to one for all of it; then ever fewer processes are told apart.
 * @param room for how many spans and marks; more processes than fit into it are merged
 * @param length of its time
 */
export function coarsened(
  summary: Summary,
  room: number,
  length: number,
  fits = ({ size }: Summary): boolean => size <= room,
): Summary {
  if (fits(summary)) return summary;
  let apart = Math.max(1, Math.floor(room / FOR_EACH));
  let result = merged(summary, apart);
  while (!fits(result) && result.resolution < length) {
    const coarser = new Summary(result.resolution * 2);
    coarser.take(result);
    result = coarser;
  }
  while (!fits(result) && apart > 1) {
    apart = Math.floor(apart / 2);
    result = merged(result, apart);
  }
  return result;
}

/** Tells only so many processes apart: those that had most of the machine. */
function merged(summary: Summary, apart: number): Summary {
  const steps = new Map<number, number>();
  for (const { pid } of summary.marks) if (pid !== null) steps.set(pid, steps.get(pid) ?? 0);
  for (const { pid, steps: more } of summary.spans) {
    if (pid !== null) steps.set(pid, (steps.get(pid) ?? 0) + more);
  }
  steps.delete(OTHERS);
  if (steps.size <= apart) return summary;
  const most = [...steps].sort(([a, x], [b, y]) => y - x || a - b).slice(0, apart);
  const named = new Set<number | null>([null, ...most.map(([pid]) => pid)]);
  const result = new Summary(summary.resolution);
  result.take(summary, 0, Infinity, named);
  return result;
}
