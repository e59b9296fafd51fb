import type { MarkBody, SpanBody } from '../../protocol/requests';

/** 1204331 as `1 204 331`, with spaces that do not break. */
export const grouped = (count: number): string =>
  String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, '\u00a0');

/** What a stretch of time is, on hovering. */
export function spanInWords({ cpu, pid, mode, from, to, steps, count }: SpanBody): string {
  const whose = pid === null ? 'no process' : `process ${pid}`;
  const what =
    count === 1
      ? `${grouped(steps)} steps in ${mode} mode`
      : `${count} times in ${mode} mode, ${grouped(steps)} steps in all`;
  return `${what}: ${whose} on CPU ${cpu}, instants ${grouped(from)} to ${grouped(to)}`;
}

/** What happened, on hovering and aloud. */
export function markInWords({ at, cpu, pid, kind, count, detail }: MarkBody): string {
  const whose = pid === null ? 'no process' : `process ${pid}`;
  const more = count > 1 ? ` and ${count - 1} more of this kind` : '';
  return `${kind}: ${detail}${more}; instant ${grouped(at)}, ${whose}, CPU ${cpu}`;
}

/** Marks differ by shape and letter, not by colour alone. */
export const marksOf: Readonly<Record<string, string>> = {
  boot: '◇',
  load: '+',
  trap: '↓',
  exception: '!',
  interrupt: '⚡',
  return: '↑',
  state: '○',
  switch: '⇄',
  exit: '■',
  killed: '✕',
  panic: '✖',
  console: '▤',
  halt: '⏹',
};
