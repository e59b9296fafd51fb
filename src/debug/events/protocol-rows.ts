import type { TimelineEvent } from './event';
import type { History } from './history';
import type { ProtocolPart } from './protocol';
import type { EventWords, ProtocolStep } from './words';

/** A row of the protocol, and the event that it tells of. */
export interface ProtocolRow extends ProtocolStep {
  readonly part: ProtocolPart;
  readonly event: TimelineEvent;
}

/**
 * The newest (or oldest) rows between two instants. What it costs depends on the limit, not on the run.
 * @returns `more`: there are rows that the limit left out
 */
export function protocolRows(
  history: History,
  words: EventWords,
  { from, to, limit, oldest }: { from: number; to: number; limit: number; oldest: boolean },
): { readonly rows: readonly ProtocolRow[]; readonly more: boolean } {
  const first = history.numberAt(from);
  const end = history.numberAt(to + 1);
  // Nearly every event has a row or more: more events are looked at where that was not enough.
  for (let events = limit; ; events *= 2) {
    const [start, stop] = oldest
      ? [first, Math.min(end, first + events)]
      : [Math.max(first, end - events), end];
    const isAll = start === first && stop === end;
    const rows = [...rowsOf(history, words, start, stop)];
    if (rows.length < limit && !isAll) continue;
    const chosen = oldest ? rows.slice(0, limit) : rows.slice(Math.max(0, rows.length - limit));
    return { rows: chosen, more: !isAll || rows.length > limit };
  }
}

/** The rows of the events with numbers from `start` up to, and without, `end`. */
function* rowsOf(history: History, words: EventWords, start: number, end: number): Generator<ProtocolRow> {
  const protocol = history.protocolAt(start);
  for (const event of history.numbered(start, end)) {
    protocol.learn(event);
    const { part, tellsSteps } = protocol;
    for (const step of words.protocol(event, tellsSteps)) yield { ...step, part, event };
  }
}
