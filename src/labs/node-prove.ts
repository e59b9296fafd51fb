import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../base/errors';
import type { Host } from '../host/host';
import type { Lab } from './format/lab';
import type { Graded } from './grade/graded';
import { gradeHere } from './node-grading';
import { checkInstalled } from './node-installed';
import { readLabFolder, type Folder } from './node-folders';
import { readLabFiles } from './node-workspace';

/** What a lab is proved by: an answer, and what must come of it. */
export interface Proof {
  /** Its folder in the lab, such as `wrong/prints-it`; `wrong` for what all wrong answers leave open. */
  readonly what: string;
  readonly isRight: boolean;
  /** Whether it is no mistake in the lab, but something that its writer should do. */
  readonly isAdvice?: boolean;
  /** One line. */
  readonly says: string;
}

/** Which checks must catch each wrong answer: `wrong/caught-by.json`, `{ "NAME": "check" }` or several of them. */
const CAUGHT_BY = 'caught-by.json';

/**
 * Proves a lab: its solution passes, its starter fails with a message, and each wrong answer fails on its check. Of checks that no
 * wrong answer fails it gives the advice to write one; only those that programs are built need none.
 * @throws UserError when there is nothing to prove it by
 */
export async function* proveLab(lab: Lab, folder: string, host: Host): AsyncGenerator<Proof> {
  checkInstalled(lab);
  const files = await readLabFiles(folder, lab.handIn);
  const answer = async (...folders: readonly string[]): Promise<Folder> => {
    const all = new Map(files);
    for (const one of folders) {
      const own = await readLabFolder(join(folder, one));
      for (const name of lab.handIn) if (own.has(name)) all.set(name, own.get(name)!);
    }
    return all;
  };
  const solution = await answer('solution');
  const missing = lab.handIn.find((name) => !solution.has(name));
  if (missing !== undefined)
    throw new UserError(`${join(folder, 'solution')} has no ${missing}, which is handed in`);
  yield solved(await gradeHere(lab, 'solution', solution, host));
  yield unsolved(await gradeHere(lab, 'starter', await answer('starter'), host));
  const caughtBy = await readCaughtBy(folder, lab);
  const open = new Set(lab.checks.filter(({ kind }) => kind !== 'builds').map(({ id }) => id));
  for (const name of await wrongAnswers(folder)) {
    const ids = caughtBy.get(name);
    const what = `wrong/${name}`;
    if (ids === undefined) {
      yield { what, isRight: false, says: `wrong/${CAUGHT_BY} does not say which check must catch it` };
    } else {
      const result = await gradeHere(lab, name, await answer('solution', what), host);
      for (const { id, passed } of result.checks) if (passed === false) open.delete(id);
      yield caught(what, result, ids);
    }
    caughtBy.delete(name);
  }
  for (const name of caughtBy.keys()) {
    yield {
      what: `wrong/${name}`,
      isRight: false,
      says: `wrong/${CAUGHT_BY} names it, and there is no such folder`,
    };
  }
  if (open.size > 0) yield unproven([...open]);
}

function solved(result: Graded): Proof {
  const failing = result.checks.find((check) => check.passed !== true);
  const says = failing ? `it must pass, and fails: ${failing.id}: ${failing.message}` : 'it passes';
  return { what: 'solution', isRight: !failing, says };
}

function unsolved(result: Graded): Proof {
  const failing = result.checks.find((check) => check.passed === false);
  const says = failing ? `it fails: ${failing.id}: ${failing.message}` : 'it must fail, and passes';
  return { what: 'starter', isRight: failing !== undefined, says };
}

function caught(what: string, result: Graded, ids: readonly string[]): Proof {
  const free = ids.find((id) => result.checks.find((check) => check.id === id)?.passed !== false);
  if (free === undefined) {
    const { message } = result.checks.find((check) => check.id === ids[0])!;
    return { what, isRight: true, says: `it fails: ${ids.join(', ')}: ${message}` };
  }
  const failing = result.checks.filter((check) => check.passed === false).map(({ id }) => id);
  const others = failing.length === 0 ? 'it passes all' : `it fails on ${failing.join(', ')}`;
  return { what, isRight: false, says: `it must fail on ${free}; ${others}` };
}

function unproven(ids: readonly string[]): Proof {
  const says = `no wrong answer fails on ${ids.join(', ')}: write one for each, or nobody knows that it can fail`;
  return { what: 'wrong', isRight: true, isAdvice: true, says };
}

async function wrongAnswers(folder: string): Promise<string[]> {
  const entries = await readdir(join(folder, 'wrong'), { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

async function readCaughtBy(folder: string, lab: Lab): Promise<Map<string, readonly string[]>> {
  const path = join(folder, 'wrong', CAUGHT_BY);
  const bytes = (await readLabFolder(join(folder, 'wrong'))).get(CAUGHT_BY);
  if (bytes === undefined || typeof bytes === 'string') return new Map();
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    throw new UserError(`${path} is no JSON: ${(error as Error).message}`);
  }
  const known = new Set(lab.checks.map(({ id }) => id));
  const isRight = typeof json === 'object' && json !== null && !Array.isArray(json);
  if (!isRight)
    throw new UserError(`${path} must be an object: for each wrong answer the check that must catch it`);
  return new Map(
    Object.entries(json as object).map(([name, value]: [string, unknown]) => {
      const ids: unknown[] = Array.isArray(value) ? value : [value];
      const wrong = ids.find((id) => !known.has(id as string));
      if (wrong !== undefined || ids.length === 0)
        throw new UserError(`${path}: ${name}: there is no check ${JSON.stringify(wrong ?? value)}`);
      return [name, ids as string[]];
    }),
  );
}
