import { messageOf, UserError } from '../../base/errors';
import type { FileSystem } from '../../base/files';
import { Query } from '../../debug/events/query/query';
import { fieldNames, isField } from '../../debug/events/query/fields';
import { compile } from '../../debug/expressions/evaluate';
import { knownKernels } from '../../debug/kernels/known';
import { readLaunchConfiguration } from '../../debug/launch/validate';
import { policy } from '../../debug/launch/policy';
import { SystemCalls } from '../../debug/traps/system-calls';
import type { Check } from './check-kinds';
import type { Lab, LabCheck, LabRun, LabStep, Need } from './lab';
import { hiddenShape, labShape, runAttributes } from './lab-shape';
import { checkMeasure, type Measure } from './measure-shape';
import { checkShape } from './shape';

const LIMIT = { what: 'a lab file', most: 4 * 2 ** 20 };
/** Characters of a message: what is quoted in it may be of any length. */
const MOST_SAID = 1000;
const DEFAULT_INSTRUCTIONS = 10_000_000;
const DEFAULT_OUTPUT = 2 ** 20;
/** Runs that the combinations of one may come to. */
const MOST_VARIANTS = 64;

/**
 * Reads a lab's `lab.json`, and `hidden.json` where the copy is a teacher's.
 * @param folder path of the lab
 * @throws UserError with one line that names the file, the place in it, and what is allowed there
 */
export async function loadLab(files: FileSystem, folder: string): Promise<Lab> {
  const path = joined(folder, 'lab.json');
  if (!(await files.exists(path))) throw new UserError(`${folder} is no lab: it has no lab.json`);
  const json = await readJson(files, path);
  const hiddenPath = joined(folder, 'hidden.json');
  const hidden = (await files.exists(hiddenPath)) ? await readJson(files, hiddenPath) : undefined;
  return within(path, () => {
    checkShape(labShape, json);
    const lab = labOf(nameOf(folder), json as RawLab);
    if (hidden === undefined) return checked(lab);
    return within(hiddenPath, () => {
      checkShape(hiddenShape, hidden);
      return checked(withHidden(lab, hidden as RawHidden));
    });
  });
}

const clipped = (text: string): string => (text.length > MOST_SAID ? `${text.slice(0, MOST_SAID)}...` : text);

export const joined = (folder: string, name: string): string => `${folder.replace(/[/\\]+$/, '')}/${name}`;

/** The last part of a path. */
export const nameOf = (folder: string): string =>
  folder
    .split(/[/\\]/)
    .filter((part) => part !== '' && part !== '.')
    .at(-1) ?? 'lab';

async function readJson(files: FileSystem, path: string): Promise<unknown> {
  const text = new TextDecoder().decode(await files.readFile(path, LIMIT));
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new UserError(`${path} is no JSON: ${messageOf(error)}`);
  }
}

function within<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof UserError) || error.message.startsWith(path.slice(0, path.lastIndexOf('/') + 1)))
      throw error;
    throw new UserError(`${path}: ${clipped(error.message)}`);
  }
}

type RawRun = Readonly<Record<string, unknown>>;
type RawCheck = Check & Partial<LabCheck> & Pick<LabCheck, 'id' | 'name'>;
interface RawHidden {
  readonly checks: readonly RawCheck[];
  readonly runs?: Readonly<Record<string, RawRun>>;
}
interface RawLab extends RawHidden {
  readonly title: string;
  readonly version: string;
  readonly writtenFor?: string;
  readonly minutes?: number;
  readonly goals?: readonly string[];
  readonly needs?: readonly Need[];
  readonly handIn: readonly string[];
  readonly runs: Readonly<Record<string, RawRun>>;
  readonly steps?: readonly (Omit<LabStep, 'predictions' | 'checks'> & Partial<LabStep>)[];
}

function labOf(name: string, raw: RawLab): Lab {
  const [first] = Object.keys(raw.runs);
  if (first === undefined)
    throw new UserError('runs is empty: there must be one way at least to run the machine');
  return {
    name,
    title: raw.title,
    version: raw.version,
    writtenFor: raw.writtenFor ?? '',
    ...(raw.minutes === undefined ? {} : { minutes: raw.minutes }),
    goals: raw.goals ?? [],
    needs: raw.needs ?? [],
    handIn: raw.handIn,
    runs: mapped(raw.runs, runOf),
    steps: (raw.steps ?? []).map((step) => ({
      ...step,
      predictions: step.predictions ?? [],
      checks: step.checks ?? [],
    })),
    checks: raw.checks.map((check) => checkOf(check, first)),
  };
}

