import { hex } from '../../base/integers';
import type { CheckOf } from '../format/check-kinds';
import { measuring, type Measured } from './measure';
import { failed, passed, type Scene, type Watch } from './watch';

/** Answers that a student gave: lines `question = answer`; `#` begins a comment. */
export function readAnswers(text: string): Map<string, string> {
  const answers = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [, question, answer] =
      /^\s*([A-Za-z0-9_.-]+)\s*[=:]\s*(.*?)\s*$/.exec(line.replace(/#.*/, '')) ?? [];
    if (question !== undefined && answer !== '') answers.set(question, answer);
  }
  return answers;
}

/** Whether an answer is what was measured. Numbers count as 32 or 64 bits, signed or not; texts without case. */
export function isRight(answer: string, measured: bigint | string, tolerance = 0): boolean {
  if (typeof measured === 'string') return answer.trim().toLowerCase() === measured.trim().toLowerCase();
  const number = numberIn(answer);
  if (number === undefined) return false;
  const distance = number > measured ? number - measured : measured - number;
  return (
    distance <= BigInt(Math.trunc(tolerance)) || BigInt.asUintN(64, number) === BigInt.asUintN(64, measured)
  );
}

/** A number as people write it: `42`, `1_000`, `0x2000`. */
export function numberIn(text: string): bigint | undefined {
  const plain = text.trim().replaceAll('_', '').toLowerCase();
  const [, sign, digits] = /^([-+]?)(0x[0-9a-f]+|0b[01]+|\d+)$/.exec(plain) ?? [];
  if (digits === undefined) return undefined;
  return sign === '-' ? -BigInt(digits) : BigInt(digits);
}

/** The student's answer to a question. What is right is not told where it is wrong. */
export function watchAnswer(check: CheckOf<'answer'>, scene: Scene): Watch {
  const { question, tolerance } = check;
  const measure = measuring(check, scene);
  return {
    event: (event) => measure.event(event),
    verdict(end) {
      const expected = `answers.txt has the right answer to ${question}`;
      const answer = scene.answers?.get(question);
      const measured = measure.result(end);
      if (answer === undefined)
        return failed(
          expected,
          scene.answers ? `it has no line "${question} = ..."` : 'there is no answers.txt',
        );
      if ('problem' in measured) return failed(expected, `this cannot be told: ${measured.problem}`);
      if (isRight(answer, measured.value, tolerance)) return passed(expected, shownAnswer(measured));
      const isNumber = typeof measured.value === 'bigint' && numberIn(answer) === undefined;
      return failed(
        expected,
        isNumber ? `${JSON.stringify(answer)} is no number` : `${JSON.stringify(answer)} is not right`,
      );
    },
  };
}

/** What was measured, in words. */
export function shownAnswer(measured: Measured): string {
  if ('problem' in measured) return measured.problem;
  const { value } = measured;
  if (typeof value === 'string') return value;
  return value > 9 ? `${value} (${hex(value)})` : String(value);
}
