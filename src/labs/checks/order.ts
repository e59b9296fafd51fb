import type { TimelineEvent } from '../../debug/events/event';
import { Query } from '../../debug/events/query/query';
import type { CheckOf } from '../format/check-kinds';
import { failed, passed, type Scene, type Watch } from './watch';

/** Events that come one behind the other. */
export function watchOrder({ events }: CheckOf<'order'>, { calls, words }: Scene): Watch {
  const queries = events.map((text) => new Query(text, calls));
  const found: TimelineEvent[] = [];
  return {
    event(event) {
      const looks = queries.map((query) => query.add(event));
      if (looks[found.length] !== undefined) found.push(event);
    },
    verdict({ at }) {
      const expected = events.map((text) => `\`${text}\``).join(', then ');
      const last = found.at(-1);
      const behind = last ? ` behind: ${words.sentence(last)} (instant ${last.at})` : '';
      if (found.length === events.length) return passed(expected, 'so it is');
      return failed(expected, `there is no \`${events[found.length]}\`${behind}`, at);
    },
  };
}
