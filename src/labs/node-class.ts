import { availableParallelism } from 'node:os';
import { stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { UserError } from '../base/errors';
import type { Host } from '../host/host';
import type { Lab } from './format/lab';
import type { RecordingText } from './node-errand';
import { findFence, type Fence } from './node-fences';
import { checkInstalled } from './node-installed';
import { readSubmission } from './node-folders';
import { gradeIsolated, unjudged } from './node-isolated';
import { readLabFiles } from './node-workspace';
import type { SubmissionResult } from './results/result';

export interface ClassOptions {
  /** What the only submission is called; absent: as its folder. */
  readonly name?: string | undefined;
  /** Submissions that are graded at once; absent: as many as there are cores. */
  readonly jobs?: number | undefined;
  /** Of the wall clock, for each submission. */
  readonly seconds: number;
  /** Takes recordings of what failed. */
  readonly record?: ((submission: string, recording: RecordingText) => Promise<void>) | undefined;
  readonly signal: AbortSignal;
  /** Told of the fence before the first submission. */
  readonly fenced: (fence: Fence) => void;
}

/** @returns results in the order of the submissions. @throws UserError when one of them is no file and no folder */
export async function gradeClass(
  lab: Lab,
  folder: string,
  submissions: readonly string[],
  host: Host,
  options: ClassOptions,
): Promise<SubmissionResult[]> {
  for (const path of submissions) {
    const about = await stat(path).catch(() => undefined);
    if (!about) throw new UserError(`${path}: there is no such file or folder`);
    if (about.isFile() && lab.handIn.length > 1)
      throw new UserError(`${path} is a file; this lab takes a folder with ${lab.handIn.join(', ')}`);
  }
  checkInstalled(lab);
  const names = options.name === undefined ? namesOf(submissions) : [options.name];
  const common = await readLabFiles(folder, lab.handIn);
  const script = join(host.builtinKernel, '..', '..', 'grader.js');
  const fence = findFence(script, host.sourceRoot);
  options.fenced(fence);
  const results: SubmissionResult[] = [];
  const waiting = [...submissions.entries()];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      if (options.signal.aborted) return;
      const [index, path] = next;
      results[index] = await one(path, names[index]);
    }
  };
  const one = async (path: string, name: string): Promise<SubmissionResult> => {
    let handedIn;
    try {
      handedIn = await readSubmission(path, lab.handIn);
    } catch (error) {
      return unjudged(lab, name, (error as Error).message);
    }
    const { result, recordings } = await gradeIsolated(lab, name, new Map([...common, ...handedIn]), {
      fence,
      seconds: options.seconds,
      records: options.record !== undefined,
      signal: options.signal,
    });
    for (const recording of recordings) await options.record?.(name, recording);
    return result;
  };
  await Promise.all(Array.from({ length: options.jobs ?? availableParallelism() }, work));
  return results;
}

/** The last part of each path; the whole path where two are the same. */
function namesOf(paths: readonly string[]): string[] {
  const short = paths.map((path) => basename(resolve(path)));
  return short.map((name, index) => (short.indexOf(name) === short.lastIndexOf(name) ? name : paths[index]));
}
