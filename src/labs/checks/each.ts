import type { TimelineEvent } from '../../debug/events/event';
import { Query } from '../../debug/events/query/query';
import { where as predicate } from '../../debug/events/query/where';
import type { CheckOf } from '../format/check-kinds';
import { stretchInWords } from './events';
import { Stretch } from './stretch';
import { failed, passed, type Scene, type Watch } from './watch';

/** Something that holds for each of some events. */
export function watchEach(check: CheckOf<'each'>, { calls, words }: Scene): Watch {
  const { where, atLeast = 1 } = check;
  const query = new Query(where, calls);
  const holds = predicate(check.holds, calls);
  const stretch = new Stretch(check, calls);
  let count = 0;
  let wrong: TimelineEvent | undefined;
  return {
    event(event) {
      const look = query.add(event);
      if (!stretch.contains(event) || !look) return;
      count++;
      if (!holds(event, look)) wrong ??= event;
    },
    verdict({ at }) {
      const expected = `\`${check.holds}\` for each event with \`${where}\`${stretchInWords(check)}`;
      if (wrong) return failed(expected, `it does not hold for: ${words.sentence(wrong)}`, wrong.at);
      if (count < atLeast)
        return failed(
          expected,
          `there ${count === 1 ? 'is 1 such event' : `are ${count} such events`}; there must be ${atLeast}`,
          at,
        );
      return passed(expected, `it holds for all ${count}`);
    },
  };
}
