import { messageOf, UserError } from '../../base/errors';
import type { TimelineEvent } from '../../debug/events/event';
import { Query } from '../../debug/events/query/query';
import { compile } from '../../debug/expressions/evaluate';
import { isTrue } from '../../debug/values/value';
import type { CheckOf } from '../format/check-kinds';
import { environmentFor, operandsInWords } from './environment';
import { failed, passed, type Scene, type Verdict, type Watch } from './watch';

/** An expression of the debugger that holds at some events, or at the end. */
export function watchState(check: CheckOf<'state'>, { calls, words, system }: Scene): Watch {
  const { holds, where, nth, process } = check;
  const expression = compile(holds);
  const query = where === undefined ? undefined : new Query(where, calls);
  let count = 0;
  let wrong: { readonly what: string; readonly at: number } | undefined;
  /** Why it does not hold now; undefined: it does. */
  const problem = (cpu?: number): string | undefined => {
    try {
      const environment = environmentFor(system, process, cpu);
      if (isTrue(expression.evaluate(environment))) return undefined;
      return `it does not hold${operandsInWords(holds, environment)}`;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return messageOf(error).replaceAll('\n', ' ');
    }
  };
  const look = (event: TimelineEvent): void => {
    if (!query || query.add(event) === undefined) return;
    count++;
    if (wrong || (nth !== undefined && count !== nth)) return;
    const found = problem(event.cpu);
    if (found !== undefined) wrong = { what: `${found}: ${words.sentence(event)}`, at: event.at };
  };
  return {
    ...(query && { event: look }),
    verdict({ at }): Verdict {
      const when =
        where === undefined
          ? 'at the end of the run'
          : nth === undefined
            ? `at each \`${where}\``
            : `at \`${where}\` number ${nth}`;
      const expected = `\`${holds}\` ${when}${process === undefined ? '' : ` in ${process}`}`;
      if (where === undefined) {
        const found = problem();
        return found === undefined ? passed(expected, 'it holds') : failed(expected, found, at);
      }
      if (wrong) return failed(expected, wrong.what, wrong.at);
      if (count < (nth ?? 1)) {
        const many = count === 0 ? 'there is no such event' : `there are only ${count} such events`;
        return failed(expected, many, at);
      }
      return passed(expected, `it holds at ${nth === undefined ? `all ${count}` : 'it'}`);
    },
  };
}
