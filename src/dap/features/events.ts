import { grouping, Groups, type Grouping } from '../../debug/events/query/groups';
import { Query } from '../../debug/events/query/query';
import { search } from '../../debug/events/query/search';
import type { TimelineEvent } from '../../debug/events/event';
import type { Look } from '../../debug/events/query/fields';
import type { FoundEventBody, GroupBody } from '../../protocol/requests';
import type { Answer } from '../answer';
import { cancelled } from '../errors';
import { EventBodies } from '../event-bodies';
import type { Feature } from '../feature';
import { looking } from '../last-write';
import type { Session } from '../session';
import { natural } from '../shapes/common';
import { flag, integer, list, object, text } from '../shapes/shape';

/** Events or groups in an answer if the client does not say how many, and at most. */
const USUAL = 10_000;
const MOST = 100_000;

/** Questions about what has happened. A long search lets others have their turn, and can be given up. */
export const eventsFeature = {
  'trapframe/events': {
    shape: object(
      {},
      {
        where: text,
        groupBy: list(text),
        sum: list(text),
        from: natural,
        to: natural,
        limit: integer(1),
        whole: flag,
      },
    ),
    handle: async (
      session,
      { where, groupBy, sum, from = 0, to = Number.MAX_SAFE_INTEGER, limit, whole },
      answer,
    ) => {
      const { active: target } = session;
      const { history, system } = target;
      const calls = system.kernel?.systemCalls;
      const query = new Query(where === '' ? undefined : where, calls);
      const by = groupBy === undefined ? undefined : grouping(groupBy, sum);
      const most = Math.min(MOST, limit ?? USUAL);
      const groups = by && new Groups(by);
      const bodies = new EventBodies(system);
      const events: FoundEventBody[] = [];
      let count = 0;
      let more: number | undefined;
      const found = (event: TimelineEvent, look: Look): void => {
        if (event.at > to) return;
        count++;
        if (groups) return groups.add(event, look);
        if (events.length === most) {
          more ??= event.at;
          return;
        }
        const steps = look.steps === undefined ? {} : { steps: look.steps };
        events.push({ ...bodies.event(event), ...steps });
      };
      const isWhole = whole === true && from < history.since && !target.isRunning;
      if (isWhole) {
        await looking(session, answer, 'Running it once more for its events', () =>
          target.questions.dropped(query, from, found),
        );
      }
      await inParts(session, answer, search(history, query, { from, to }, found));
      const all = groups?.all.map(({ cells, count, sums, first, last }) =>
        groupBody(by!, cells, { count, sums, first, last }),
      );
      return {
        now: system.machine.instant,
        since: isWhole ? 0 : history.since,
        count,
        events,
        ...(more === undefined ? {} : { more }),
        ...(all && { groups: all.slice(0, most) }),
        ...(all && all.length > most && { groupCount: all.length }),
      };
    },
  },
} satisfies Feature;

/** Does work that may take long, a little at a time. @throws RequestError when the client gives it up */
async function inParts(session: Session, answer: Answer, work: Iterable<number>): Promise<void> {
  // What a run says of itself while it goes on is not to be talked over.
  const progress = session.active.isRunning ? undefined : session.progress;
  let isGivenUp = false;
  progress?.begin('Looking through what has happened', () => (isGivenUp = true));
  try {
    for (const done of work) {
      progress?.report(done);
      await new Promise((resolve) => setTimeout(resolve));
      if (isGivenUp || answer.isCancelled) throw cancelled();
    }
  } finally {
    progress?.end();
  }
}

function groupBody(
  { by, sum }: Grouping,
  cells: readonly (number | string | null)[],
  { count, sums, first, last }: { count: number; sums: readonly number[]; first: number; last: number },
): GroupBody {
  return {
    ...Object.fromEntries(by.map((name, i) => [name, cells[i]])),
    ...Object.fromEntries(sum.map((name, i) => [name, sums[i]])),
    count,
    first,
    last,
  };
}
