import type { CheckResult } from '../grade/graded';
import { cutTo, withInstant, type Results, type SubmissionResult } from './result';

/** Bytes that a result may have. */
const MOST = 2 ** 20;

/** `/grade/results/results.json` as PrairieLearn specifies it, for one submission: a score from 0 to 1, and not too long. */
export function prairielearnText(_results: Results, submission: SubmissionResult): string {
  for (let length = 10_000; ; length = Math.floor(length / 2)) {
    const text = JSON.stringify(resultOf(submission, length), null, 2) + '\n';
    if (new TextEncoder().encode(text).length <= MOST || length === 0) return text;
  }
}

function resultOf({ passed, score, maxScore, checks, error }: SubmissionResult, longest: number): object {
  const share = maxScore === 0 ? (passed ? 1 : 0) : score / maxScore;
  return {
    gradable: error === undefined,
    score: Number(Math.min(1, Math.max(0, share)).toFixed(6)),
    message: error === undefined ? '' : cutTo(`The autograder failed: ${error}`, 1000),
    output: '',
    images: [],
    ...(error === undefined ? {} : { format_errors: ['The autograder failed; this is not your fault.'] }),
    tests: checks.map((check, index) => testOf(check, index, longest)),
  };
}

/** Students see all of it: of a hidden check not even the name. */
function testOf(check: CheckResult, index: number, longest: number): object {
  const { name, score, maxScore, hidden } = check;
  const hint = check.failure?.hint;
  return {
    name: hidden ? `Hidden check ${index + 1}` : name,
    description: hidden || hint === undefined ? '' : cutTo(`Hint: ${hint}`, Math.max(longest, 1)),
    points: score,
    max_points: maxScore,
    message: hidden ? '' : cutTo(withInstant(check), Math.max(longest, 1)),
    output: '',
    images: [],
  };
}
