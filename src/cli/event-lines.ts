import type { TimelineEvent } from '../debug/events/event';

/** How `trapframe trace` writes an event. */
export const formats = {
  text: eventAsText,
  json: (event: TimelineEvent): string => JSON.stringify(event),
} as const;

export type Format = keyof typeof formats;

const MODES_WIDTH = 'machine → machine'.length;
const KIND_WIDTH = 'exception'.length;

/** One line in columns: instant, cpu, pid, mode before and after, kind, cause, detail. */
function eventAsText({ at, cpu, pid, from, to, kind, cause, detail }: TimelineEvent): string {
  const modes = from === to ? from : `${from} → ${to}`;
  return [
    String(at).padStart(12),
    `cpu ${cpu}`,
    `pid ${String(pid ?? '-').padEnd(2)}`,
    modes.padEnd(MODES_WIDTH),
    kind.padEnd(KIND_WIDTH),
    String(cause ?? '').padStart(2),
    detail,
  ].join('  ');
}
