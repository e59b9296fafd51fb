import type { CheckOf } from '../format/check-kinds';
import { failed, passed, type Scene, type Watch } from './watch';

/** Without the spaces at the ends of lines, and the empty lines at the end. */
const tidy = (text: string): string =>
  text
    .replaceAll('\r', '')
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .trimEnd();

/** What the console shows. */
export function watchOutput(check: CheckOf<'output'>, _scene: Scene): Watch {
  const { is, contains, lines, lacks, process } = check;
  const own: string[] = [];
  const instants: { readonly at: number; readonly text: string }[] = [];
  return {
    event(event) {
      if (event.kind !== 'console' || (process !== undefined && event.name !== process)) return;
      own.push(event.text);
      instants.push({ at: event.at, text: event.text.trimEnd() });
    },
    verdict({ at, output }) {
      const text = tidy(process === undefined ? output : own.join('\n'));
      const shown = text === '' ? 'nothing' : quoted(text);
      const of = process === undefined ? 'the console shows' : `${process} prints`;
      const judge = (what: string, isRight: boolean, when = at) =>
        isRight ? passed(`${of} ${what}`, shown) : failed(`${of} ${what}`, shown, when);
      const verdicts = [
        is === undefined ? undefined : judge(is === '' ? 'nothing' : quoted(tidy(is)), text === tidy(is)),
        contains === undefined ? undefined : judge(`${quoted(contains)} somewhere`, text.includes(contains)),
        lines === undefined
          ? undefined
          : judge(`the lines ${lines.map(quoted).join(', ')} in this order`, hasLines(text, lines)),
        lacks === undefined
          ? undefined
          : judge(
              `no ${quoted(lacks)}`,
              !text.includes(lacks),
              instants.find((one) => one.text.includes(lacks))?.at,
            ),
      ].filter((one) => one !== undefined);
      return verdicts.find((one) => !one.passed) ?? verdicts[0];
    },
  };
}

function hasLines(text: string, wanted: readonly string[]): boolean {
  const all = text.split('\n');
  let from = 0;
  return wanted.every((line) => (from = all.indexOf(line.trimEnd(), from) + 1) > 0);
}

const LONGEST = 200;
const quoted = (text: string): string =>
  JSON.stringify(text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);
