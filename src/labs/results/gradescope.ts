import type { CheckResult } from '../grade/graded';
import { withInstant, type Results, type SubmissionResult } from './result';

/** `/autograder/results/results.json` as Gradescope specifies it, for one submission. */
export function gradescopeText({ lab, version }: Results, submission: SubmissionResult): string {
  const { score, checks, drawn, error } = submission;
  const result = {
    score,
    output: error === undefined ? '' : `The autograder failed: ${error}`,
    output_format: 'text',
    visibility: 'visible',
    stdout_visibility: 'hidden',
    extra_data: { lab, version, ...(drawn === undefined ? {} : { drawn }) },
    tests: checks.map(testOf),
  };
  return JSON.stringify(result, null, 2) + '\n';
}

function testOf(check: CheckResult, index: number): object {
  const { id, name, passed, score, maxScore, hidden, at } = check;
  const hint = check.failure?.hint;
  return {
    score,
    max_score: maxScore,
    // Gradescope knows no third; without a status it judges by the score.
    ...(passed === null ? {} : { status: passed ? 'passed' : 'failed' }),
    name,
    name_format: 'text',
    number: String(index + 1),
    output: [withInstant(check), ...(hint === undefined ? [] : [`Hint: ${hint}`])].join('\n'),
    output_format: 'text',
    tags: [],
    visibility: hidden ? 'hidden' : 'visible',
    extra_data: { id, at },
  };
}
