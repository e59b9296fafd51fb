import type { Variant } from '../run/variants';

/** What came of one check. */
export interface CheckResult {
  readonly id: string;
  readonly name: string;
  /** null: a check that it depends on failed. */
  readonly passed: boolean | null;
  readonly score: number;
  readonly maxScore: number;
  /** One line; empty where it passed. */
  readonly message: string;
  /** The instant at which it went wrong. */
  readonly at: number | null;
  readonly hidden: boolean;
  /** Parts of the message, and the run in which it went wrong, for those who open a debugger there. */
  readonly failure?: {
    readonly expected: string;
    readonly actual: string;
    readonly run: string;
    readonly variant: Variant;
    readonly hint?: string;
    /** The name of the recording of that run, if it was recorded. */
    readonly recording?: string;
  };
}

/** What came of one submission. */
export interface Graded {
  readonly name: string;
  readonly passed: boolean;
  readonly score: number;
  readonly maxScore: number;
  readonly checks: readonly CheckResult[];
  /** Values of options that are this submission's own, by run. */
  readonly drawn?: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** Adds up what came of all checks. */
export function graded(
  name: string,
  checks: readonly CheckResult[],
  drawn: NonNullable<Graded['drawn']>,
): Graded {
  const sum = (of: 'score' | 'maxScore'): number =>
    Number(checks.reduce((total, check) => total + check[of], 0).toFixed(6));
  return {
    name,
    passed: checks.every((check) => check.passed === true),
    score: sum('score'),
    maxScore: sum('maxScore'),
    checks,
    ...(Object.keys(drawn).length === 0 ? {} : { drawn }),
  };
}
