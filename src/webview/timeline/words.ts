import type { MarkBody, SpanBody, TimelineEventBody } from '../../protocol/requests';

/** 1204331 as `1 204 331`, with spaces that do not break. */
export const grouped = (count: number): string =>
  String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, '\u00a0');

/** An instant at a tick of an axis whose ticks are so many steps apart: `12 M` where they are millions. */
export function tick(at: number, apart: number): string {
  if (at > 0 && apart >= 1e6) return `${grouped(at / 1e6)}\u00a0M`;
  if (at > 0 && apart >= 1e3) return `${grouped(at / 1e3)}\u00a0k`;
  return grouped(at);
}

/** Names of processes by pid. */
export type Names = ReadonlyMap<number, string>;

export function whose(pid: number | null, names: Names): string {
  if (pid === null) return 'no process';
  const name = names.get(pid);
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
export function markInWords({ at, cpu, pid, kind, count, detail }: MarkBody, names: Names): string[] {
  return [
    headlineOf(kind, detail),
    ...(count > 1 ? [`and ${grouped(count - 1)} more of this kind here`] : []),
    `instant ${grouped(at)}, ${whose(pid, names)}, CPU ${cpu}`,
  ];
}

/** What happened, aloud. */
export const eventInWords = (event: TimelineEventBody, names: Names): string =>
  markInWords({ ...event, count: 1, before: event.from, after: event.to }, names).join('; ');

/** `trap: System call: write(1, 0x2000, 6)`: the kind, and what happened, without the address. */
export const headlineOf = (kind: string, detail: string): string =>
  `${kind === 'return' ? 'return from trap' : kind}: ${withoutPc(detail)}`;

const withoutPc = (detail: string): string => detail.replace(/, pc 0x[0-9a-f]+$/, '');

/** What is written at an arrow, the longest first: what there is room for is taken. */
export function arrowWords(kind: string, detail: string): string[] {
  const what = withoutPc(detail);
  switch (kind) {
    case 'trap': {
      const call = what.replace(/^System call(: )?/, '');
      if (call === '') return ['trap'];
      return [`trap: ${call}`, `trap: ${nameOfCall(call)}`, 'trap'];
    }
    case 'interrupt':
      return [what.toLowerCase(), what.toLowerCase().replace(/ interrupt$/, '')];
    case 'exception':
      return [`fault: ${what}`, what.replace(/ at 0x.*$/, ''), 'fault'];
    case 'return':
      return ['return from trap', 'return'];
    default:
      return [];
  }
}

/** Why a CPU is in the kernel, in a word or two: `write`, `timer interrupt`. */
export function reason(kind: string, detail: string): string {
  const what = withoutPc(detail);
  if (kind === 'trap') return nameOfCall(what.replace(/^System call(: )?/, '')) || 'system call';
  return what.toLowerCase().replace(/ at 0x.*$/, '');
}

const nameOfCall = (call: string): string => call.replace(/\(.*$/, '');
