import type { TimelineEvent } from '../event';
import type { History } from '../history';
import type { Look } from './fields';
import type { Query } from './query';

/** Events between two looks at whoever waits for the answer. */
const PART = 4096;
/** Events before the first that are looked at, so that it is known since when things last. */
const BEFORE = 16_384;

/**
 * Asks the kept events between two instants, in their order. Those who want to know how long something lasted need what came
 * before as well.
 * @param found called for each event for which the query holds
 * @returns after each part of the work how much is done, between 0 and 1
 */
export function* search(
  history: History,
  query: Query,
  { from, to }: { from: number; to: number },
  found: (event: TimelineEvent, look: Look) => void,
): Generator<number> {
  const first = history.numberAt(from);
  const end = history.numberAt(to + 1);
  for (let number = Math.max(history.firstKept, first - BEFORE); number < end; number += PART) {
    let at = number;
    history.visit(number, Math.min(end, number + PART), (outline, read) => {
      if (at++ < first || !query.mayHold(outline.kind)) return query.pass(outline, read);
      const event = read();
      const look = query.add(event);
      if (look) found(event, look);
    });
    yield Math.max(0, number - first) / Math.max(1, end - first);
  }
}