function withHidden(lab: Lab, { checks, runs = {} }: RawHidden): Lab {
  for (const name of Object.keys(runs)) {
    if (Object.hasOwn(lab.runs, name)) throw new UserError(`runs.${name}: lab.json has a run of that name`);
  }
  const [first] = Object.keys(lab.runs);
  return {
    ...lab,
    runs: { ...lab.runs, ...mapped(runs, runOf) },
    checks: [...lab.checks, ...checks.map((check) => ({ ...checkOf(check, first), hidden: true }))],
  };
}

const mapped = <T, U>(
  of: Readonly<Record<string, T>>,
  change: (value: T, key: string) => U,
): Record<string, U> =>
  Object.fromEntries(Object.entries(of).map(([key, value]) => [key, change(value, key)]));

function checkOf(raw: RawCheck, firstRun: string): LabCheck {
  return { points: 1, hidden: false, needs: [], run: firstRun, ...raw };
}

function runOf(raw: RawRun, name: string): LabRun {
  const { kernelFiles, maxInstructions, maxOutput, vary, perStudent, ...launch } = raw as RawRun &
    Partial<LabRun>;
  const place = `runs.${name}`;
  const run: LabRun = {
    launch,
    kernelFiles: kernelFiles ?? {},
    maxInstructions: maxInstructions ?? DEFAULT_INSTRUCTIONS,
    maxOutput: maxOutput ?? DEFAULT_OUTPUT,
    vary: vary ?? {},
    perStudent: perStudent ?? {},
  };
  if (Object.keys(run.kernelFiles).length > 0 && (launch as RawRun)['kernel'] !== undefined) {
    throw new UserError(`${place} has both kernel and kernelFiles, which are files of the built-in one`);
  }
  let combinations = 1;
  for (const [option, values] of Object.entries(run.vary)) {
    checkOption(option, `${place}.vary`);
    for (const value of values) configured(place, { ...launch, [option]: value });
    combinations *= values.length;
  }
  if (combinations > MOST_VARIANTS)
    throw new UserError(`${place}.vary makes ${combinations} runs; ${MOST_VARIANTS} are allowed`);
  for (const [option, { from, to }] of Object.entries(run.perStudent)) {
    checkOption(option, `${place}.perStudent`);
    if (from > to) throw new UserError(`${place}.perStudent.${option}: ${from} is more than ${to}`);
    if (Object.hasOwn(run.vary, option)) throw new UserError(`${place}.perStudent.${option} is in vary, too`);
    for (const value of [from, to]) configured(place, { ...launch, [option]: value });
  }
  configured(place, launch);
  return run;
}

function checkOption(option: string, place: string): void {
  if ((runAttributes as readonly string[]).includes(option)) return;
  throw new UserError(`${place}.${option} is no option of a run; there are ${runAttributes.join(', ')}`);
}

/** @throws UserError when it is no launch configuration */
function configured(place: string, launch: RawRun): void {
  try {
    readLaunchConfiguration(launch);
  } catch (error) {
    throw error instanceof UserError ? new UserError(`${place}: ${error.message}`) : error;
  }
}

/** What belongs together does. */
function checked(lab: Lab): Lab {
  checkNeeds(lab);
  const ids = new Set<string>();
  for (const [index, check] of lab.checks.entries()) {
    const place = `checks[${index}] (${check.id})`;
    if (!/^[A-Za-z0-9_.-]+$/.test(check.id))
      throw new UserError(
        `checks[${index}].id must be letters, digits, "-", "_" and ".", not ${JSON.stringify(check.id)}`,
      );
    if (ids.has(check.id)) throw new UserError(`${place}: there is another check of this id`);
    for (const one of check.needs) {
      if (!ids.has(one))
        throw new UserError(`${place}: needs names "${one}", which is no check before this one`);
    }
    ids.add(check.id);
    checkRun(lab, check.run, `${place}.run`);
    if (!(check.points >= 0)) throw new UserError(`${place}.points must not be less than 0`);
    checkExpressions(lab, check, place);
  }
  const questions = new Set<string>();
  for (const { title, predictions, checks } of lab.steps) {
    for (const id of checks) {
      if (!ids.has(id)) throw new UserError(`the step "${title}" names a check "${id}" that there is not`);
    }
    for (const { id, answer } of predictions) {
      const place = `the prediction "${id}"`;
      if (!/^[A-Za-z0-9_.-]+$/.test(id))
        throw new UserError(`${place}: its id must be letters, digits, "-", "_" and "."`);
      if (questions.has(id)) throw new UserError(`${place}: there is another of this id`);
      questions.add(id);
      checkRun(lab, answer.run, place);
      checkMeasured(answer, place);
    }
  }
  return lab;
}

