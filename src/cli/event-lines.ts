import type { TimelineEvent } from '../debug/events/event';

/** How `trapframe trace` writes the events of a run. */
export interface EventWriter {
  begin(): string;
  /** Gets all events; those that are not wanted are not to be seen. */
  event(event: TimelineEvent, wanted: boolean): string;
  /** @param at the instant at which the run ended */
  end(at: number): string;
}

const line = (text: (event: TimelineEvent) => string) => (): EventWriter => ({
  begin: () => '',
  event: (event, wanted) => (wanted ? text(event) + '\n' : ''),
  end: () => '',
});

export const textWriter = line(eventAsText);
export const jsonWriter = line(({ at, cpu, pid, from, to, kind, cause, detail }) =>
  JSON.stringify({ at, cpu, pid, from, to, kind, cause, detail }),
);

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
