import { fileLimits } from '../../base/file-limits';
import { messageOf, UserError } from '../../base/errors';
import { kernelNamed } from '../../debug/launch/kernel-named';
import type { Kernel } from '../../debug/launch/images';
import { schedule, Workbench, type JobTimes } from '../../debug/schedule/schedule';
import { readWorkload } from '../../debug/schedule/workload';
import { resolvePrograms } from '../../debug/launch/programs';
import type { LaunchHost } from '../../debug/launch/host';
import type { CheckOf } from '../format/check-kinds';
import { boundsInWords, isWithin } from './bounds';
import { failed, passed, type Scene, type Verdict, type Watch } from './watch';

/** A host that knows where the product's own sources are. */
export type ScheduleHost = LaunchHost & { readonly sourceRoot: string };

/** What a policy of the run's kernel makes of a workload. It needs no run of its own. */
export function watchSchedule(check: CheckOf<'schedule'>, { booted, host, pathOf }: Scene): Watch {
  return { verdict: () => judge(check, booted.kernel, host as ScheduleHost, pathOf(check.workload)) };
}

async function judge(
  check: CheckOf<'schedule'>,
  kernel: Kernel | undefined,
  host: ScheduleHost,
  path: string,
): Promise<Verdict> {
  const { of, policy, job, asPolicy, workload: name } = check;
  if (!kernel) return failed('a kernel', 'the run has none');
  const workload = readWorkload(
    new TextDecoder().decode(await host.files.readFile(path, fileLimits.workload)),
    name,
  );
  const index = workload.jobs.findIndex((one) => one.name === job);
  if (job !== undefined && index < 0) throw new UserError(`${check.workload} has no job "${job}"`);
  const { programs } = await resolvePrograms(
    [{ path: `${host.sourceRoot}/kernel/user/job.s`, args: [] }],
    host.files,
    'process',
  );
  const timesOf = (times: readonly JobTimes[]): number => {
    const chosen = job === undefined ? times : [times[index]];
    return Number((chosen.reduce((sum, one) => sum + one[of], 0) / chosen.length).toFixed(2));
  };
  const whose = job === undefined ? `the average ${of}` : `the ${of} of ${job}`;
  const subject = `${whose} with ${policy} on ${name}`;
  let found: readonly JobTimes[];
  try {
    found = schedule(workload, policy, new Workbench(kernel, programs[0].bytes)).jobs;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return failed(`${subject} ${boundsInWords(check)}`.trimEnd(), messageOf(error));
  }
  const time = timesOf(found);
  if (asPolicy === undefined) {
    const expected = `${subject} is ${boundsInWords(check)} ticks`;
    return isWithin(check, time) ? passed(expected, `it is ${time}`) : failed(expected, `it is ${time}`);
  }
  const builtin = await kernelNamed('builtin', host);
  const model = schedule(workload, asPolicy, new Workbench(builtin, programs[0].bytes)).jobs;
  const expected = `${subject} is that of ${asPolicy} for each job`;
  const wrong = workload.jobs.findIndex(
    (_, i) => (job === undefined || i === index) && found[i][of] !== model[i][of],
  );
  if (wrong < 0) return passed(expected, 'so it is');
  return failed(
    expected,
    `the ${of} of ${workload.jobs[wrong].name} is ${found[wrong][of]} ticks, and with ${asPolicy} ${model[wrong][of]}`,
  );
}
