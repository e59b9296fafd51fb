import { UserError } from '../../base/errors';
import type { CheckResult } from '../grade/graded';
import type { Results, SubmissionResult } from './result';

/** The results as `trapframe grade --format json` writes them. */
export function jsonText({ lab, version, submissions }: Results): string {
  return JSON.stringify({ lab, version, submissions: submissions.map(submissionJson) }, null, 2) + '\n';
}

function submissionJson({ name, passed, score, maxScore, checks, drawn, error }: SubmissionResult): object {
  return {
    name,
    passed,
    score,
    maxScore,
    ...(drawn === undefined ? {} : { drawn }),
    ...(error === undefined ? {} : { error }),
    checks: checks.map(checkJson),
  };
}

const checkJson = ({ id, name, passed, score, maxScore, message, at, hidden }: CheckResult): object => ({
  id,
  name,
  passed,
  score,
  maxScore,
  message,
  at,
  hidden,
});

type Fields = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads what `jsonText` wrote. @throws UserError when it is something else */
export function readResults(text: string, path: string): Results {
  const wrong = (what: string): UserError => new UserError(`${path} is no result of a lab: ${what}`);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw wrong('it is no JSON');
  }
  if (!isObject(json) || typeof json['lab'] !== 'string' || typeof json['version'] !== 'string')
    throw wrong('it names no lab and version');
  const { lab, version, submissions } = json;
  if (!Array.isArray(submissions)) throw wrong('it has no submissions');
  return {
    lab,
    version,
    submissions: submissions.map((one: unknown, index) => {
      if (!isSubmission(one)) throw wrong(`submissions[${index}] makes no sense`);
      return one;
    }),
  };
}

const isSubmission = (value: unknown): value is SubmissionResult =>
  isObject(value) &&
  typeof value['name'] === 'string' &&
  typeof value['passed'] === 'boolean' &&
  typeof value['score'] === 'number' &&
  typeof value['maxScore'] === 'number' &&
  Array.isArray(value['checks']) &&
  value['checks'].every(isCheck);

const isCheck = (value: unknown): value is CheckResult =>
  isObject(value) &&
  typeof value['id'] === 'string' &&
  typeof value['name'] === 'string' &&
  (value['passed'] === null || typeof value['passed'] === 'boolean') &&
  typeof value['score'] === 'number' &&
  typeof value['maxScore'] === 'number' &&
  typeof value['message'] === 'string' &&
  (value['at'] === null || typeof value['at'] === 'number') &&
  typeof value['hidden'] === 'boolean';
