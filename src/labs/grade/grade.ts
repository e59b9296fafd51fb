import { UserError } from '../../base/errors';
import type { LaunchHost } from '../../debug/launch/host';
import { watchFor } from '../checks/kinds';
import type { Verdict } from '../checks/watch';
import type { Lab, LabCheck } from '../format/lab';
import { launchOf } from '../run/configuration';
import { drawn, variantInWords, variantsOf, type Variant } from '../run/variants';
import { watchedRun } from '../run/watched-run';
import { graded, type CheckResult, type Graded } from './graded';

/** Where a submission is graded. */
export interface GradingPlace {
  /** Gives out the files of the workspace and of the product. */
  readonly host: LaunchHost;
  /** The folder that the workspace is at. */
  readonly root: string;
}

export interface GradingOptions {
  /** Ids of the checks that are wanted, and those that they depend on; absent: all. */
  readonly only?: ReadonlySet<string>;
  /** Takes recordings of runs in which something failed, by the run and its values. */
  readonly record?: (run: string, recording: Uint8Array) => void;
}

/** What is expected before anything that a lab is about. */
const BUILT = 'the programs are built';
const MADE = 'the check can be made';

/** What a check came to in one of the runs. */
interface Found {
  readonly verdict: Verdict;
  readonly variant: Variant;
  readonly recording?: string;
}

/**
 * Runs the checks of a lab over one submission.
 * @param name of the submission: options that each student has a value of their own for follow from it
 */
export async function gradeSubmission(
  lab: Lab,
  name: string,
  place: GradingPlace,
  { only, record }: GradingOptions = {},
): Promise<Graded> {
  const wanted = only ? withNeeded(lab.checks, only) : lab.checks;
  const found = new Map<string, Found | 'unbuilt'>();
  const own: Record<string, Record<string, number>> = {};
  for (const [runName, run] of Object.entries(lab.runs)) {
    const checks = wanted.filter((check) => check.run === runName);
    if (checks.length === 0) continue;
    if (Object.keys(run.perStudent).length > 0) own[runName] = drawn(run, name);
    for (const variant of variantsOf(run, name)) {
      const left = checks.filter(({ id }) => isOpen(found.get(id)));
      if (left.length === 0) break;
      for (const [id, one] of await verdictsOf(lab, runName, variant, left, place, record))
        found.set(id, one);
    }
  }
  const results: CheckResult[] = [];
  for (const check of wanted) results.push(resultOf(check, found.get(check.id)!, results));
  return graded(name, results, own);
}

/** A check is over when it has failed; what passed with some values must pass with the others, too. */
const isOpen = (one: Found | 'unbuilt' | undefined): boolean =>
  one === undefined || (one !== 'unbuilt' && one.verdict.passed);

function withNeeded(checks: readonly LabCheck[], only: ReadonlySet<string>): LabCheck[] {
  const ids = new Set(only);
  for (const check of [...checks].reverse()) {
    if (ids.has(check.id)) for (const id of check.needs) ids.add(id);
  }
  return checks.filter(({ id }) => ids.has(id));
}

async function verdictsOf(
  lab: Lab,
  runName: string,
  variant: Variant,
  checks: readonly LabCheck[],
  { host, root }: GradingPlace,
  record: GradingOptions['record'],
): Promise<Map<string, Found | 'unbuilt'>> {
  const run = lab.runs[runName];
  const launch = launchOf(run, variant, root);
  const { maxInstructions, maxOutput, kernelFiles } = run;
  const mustHave = Object.values(kernelFiles);
  const over = await watchedRun(
    { launch, host, root, mustHave, maxInstructions, maxOutput },
    checks.map((check) => (scene) => watchFor(check, scene)),
  );
  const verdicts = new Map<string, Found | 'unbuilt'>();
  if (over.kind === 'unbuilt') {
    const verdict = { passed: false, expected: BUILT, actual: over.problem };
    // Where a check is about just that, the others depend on it.
    const tells = checks.some(({ kind }) => kind === 'builds');
    for (const { id, kind } of checks)
      verdicts.set(id, tells && kind !== 'builds' ? 'unbuilt' : { verdict, variant });
    return verdicts;
  }
  for (const [index, { id }] of checks.entries()) {
    verdicts.set(id, { verdict: await verdictOf(over.watches[index], over.end), variant });
  }
  if (record) {
    const instants = checks.flatMap(({ id, name }) => {
      const one = verdicts.get(id)!;
      return one === 'unbuilt' || one.verdict.passed
        ? []
        : [{ name, instruction: one.verdict.at ?? over.end.at }];
    });
    const called = [
      runName,
      ...Object.entries(variant).map(([option, value]) => `${option}-${String(value)}`),
    ].join('-');
    if (instants.length > 0) record(called, await over.recording(instants));
    for (const [id, one] of verdicts) {
      if (one !== 'unbuilt' && !one.verdict.passed) verdicts.set(id, { ...one, recording: called });
    }
  }
  return verdicts;
}

type Over = Extract<Awaited<ReturnType<typeof watchedRun>>, { kind: 'ended' }>;

async function verdictOf(watch: Over['watches'][number], end: Over['end']): Promise<Verdict> {
  const refused = (error: UserError): Verdict => ({
    passed: false,
    expected: MADE,
    actual: error.message.replaceAll('\n', ' '),
  });
  if (watch instanceof UserError) return refused(watch);
  try {
    return await watch.verdict(end);
  } catch (error) {
    if (error instanceof UserError) return refused(error);
    throw error;
  }
}

function resultOf(check: LabCheck, found: Found | 'unbuilt', before: readonly CheckResult[]): CheckResult {
  const { id, name, hidden, points: maxScore, needs, hint, run } = check;
  const open = needs.find((one) => before.find((result) => result.id === one)?.passed !== true);
  const base = { id, name, maxScore, hidden };
  if (open !== undefined || found === 'unbuilt') {
    const why = open === undefined ? 'the programs are not built' : `the check "${open}" did not pass`;
    return { ...base, passed: null, score: 0, message: `not checked: ${why}`, at: null };
  }
  const { verdict, variant, recording } = found;
  if (verdict.passed) return { ...base, passed: true, score: maxScore, message: '', at: null };
  const { actual, at } = verdict;
  // The lab's own words are about what happens in a run that there was.
  const isOfRun = verdict.expected !== BUILT && verdict.expected !== MADE;
  const expected = (isOfRun ? check.expected : undefined) ?? verdict.expected;
  const under = variantInWords(variant);
  return {
    ...base,
    passed: false,
    score: 0,
    message: `expected: ${expected}; but ${actual}${under === '' ? '' : ` (${under})`}`,
    at: at ?? null,
    failure: {
      expected,
      actual,
      run,
      variant,
      ...(hint === undefined ? {} : { hint }),
      ...(recording === undefined ? {} : { recording }),
    },
  };
}
