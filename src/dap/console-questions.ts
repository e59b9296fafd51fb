import { callInWords } from '../debug/questions/function-call';
import type { Answer } from './answer';
import { lastWriteOf, looking, travelAfter } from './last-write';
import type { Session } from './session';
import { standing } from './standing';

/** Lines of an answer in the console at most. */
const LINES = 50;

/** What a question is asked with, and what is asked about. */
export interface ConsoleQuestion {
  readonly word: 'last' | 'first' | 'every' | 'calls';
  readonly about: string;
}

/** `last list->next`, `first counter == 10`, `every counter == 10`, `calls sys_write`; undefined: it is an expression. */
export function questionIn(text: string): ConsoleQuestion | undefined {
  const found = /^\s*(last|first|every|calls)\s+(\S.*)$/s.exec(text);
  return found ? { word: found[1] as ConsoleQuestion['word'], about: found[2].trim() } : undefined;
}

/** Asks the past. `last` and `first` also go to the instant that they find. @throws UserError */
export async function answerQuestion(
  session: Session,
  answer: Answer,
  { word, about }: ConsoleQuestion,
  frameId: number | undefined,
): Promise<string> {
  const target = standing(session);
  const { time } = target;
  if (word === 'last') {
    const write = await lastWriteOf(session, answer, {
      expression: about,
      ...(frameId === undefined ? {} : { frameId }),
    });
    travelAfter(session, answer, () => time.toWrite(write));
    return `instant ${write.instruction}: ${write.words}`;
  }
  const whole = { from: 0, to: time.end, limit: word === 'first' ? 1 : LINES };
  if (word === 'calls') {
    const { found, isCut } = await looking(session, answer, `Looking for calls of ${about}`, () =>
      target.questions.calls(about, whole, () => true),
    );
    const lines = found.map(
      (call) =>
        `instant ${call.at}${call.pid === undefined ? '' : `, process ${call.pid}`}: ${callInWords(call)}`,
    );
    return listed(lines, isCut, `${about} was never called`);
  }
  const { thread, frame } = session.stacks.frameWithId(frameId);
  const { found, isCut } = await looking(session, answer, `When was ${about}?`, () =>
    target.questions.when(about, target.viewpoint(thread, frame), whole),
  );
  const lines = found.map(({ from, to }) => `from instant ${from} ${to === undefined ? 'on' : `to ${to}`}`);
  if (word === 'first' && found.length > 0) {
    travelAfter(session, answer, () => time.seek(found[0].from, `${about} became true`));
  }
  return listed(lines, isCut && word === 'every', `${about} was never true`);
}

const listed = (lines: readonly string[], isCut: boolean, none: string): string =>
  lines.length === 0 ? none : [...lines, ...(isCut ? ['and more'] : [])].join('\n');
