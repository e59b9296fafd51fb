import type { CallsBody, WhenBody } from '../../protocol/requests';
import { grouped } from '../../base/grouped';

/** A row of a list that leads to an instant. */
export interface InstantRow {
  readonly label: string;
  readonly description: string;
  readonly instant: number;
}

export const callRows = (calls: CallsBody['calls']): InstantRow[] =>
  calls.map(({ at, pid, words, caller, returned }) => ({
    label: words,
    description: [
      `instant ${grouped(at)}`,
      ...(pid === undefined ? [] : [`process ${pid}`]),
      `from ${caller}`,
      ...(returned === undefined ? [] : [`${grouped(returned - at)} steps`]),
    ].join(' · '),
    instant: at,
  }));

export const timeRows = (times: WhenBody['times']): InstantRow[] =>
  times.map(({ from, to }) => ({
    label: `instant ${grouped(from)}`,
    description: to === undefined ? 'to the end' : `for ${grouped(to - from)} steps`,
    instant: from,
  }));
