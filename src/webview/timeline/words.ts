import { grouped } from '../../base/grouped';
import type { MarkBody, SpanBody } from '../../protocol/requests';

/** An instant at a tick of an axis whose ticks are so many steps apart: `12 M` where they are millions. */
export function tick(at: number, apart: number): string {
  if (at > 0 && apart >= 1e6) return `${grouped(at / 1e6)}\u00a0M`;
  if (at > 0 && apart >= 1e3) return `${grouped(at / 1e3)}\u00a0k`;
  return grouped(at);
}

/** Processes that are no longer told apart have this pid together. */
export const OTHERS = 0;

/** Names of processes by pid. */
export type Names = ReadonlyMap<number, string>;

export function whose(pid: number | null, names: Names): string {
  if (pid === null) return 'no process';
  const name = names.get(pid);
  if (pid === OTHERS) return name ?? 'other processes';
  return name === undefined ? `process ${pid}` : `${name} (${pid})`;
}

/** What a stretch of time is, on hovering: a headline, and the rest. */
export function spanInWords({ cpu, pid, mode, from, to, steps, count }: SpanBody, names: Names): string[] {
  const length = to - from;
  const share = steps === length ? '' : `, ${Math.max(1, Math.round((100 * steps) / length))}% of the time`;
  return [
    `${whose(pid, names)} in ${mode} mode`,
    `${steps === 1 ? '1 step' : `${grouped(steps)} steps`}${count > 1 ? ` in ${grouped(count)} stretches` : ''}${share}`,
    `CPU ${cpu}, instants ${grouped(from)} to ${grouped(to)}`,
  ];
}

/** What happened, on hovering: a headline, and the rest. */
export function markInWords(
  { at, cpu, pid, count = 1, title }: Pick<MarkBody, 'at' | 'cpu' | 'pid' | 'title'> & { count?: number },
  names: Names,
): string[] {
  return [
    title,
    ...(count > 1 ? [`and ${grouped(count - 1)} more of this kind here`] : []),
    `instant ${grouped(at)}, ${whose(pid, names)}, CPU ${cpu}`,
  ];
}
