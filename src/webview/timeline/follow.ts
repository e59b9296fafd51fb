import type { TimelineBody, TimelineEventBody } from '../../protocol/requests';
import type { Bridge } from '../bridge';
import { isCrossing } from './lanes';
import type { Window } from './window';

/** Windows that go on with the run: its last events, from the first program on, or all of it. */
export type Follows = 'latest' | 'programs' | 'run';

/** Crossings between user mode and the kernel that the window of the last events has. */
const CROSSINGS = 10;
/** Events among which they are looked for. */
const EVENTS = 200;

/** @param whole the run from its reset until now */
export async function windowOf(
  follows: Follows,
  bridge: Pick<Bridge, 'ask'>,
  whole: TimelineBody,
): Promise<Window> {
  const { now } = whole;
  if (follows === 'run') return withMargin(0, now);
  // Booting takes longer than most programs, and is left of the window.
  const first = whole.marks?.find(({ kind }) => kind === 'switch')?.at ?? 0;
  if (follows === 'programs') return withMargin(first, now);
  const { events } = await bridge.ask('trapframe/timeline', { limit: EVENTS, newest: true });
  return withMargin(Math.max(first, latest(events)), now);
}

/** The instant from which on the last crossings happened. */
function latest(events: readonly TimelineEventBody[]): number {
  const crossings = events.filter(({ from, to }) => isCrossing({ before: from, after: to }));
  return (crossings.at(-CROSSINGS) ?? crossings.at(0) ?? events.at(0))?.at ?? 0;
}

/** So that what is at the edges can be seen. */
function withMargin(from: number, now: number): Window {
  const margin = Math.ceil((now - from) / 25) + 1;
  return { from: Math.max(0, from - margin), to: Math.max(now + margin, from + 8) };
}
