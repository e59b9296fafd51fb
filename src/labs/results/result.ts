import type { CheckResult, Graded } from '../grade/graded';

/** What came of a submission; `error`: the grader itself failed, and what it has to say is no verdict. */
export type SubmissionResult = Graded & { readonly error?: string };

/** What came of a class, or of one submission. */
export interface Results {
  readonly lab: string;
  readonly version: string;
  readonly submissions: readonly SubmissionResult[];
}

/** What a format needs to know of where a submission comes from, besides its result. */
export interface Circumstances {
  /** Environment of the process that writes the result. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** When the submission was made, as far as its files tell; seconds since 1970. */
  readonly submittedAt: number;
}

/** The word for what came of a check. */
export const wordFor = ({ passed }: CheckResult): 'ok' | 'FAIL' | '--' =>
  passed === true ? 'ok' : passed === false ? 'FAIL' : '--';

/** A text that is at most so many characters long. */
export const cutTo = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most - 1)}…` : text;

/** Message and instant, as people read it. */
export const withInstant = ({ message, at }: CheckResult): string =>
  at === null ? message : `${message} (instant ${at})`;
