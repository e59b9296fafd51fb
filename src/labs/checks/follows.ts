import type { TimelineEvent } from '../../debug/events/event';
import { Query } from '../../debug/events/query/query';
import type { CheckOf } from '../format/check-kinds';
import { stretchInWords } from './events';
import { Stretch } from './stretch';
import { failed, passed, type Scene, type Watch } from './watch';

/** Each of some events is followed by another. */
export function watchFollows(check: CheckOf<'follows'>, { calls, words }: Scene): Watch {
  const { where, then, within = Infinity, same = ['pid'] } = check;
  const first = new Query(where, calls);
  const second = new Query(then, calls);
  const stretch = new Stretch(check, calls);
  /** Those that wait for theirs, by the fields that both have in common; the oldest of each. */
  const waiting = new Map<string, TimelineEvent>();
  let count = 0;
  let wrong: TimelineEvent | undefined;
  return {
    event(event) {
      const isInside = stretch.contains(event);
      const isFirst = first.add(event) !== undefined && isInside;
      const isSecond = second.add(event) !== undefined;
      const key = same.map((field) => String(event[field])).join();
      const open = waiting.get(key);
      if (isSecond && open) {
        if (event.at - open.at > within) wrong ??= open;
        waiting.delete(key);
      }
      if (!isFirst) return;
      count++;
      if (!waiting.has(key)) waiting.set(key, event);
    },
    verdict({ at }) {
      const time = within === Infinity ? '' : ` at most ${within} steps later`;
      const expected = `\`${then}\`${time} behind each \`${where}\`${stretchInWords(check)}`;
      const open = [...waiting.values()].sort((a, b) => a.at - b.at)[0];
      const late = wrong && (!open || wrong.at <= open.at) ? wrong : open;
      if (late) return failed(expected, `it does not follow: ${words.sentence(late)}`, late.at);
      if (count === 0) return failed(expected, `there is no \`${where}\``, at);
      return passed(expected, `it follows all ${count}`);
    },
  };
}
