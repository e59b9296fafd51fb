import type { CheckResult } from '../grade/graded';
import { cutTo, withInstant, type Circumstances, type Results, type SubmissionResult } from './result';

const MOST_TESTS = 100;
const LONGEST = 2000;
/** Points are made whole numbers by one of these factors. */
const FACTORS = [1, 2, 4, 5, 10, 100];

/**
 * `result.json` of classroom50 (`classroom50/result/v1`) for one submission. Who and where comes from the variables that its runner
 * sets.
 */
export function classroom50Text(
  { lab }: Results,
  submission: SubmissionResult,
  { env, submittedAt }: Circumstances,
): string {
  const { name, checks, error } = submission;
  const of = (variable: string, otherwise: string): string => env[variable] || otherwise;
  const repository = `${of('GITHUB_SERVER_URL', 'https://github.com')}/${of('GITHUB_REPOSITORY', `classroom/${name}`)}`;
  const tag = of('SUBMISSION_TAG', `submit/${name}`);
  const commit = of('COMMIT_URL', `${repository}/commit/${of('GITHUB_SHA', 'HEAD')}`);
  const factor = FACTORS.find((one) => checks.every(({ maxScore }) => isWhole(maxScore * one))) ?? 100;
  const tests =
    checks.length <= MOST_TESTS
      ? checks.map((check) => testOf(check, factor, error))
      : [together(checks, factor)];
  const sum = (field: 'score' | 'max-score'): number => tests.reduce((total, test) => total + test[field], 0);
  const result = {
    schema: 'classroom50/result/v1',
    classroom: of('CLASSROOM', 'classroom'),
    assignment: of('ASSIGNMENT', lab),
    assignment_type: of('ASSIGNMENT_TYPE', 'individual'),
    owner: of('USERNAME', name),
    submission: tag,
    commit,
    release: of('RELEASE_URL', `${repository}/releases/tag/${encodeURIComponent(tag)}`),
    review: of('REVIEW_URL', commit),
    datetime: timeIn(tag) ?? new Date(submittedAt * 1000).toISOString().replace(/\.\d+Z$/, 'Z'),
    score: sum('score'),
    'max-score': sum('max-score'),
    tests,
  };
  return JSON.stringify(result, null, 2) + '\n';
}

const isWhole = (value: number): boolean => Math.abs(value - Math.round(value)) < 1e-9;

interface Test {
  readonly 'test-name': string;
  readonly passed: boolean;
  readonly score: number;
  readonly 'max-score': number;
  readonly output: string;
}

/** Students see all of it: of a hidden check not even the name. */
function testOf(check: CheckResult, factor: number, error: string | undefined): Test {
  const { name, passed, score, maxScore, hidden } = check;
  const output = error === undefined ? withInstant(check) : `the autograder failed: ${error}`;
  return {
    'test-name': hidden ? 'Hidden check' : name,
    passed: passed === true,
    score: Math.round(score * factor),
    'max-score': Math.round(maxScore * factor),
    output: hidden ? '' : cutTo(output, LONGEST),
  };
}

function together(checks: readonly CheckResult[], factor: number): Test {
  const sum = (of: 'score' | 'maxScore'): number =>
    checks.reduce((total, check) => total + Math.round(check[of] * factor), 0);
  const failing = checks.filter(({ passed, hidden }) => passed !== true && !hidden);
  return {
    'test-name': `${checks.length} checks`,
    passed: checks.every(({ passed }) => passed === true),
    score: sum('score'),
    'max-score': sum('maxScore'),
    output: cutTo(failing.map((check) => `${check.name}: ${withInstant(check)}`).join('\n'), LONGEST),
  };
}

/** The instant in a tag `submit/20261130T205536Z-abc1234`, or with dashes and colons. */
function timeIn(tag: string): string | undefined {
  const parts = /(\d{4})-?(\d\d)-?(\d\d)T(\d\d)[:-]?(\d\d)[:-]?(\d\d)Z/.exec(tag)?.slice(1);
  return parts && `${parts.slice(0, 3).join('-')}T${parts.slice(3).join(':')}Z`;
}
