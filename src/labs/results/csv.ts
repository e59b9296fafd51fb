import { csvLine, type Cell } from '../../base/csv';
import type { Results } from './result';

/** One line a submission: score, and for each check its score; empty where it depends on one that failed. */
export function csvText({ submissions }: Results): string {
  const ids = [...new Set(submissions.flatMap(({ checks }) => checks.map(({ id }) => id)))];
  const head = ['submission', 'passed', 'score', 'maxScore', ...ids];
  const rows = submissions.map(({ name, passed, score, maxScore, checks }): Cell[] => [
    asText(name),
    String(passed),
    score,
    maxScore,
    ...ids.map((id) => {
      const check = checks.find((one) => one.id === id);
      return check === undefined || check.passed === null ? null : check.score;
    }),
  ]);
  return [head, ...rows].map(csvLine).join('');
}

/** A name that a spreadsheet would take for a formula is made a text. */
const asText = (name: string): string => (/^[=+\-@\t\r]/.test(name) ? `'${name}` : name);
