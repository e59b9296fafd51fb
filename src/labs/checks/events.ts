import type { TimelineEvent } from '../../debug/events/event';
import { Query } from '../../debug/events/query/query';
import type { CheckOf } from '../format/check-kinds';
import { counted, isWithin } from './bounds';
import { Stretch } from './stretch';
import { failed, passed, type Scene, type Watch } from './watch';

/** Where a check looks, in words. */
export const stretchInWords = ({ after, before }: { after?: string; before?: string }): string =>
  (after === undefined ? '' : ` after the first \`${after}\``) +
  (before === undefined ? '' : ` before the first \`${before}\``);

/** How many events there are. */
export function watchEvents(check: CheckOf<'events'>, { calls, words }: Scene): Watch {
  const { where, atLeast, atMost, exactly } = check;
  const isPlain = atLeast === undefined && atMost === undefined && exactly === undefined;
  const bounds = isPlain ? { atLeast: 1 } : check;
  const most = Math.min(atMost ?? Infinity, exactly ?? Infinity);
  const query = new Query(where, calls);
  const stretch = new Stretch(check, calls);
  let count = 0;
  let first: TimelineEvent | undefined;
  /** The one that is too many. */
  let surplus: TimelineEvent | undefined;
  return {
    event(event) {
      const look = query.add(event);
      if (!stretch.contains(event) || !look) return;
      count++;
      first ??= event;
      if (count > most) surplus ??= event;
    },
    verdict({ at }) {
      const whether = isPlain ? 'an event' : counted(bounds, 'event');
      const expected = `${whether} with \`${where}\`${stretchInWords(check)}`;
      const never = stretch.hasBegun ? '' : `; the event \`${check.after}\` never came`;
      const found =
        count === 0
          ? `there is none${never}`
          : `there ${count === 1 ? 'is 1' : `are ${count}`}; the ${surplus && most > 0 ? 'one too many' : 'first'}: ${words.sentence((most > 0 ? surplus : undefined) ?? first!)}`;
      if (isWithin(bounds, count)) return passed(expected, found);
      return failed(expected, found, surplus?.at ?? at);
    },
  };
}
