import { fileLimits } from '../base/file-limits';
import { UserError } from '../base/errors';
import { kernelNamed } from '../debug/launch/kernel-named';
import { choice, wordsOrPath, type Kind } from '../debug/launch/kinds';
import { policy } from '../debug/launch/policy';
import { resolvePrograms } from '../debug/launch/programs';
import { schedule, Workbench } from '../debug/schedule/schedule';
import { readWorkload } from '../debug/schedule/workload';
import { readFlag, splitOptions } from './arguments';
import { present } from './present';
import type { Command, Surroundings } from './command';
import { resultOf, table } from './sched-result';

const one = policy();

/** Policies with commas between; the parameters of one also have commas between. */
const policyList: Kind<readonly string[]> = {
  allowed: one.allowed,
  schema: one.schema,
  placeholder: 'P,P,...',
  read(raw) {
    const policies = split(String(raw));
    const wrong = policies.find((text) => one.read(text) === undefined);
    if (wrong === undefined) return policies;
    const allowed = one.allowedNear?.(wrong) ?? one.allowed;
    throw new UserError(`--policy: ${JSON.stringify(wrong)} is not allowed; it takes ${allowed}`);
  },
};

/** A piece with `=` and without `:` is a further parameter of the policy before it. */
function split(text: string): string[] {
  const policies: string[] = [];
  for (const piece of text.split(',')) {
    if (policies.length > 0 && /^[^:]*=/.test(piece)) policies.push(`${policies.pop()!},${piece}`);
    else policies.push(piece);
  }
  return policies;
}

/** The bare machine has nobody who schedules. */
const aKernel: Kind<string> = {
  ...wordsOrPath('builtin'),
  read: (raw) => (raw === 'none' ? undefined : wordsOrPath('builtin').read(raw)),
};

const DEFAULT = ['fifo', 'sjf', 'stcf', 'rr', 'mlfq', 'lottery', 'stride'];

const flags = {
  policy: { kind: policyList, description: `The policies to compare. [${DEFAULT.join(',')}]` },
  kernel: { kind: aKernel, description: 'The kernel that runs it. [builtin]' },
  costModel: {
    kind: choice('none', 'simple', 'caches'),
    description: 'What things take: tells the cycles of the jobs and of the kernel, too. [none]',
  },
  json: { kind: present, description: 'Write the result as JSON.' },
};

export const sched: Command = {
  name: 'sched',
  usage: '[--policy P,P,...] [--cost-model M] [--json] WORKLOAD',
  summary: 'Runs a workload (JSON) on the kernel under several policies, and compares them, in ticks.',
  flags,
  runs: false,
  async run(words, around) {
    const { given, rest } = splitOptions(words, ['policy', 'kernel', 'costModel'], true, ['json']);
    const [file, ...more] = rest;
    if (file === undefined || more.length > 0) throw new UserError('sched takes one file, a workload');
    const policies = readFlag('policy', flags.policy, given) ?? DEFAULT;
    const workload = readWorkload(
      new TextDecoder().decode(await around.host.files.readFile(file, fileLimits.workload)),
      file,
    );
    const kernel = await kernelNamed(readFlag('kernel', flags.kernel, given) ?? 'builtin', around.host);
    const costModel = readFlag('costModel', flags.costModel, given) ?? 'none';
    const bench = new Workbench(kernel, await jobProgram(around));
    const results = policies.map((policy) =>
      resultOf(policy, workload, schedule(workload, policy, bench, costModel)),
    );
    around.output.write(
      readFlag('json', flags.json, given)
        ? JSON.stringify({ policies: results }, null, 2) + '\n'
        : table(workload, results),
    );
    return 0;
  },
};

/** The job that the kernel's sources have, assembled. */
async function jobProgram({ host }: Surroundings): Promise<Uint8Array> {
  const source = `${host.sourceRoot}/kernel/user/job.s`;
  const { programs } = await resolvePrograms([{ path: source, args: [] }], host.files, 'process');
  return programs[0].bytes;
}
