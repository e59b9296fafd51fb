import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Writable } from 'node:stream';
import { dispatch } from '../../../src/cli/dispatch';
import { Output } from '../../../src/cli/output';
import type { PolicyResult } from '../../../src/cli/sched-result';
import { nodeHost } from '../../../src/host/node-host';
import { root } from '../root';
import type { Job, Times } from './workload';

/** What `trapframe sched --json --policy ...` says about a workload: for each policy the times of each job. */
export async function sched(
  workload: { readonly jobs: readonly Job[]; readonly slice?: number },
  policies: readonly string[],
): Promise<Times[][]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'trapframe-sched-'));
  try {
    const file = path.join(folder, 'workload.json');
    const jobs = workload.jobs.map((job, index) => ({ name: `job ${index}`, ...job }));
    writeFileSync(file, JSON.stringify({ ...workload, jobs }));
    const chunks: Uint8Array[] = [];
    const stream = new Writable({ write: (chunk: Uint8Array, _, done) => (chunks.push(chunk), done()) });
    const said: string[] = [];
    const status = await dispatch(['sched', '--json', '--policy', policies.join(','), file], {
      output: new Output(stream),
      say: (text) => said.push(text),
      host: nodeHost(path.join(root, 'dist')),
      writeFile: () => Promise.resolve(),
      checkWritable: () => Promise.resolve(),
      interrupt: new AbortController().signal,
    });
    if (status !== 0) throw new Error(said.join('\n'));
    const result = JSON.parse(Buffer.concat(chunks).toString()) as { policies: PolicyResult[] };
    return result.policies.map((one) =>
      one.jobs.map(({ response, turnaround, waiting }) => ({ response, turnaround, waiting })),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}
