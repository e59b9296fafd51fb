import { ChromeTrace } from '../../debug/events/chrome';
import type { TimelineEvent } from '../../debug/events/event';
import { EventWords } from '../../debug/events/words';
import { overview } from '../../debug/events/overview';
import { protocolRows } from '../../debug/events/protocol-rows';
import { OTHERS } from '../../debug/events/summary';
import type { PlaceBody } from '../../protocol/requests';
import { placeIn } from '../code-place';
import { EventBodies } from '../event-bodies';
import type { Feature } from '../feature';
import type { Session } from '../session';
import { natural } from '../shapes/common';
import { flag, integer, object } from '../shapes/shape';

/** Things in an answer if the client does not say how many. */
const EVENTS = 10_000;
const ROWS = 2_000;
/** Points that the axis of cycles goes through. */
const AXIS_POINTS = 100;
/** Things in an answer at most: a longer one would keep the machine, and the client, for seconds. */
const MOST = 100_000;
/** Events in one part of a trace for Perfetto. */
const PART = 20_000;

const count = integer(1);

/** What has happened since reset, for views. What an answer costs depends on what it holds, not on how long the run is. */
export const timelineFeature = {
  'trapframe/timeline': {
    shape: object({}, { from: natural, to: natural, limit: count, newest: flag, resolution: natural }),
    handle: (session, given) => {
      const { history, system, time } = session.active;
      const { from, to } = timesIn(session, given);
      const limit = Math.min(MOST, given.limit ?? EVENTS);
      const { resolution } = given;
      const body = { now: system.machine.instant, end: time.end, since: history.since };
      if (resolution === undefined) {
        const { events, more } = eventsOf(session, { from, to }, limit, given.newest === true);
        const bodies = new EventBodies(system);
        const told = events.map((event) => bodies.event(event));
        return {
          ...body,
          events: told,
          names: namesOf(session, events),
          ...(more === undefined ? {} : { more }),
        };
      }
      const seen = overview(history, { from, to, resolution, limit });
      const spans = [...seen.spans];
      const bodies = new EventBodies(system);
      const marks = seen.marks.map((mark) => bodies.mark(mark));
      const names = namesOf(session, [
        ...spans,
        ...seen.marks.map(({ event, pid }) => ({ pid, name: event.name })),
      ]);
      const cycles = session.active.cycles?.between(from, to, AXIS_POINTS);
      const axis = cycles && { cycles: [...cycles] };
      return { ...body, events: [], resolution: seen.resolution, spans, marks, names, ...axis };
    },
  },
  'trapframe/protocol': {
    shape: object({}, { from: natural, to: natural, limit: count, oldest: flag }),
    handle: (session, given) => {
      const limit = Math.min(MOST, given.limit ?? ROWS);
      const { history, system } = session.active;
      const { rows, more } = protocolRows(history, new EventWords(system.kernel), {
        ...timesIn(session, given),
        limit,
        oldest: given.oldest === true,
      });
      const place = placesOfEvents(session);
      return {
        truncated: more,
        rows: rows.map(({ part, actor, words, event }) => {
          const { at, cpu, pid } = event;
          return { at, cpu, pid, part, actor, words, ...place(event) };
        }),
      };
    },
  },
  'trapframe/perfettoTrace': {
    shape: object({}, { start: natural }),
    handle: (session, given) => {
      const { history, system } = session.active;
      const asked = given.start;
      const start = Math.max(history.firstKept, asked ?? 0);
      const trace = new ChromeTrace(new EventWords(system.kernel), history.occupantsAt(start));
      const parts: string[] = [];
      if (asked === undefined) parts.push(trace.begin());
      else trace.goOn();
      let next = start;
      for (const event of history.numbered(start, start + PART)) {
        parts.push(trace.event(event, true));
        next++;
      }
      if (next < history.total) return { text: parts.join('') + trace.nameTracks(), next };
      return { text: [...parts, trace.end(system.machine.instant)].join('') };
    },
  },
} satisfies Feature;

const timesIn = (session: Session, { from = 0, to }: { from?: number; to?: number }) => ({
  from,
  to: to ?? session.active.system.machine.instant,
});

function eventsOf(
  session: Session,
  { from, to }: { from: number; to: number },
  limit: number,
  newest: boolean,
): { events: TimelineEvent[]; more?: number } {
  const { history } = session.active;
  const first = history.numberAt(from);
  const end = history.numberAt(to + 1);
  const one = limit + 1;
  const [start, stop] = newest ? [Math.max(first, end - one), end] : [first, Math.min(end, first + one)];
  const events = [...history.numbered(start, stop)];
  if (events.length <= limit) return { events };
  return newest
    ? { events: events.slice(1), more: events[0].at }
    : { events: events.slice(0, limit), more: events[limit].at };
}

/** Names of the processes that are there now, and of those that something is told of. */
function namesOf(
  session: Session,
  things: Iterable<{ readonly pid: number | null; readonly name?: string | null }>,
): { pid: number; name: string }[] {
  const { names, system } = session.active;
  const found = new Map<number, string | undefined>();
  for (const { pid } of system.kernel?.list().processes ?? []) found.set(pid, names.get(pid));
  for (const { pid, name } of things) {
    if (pid === OTHERS) found.set(pid, 'other processes');
    else if (pid !== null) found.set(pid, names.get(pid) ?? name ?? found.get(pid));
  }
  const known = [...found].sort(([a], [b]) => a - b);
  return known.flatMap(([pid, name]) => (name === undefined ? [] : [{ pid, name }]));
}

/** Where the code of events is: in the kernel, or in the program of a process, of one that has ended, too. */
function placesOfEvents(session: Session): (event: TimelineEvent) => { place?: PlaceBody } {
  const { system, names } = session.active;
  const programs = new Map(
    (system.kernel?.list().processes ?? []).map((one) => [one.pid, system.programOf(one)]),
  );
  return ({ pc, pid }) => {
    const image = system.kernelImage?.contains(pc)
      ? system.kernelImage
      : !system.kernel
        ? system.programs[0]
        : pid === null
          ? undefined
          : (programs.get(pid) ?? system.programs.find(({ name }) => name === names.get(pid)));
    const place = placeIn(session, image, pc);
    return place ? { place } : {};
  };
}
