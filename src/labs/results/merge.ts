import { UserError } from '../../base/errors';
import type { Results, SubmissionResult } from './result';

/**
 * Results of several files as one, by the names of the submissions. The same submission in two files is told once if both say the
 * same.
 * @throws UserError when they are not of one lab, or say different things of a submission
 */
export function mergeResults(
  parts: readonly { readonly file: string; readonly results: Results }[],
): Results {
  const [first] = parts;
  const { lab, version } = first.results;
  const all = new Map<string, { readonly file: string; readonly one: SubmissionResult }>();
  for (const { file, results } of parts) {
    if (results.lab !== lab || results.version !== version) {
      throw new UserError(
        `${file} is of ${results.lab}, version ${results.version}; ${first.file} is of ${lab}, version ${version}`,
      );
    }
    for (const one of results.submissions) {
      const known = all.get(one.name);
      if (known && JSON.stringify(known.one) !== JSON.stringify(one)) {
        throw new UserError(`${known.file} and ${file} say different things of ${one.name}`);
      }
      all.set(one.name, { file, one });
    }
  }
  const submissions = [...all.values()].map(({ one }) => one);
  return { lab, version, submissions: submissions.sort((a, b) => compareNames(a.name, b.name)) };
}

/** By code units: the same order on every computer. */
const compareNames = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
