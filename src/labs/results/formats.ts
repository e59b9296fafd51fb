import { UserError } from '../../base/errors';
import { classroom50Text } from './classroom50';
import { csvText } from './csv';
import { gradescopeText } from './gradescope';
import { jsonText } from './json';
import { junitText } from './junit';
import { prairielearnText } from './prairielearn';
import type { Circumstances, Results, SubmissionResult } from './result';
import { textOf } from './text';

type Writer = (results: Results, around: Circumstances) => string;

/** A format whose readers expect the result of one submission. */
const single =
  (name: string, write: (results: Results, one: SubmissionResult, around: Circumstances) => string): Writer =>
  (results, around) => {
    const [one, ...more] = results.submissions;
    if (one === undefined || more.length > 0)
      throw new UserError(
        `--format ${name} is of one submission, not of ${results.submissions.length}; for a class there are json, csv, junit`,
      );
    return write(results, one, around);
  };

/** How results are written, by the name of the format. */
export const formats = {
  text: textOf,
  json: jsonText,
  csv: csvText,
  junit: junitText,
  gradescope: single('gradescope', gradescopeText),
  prairielearn: single('prairielearn', prairielearnText),
  classroom50: single('classroom50', classroom50Text),
} satisfies Record<string, Writer>;

export type FormatName = keyof typeof formats;
export const formatNames = Object.keys(formats) as FormatName[];

/** Formats that take one submission at a time. */
export const isSingle = (name: FormatName): boolean =>
  name === 'gradescope' || name === 'prairielearn' || name === 'classroom50';