/** What a run is made of must be named by `needs`, so that nobody finds out too late. */
function checkNeeds({ runs, needs }: Lab): void {
  if (needs.includes('c-compiler')) return;
  for (const [name, { launch, kernelFiles }] of Object.entries(runs)) {
    const { programs, options } = readLaunchConfiguration(launch);
    const sources = programs.flatMap(({ path, sources = [] }) => [path, ...sources]);
    const isCompiled = sources.some((path) => path.endsWith('.c')) || Object.keys(kernelFiles).length > 0;
    const why = isCompiled
      ? 'C'
      : options.kernel.endsWith('.elf') || ['builtin', 'none'].includes(options.kernel)
        ? ''
        : 'a kernel';
    if (why !== '') throw new UserError(`runs.${name} compiles ${why}: needs must name "c-compiler"`);
  }
}

function checkRun(lab: Lab, run: string | undefined, place: string): void {
  if (run === undefined || Object.hasOwn(lab.runs, run)) return;
  throw new UserError(`${place}: there is no run "${run}"; there are ${Object.keys(lab.runs).join(', ')}`);
}

/** @throws UserError when an expression makes no sense, or bounds are missing */
function checkExpressions(lab: Lab, check: LabCheck, place: string): void {
  const facts = (name: string, text: string | undefined): void => {
    if (text !== undefined) over(`${place}.${name}`, () => new Query(text, builtinCalls()));
  };
  const one = check as unknown as Readonly<Record<string, unknown>>;
  for (const name of ['where', 'then', 'after', 'before', 'count'])
    facts(name, one[name] as string | undefined);
  switch (check.kind) {
    case 'order':
      check.events.forEach((text, i) => facts(`events[${i}]`, text));
      break;
    case 'each':
      facts('holds', check.holds);
      break;
    case 'state':
      over(`${place}.holds`, () => compile(check.holds));
      if (check.nth !== undefined && check.where === undefined)
        throw new UserError(`${place}.nth has a meaning only with where`);
      break;
    case 'output':
      if (check.is ?? check.contains ?? check.lines ?? check.lacks) break;
      if (check.is === '') break;
      throw new UserError(`${place} must have one of is, contains, lines, lacks`);
    case 'answer':
      checkMeasured(check, place);
      if (!lab.handIn.includes('answers.txt'))
        throw new UserError(`${place}: answers are in answers.txt, which handIn must name`);
      break;
    case 'schedule':
      if (policy().read(check.policy) === undefined)
        throw new UserError(
          `${place}.policy: ${JSON.stringify(check.policy)} is not allowed; it takes ${policy().allowed}`,
        );
      if (check.asPolicy === undefined) hasBounds(check, place);
      break;
    case 'instructions':
    case 'average':
      hasBounds(check, place);
      break;
    default:
  }
}

function hasBounds(check: { atLeast?: number; atMost?: number; exactly?: number }, place: string): void {
  if (check.atLeast ?? check.atMost ?? check.exactly ?? undefined) return;
  if (check.atLeast === 0 || check.atMost === 0 || check.exactly === 0) return;
  throw new UserError(`${place} must have one of atLeast, atMost, exactly`);
}

function checkMeasured(measure: Measure, place: string): void {
  checkMeasure(measure, place);
  const { count, value, walk, where, field } = measure;
  for (const text of [count, where])
    if (text !== undefined) over(place, () => new Query(text, builtinCalls()));
  for (const text of [value, walk]) if (text !== undefined) over(place, () => compile(text));
  if (field !== undefined && !isField(field))
    throw new UserError(`${place}.field: events have no "${field}"; there are ${fieldNames.join(', ')}`);
}

function over(place: string, read: () => unknown): void {
  try {
    read();
  } catch (error) {
    throw error instanceof UserError ? new UserError(`${place}: ${error.message}`) : error;
  }
}

/** Calls that the built-in kernel has. */
function builtinCalls(): SystemCalls {
  const [builtin] = knownKernels();
  return new SystemCalls(builtin.systemCalls ?? [], builtin.errors);
}
