import type { ChildProcess } from 'node:child_process';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { messageOf } from '../base/errors';
import type { Lab } from './format/lab';
import { graded } from './grade/graded';
import type { SubmissionResult } from './results/result';
import { filesToText, type Errand, type Errands, type RecordingText } from './node-errand';
import type { Fence } from './node-fences';
import type { Folder } from './node-folders';

/** Bytes of an answer that are read; no recording is that long. */
const MOST = 2 ** 29;

/** What came of an errand: a result in every case. */
export interface Isolated {
  readonly result: SubmissionResult;
  readonly recordings: readonly RecordingText[];
}

/**
 * Grades one submission in a process of its own, whatever that does.
 * @param seconds of the wall clock after which the process is ended
 */
export async function gradeIsolated(
  lab: Lab,
  name: string,
  files: Folder,
  {
    fence,
    seconds,
    records,
    signal,
  }: { fence: Fence; seconds: number; records: boolean; signal: AbortSignal },
): Promise<Isolated> {
  const folder = await mkdtemp(join(tmpdir(), 'trapframe-grade-'));
  try {
    if (process.getuid?.() === 0) await chown(folder, 65534, 65534);
    const errand: Errand = { lab, name, files: filesToText(files), records };
    const came = await sent(fence.start(folder), errand, seconds, signal);
    if (came.kind === 'graded') return { result: came.graded, recordings: came.recordings };
    return { result: unjudged(lab, name, came.message), recordings: [] };
  } catch (error) {
    return { result: unjudged(lab, name, messageOf(error)), recordings: [] };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The result of a submission that could not be graded. */
export function unjudged(lab: Lab, name: string, error: string): SubmissionResult {
  const checks = lab.checks.map(({ id, name: called, points, hidden }) => ({
    id,
    name: called,
    passed: null,
    score: 0,
    maxScore: points,
    message: `not checked: the grader failed: ${error}`,
    at: null,
    hidden,
  }));
  return { ...graded(name, checks, {}), passed: false, error };
}

function sent(child: ChildProcess, errand: Errand, seconds: number, signal: AbortSignal): Promise<Errands> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    let said = '';
    let why: string | undefined;
    const end = (because: string): void => {
      why ??= because;
      kill(child);
    };
    const late = setTimeout(
      () =>
        end(
          `it was ended after ${seconds} seconds of the wall clock, and not by a verdict about the submission`,
        ),
      seconds * 1000,
    );
    const interrupted = (): void => end('it was interrupted');
    signal.addEventListener('abort', interrupted, { once: true });
    child.stdout?.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > MOST) end('it said too much');
      else chunks.push(chunk);
    });
    child.stderr?.on('data', (chunk: Buffer) => {
      if (said.length < 2000) said += chunk.toString();
    });
    child.on('error', (error) => {
      why ??= error.message;
    });
    child.on('close', (status, killed) => {
      clearTimeout(late);
      signal.removeEventListener('abort', interrupted);
      // What it has left running ends with it.
      kill(child);
      if (why !== undefined) return resolve({ kind: 'failed', message: why });
      resolve(read(Buffer.concat(chunks).toString(), status, killed, said));
    });
    // A process that ends early does not read.
    child.stdin?.on('error', () => {});
    child.stdin?.end(JSON.stringify(errand));
  });
}

function read(text: string, status: number | null, killed: string | null, said: string): Errands {
  try {
    return JSON.parse(text) as Errands;
  } catch {
    const [line = ''] = said.trim().split('\n').slice(-1);
    const how = killed === null ? `it ended with status ${status}` : `it was ended by ${killed}`;
    return { kind: 'failed', message: `${how}${line === '' ? '' : `: ${line}`}` };
  }
}

function kill(child: ChildProcess): void {
  try {
    if (process.platform !== 'win32' && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    else child.kill('SIGKILL');
  } catch {
    // It is gone.
  }
}
