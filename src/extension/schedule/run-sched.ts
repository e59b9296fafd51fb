import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { ComparedPolicy } from '../../protocol/schedule';

/** An answer of more bytes than this is not shown: a few jobs and policies take kilobytes. */
const MOST_BYTES = 64 * 2 ** 20;

/**
 * Runs a workload under policies on the real kernel: the command line does, in a process of its own, so that nothing here waits.
 * @param workload the JSON that `trapframe sched` takes
 * @throws Error in words, also when it was cancelled
 */
export async function runSched(
  cli: string,
  workload: string,
  policies: readonly string[],
  cancel: AbortSignal,
): Promise<ComparedPolicy[]> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'trapframe-sched-'));
  try {
    const file = path.join(folder, 'workload.json');
    await writeFile(file, workload);
    const words = [cli, 'sched', '--json', '--policy', policies.join(','), file];
    return (JSON.parse(await output(words, cancel)) as { policies: ComparedPolicy[] }).policies;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The editor's own executable is a Node when it is told so. */
const output = (words: readonly string[], signal: AbortSignal): Promise<string> =>
  new Promise((resolve, reject) => {
    const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
    execFile(process.execPath, words, { env, signal, maxBuffer: MOST_BYTES }, (error, out, said) => {
      if (error)
        reject(new Error(said.trim().replace(/^trapframe: (?:.*workload\.json: )?/, '') || error.message));
      else resolve(out);
    });
  });
