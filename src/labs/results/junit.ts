import type { CheckResult } from '../grade/graded';
import { withInstant, type Results, type SubmissionResult } from './result';

/** A report as JUnit's readers understand it: a submission is a suite, a check a test case. */
export function junitText({ lab, submissions }: Results): string {
  const all = submissions.map(suite);
  const sum = (of: 'tests' | 'failures' | 'errors' | 'skipped'): number =>
    all.reduce((total, { counts }) => total + counts[of], 0);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${escaped(lab)}" tests="${sum('tests')}" failures="${sum('failures')}" errors="${sum('errors')}" skipped="${sum('skipped')}">`,
    ...all.flatMap(({ lines }) => lines),
    '</testsuites>',
    '',
  ].join('\n');
}

function suite({ name, checks, error }: SubmissionResult) {
  const counts = {
    tests: checks.length,
    failures: error === undefined ? checks.filter(({ passed }) => passed === false).length : 0,
    errors: error === undefined ? 0 : checks.length,
    skipped: error === undefined ? checks.filter(({ passed }) => passed === null).length : 0,
  };
  const attributes = Object.entries(counts).map(([word, count]) => `${word}="${count}"`);
  return {
    counts,
    lines: [
      `  <testsuite name="${escaped(name)}" ${attributes.join(' ')}>`,
      ...checks.flatMap((check) => testCase(name, check, error)),
      '  </testsuite>',
    ],
  };
}

function testCase(submission: string, check: CheckResult, error: string | undefined): string[] {
  const head = `    <testcase classname="${escaped(submission)}" name="${escaped(check.name)}"`;
  if (error !== undefined)
    return [`${head}>`, `      <error message="${escaped(error)}"/>`, '    </testcase>'];
  if (check.passed === true) return [`${head}/>`];
  const message = escaped(withInstant(check));
  const inside =
    check.passed === null
      ? `<skipped message="${message}"/>`
      : `<failure message="${message}" type="${escaped(check.id)}">${message}</failure>`;
  return [`${head}>`, `      ${inside}`, '    </testcase>'];
}

/** Whether XML 1.0 (section 2.2) has a character. */
const isCharacter = (code: number): boolean =>
  code === 9 ||
  code === 10 ||
  code === 13 ||
  (code >= 0x20 && code < 0xd800) ||
  (code >= 0xe000 && code < 0xfffe) ||
  code >= 0x10000;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/** A character that there is not becomes a question mark. */
const escaped = (text: string): string =>
  [...text].map((one) => (isCharacter(one.codePointAt(0)!) ? (entities[one] ?? one) : '?')).join('');
