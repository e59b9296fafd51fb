import type { TimelineEvent } from '../debug/events/event';
import type { EventJson } from '../debug/events/json';
import type { EventWords } from '../debug/events/words';

/** How `trapframe trace` writes the events of a run. */
export interface EventWriter {
  begin(): string;
  /** Gets all events; those that are not wanted are not to be seen. */
  event(event: TimelineEvent, wanted: boolean): string;
  /** @param at the instant at which the run ended */
  end(at: number): string;
}

const lines = (text: (event: TimelineEvent) => string): EventWriter => ({
  begin: () => '',
  event: (event, wanted) => (wanted ? text(event) + '\n' : ''),
  end: () => '',
});

/** A line of JSON for each event. */
export const jsonWriter = (json: EventJson): EventWriter =>
  lines((event) => JSON.stringify(json.event(event)));

const MODES_WIDTH = 'machine → machine'.length;
const KIND_WIDTH = 'exception'.length;

/** A line for each event, in columns: instant, cpu, pid, mode before and after, kind, cause, and what it is in words. */
export const textWriter = (words: EventWords): EventWriter =>
  lines((event) => {
    const { at, cpu, pid, from, to, kind, cause } = event;
    const modes = from === to ? from : `${from} → ${to}`;
    return [
      String(at).padStart(12),
      `cpu ${cpu}`,
      `pid ${String(pid ?? '-').padEnd(2)}`,
      modes.padEnd(MODES_WIDTH),
      kind.padEnd(KIND_WIDTH),
      String(cause ?? '').padStart(2),
      words.sentence(event),
    ].join('  ');
  });
