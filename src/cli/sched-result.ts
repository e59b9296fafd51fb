import type { JobTimes, Schedule } from '../debug/schedule/schedule';
import type { Workload } from '../debug/schedule/workload';

/** An element of `policies` in what `trapframe sched --json` writes. */
export interface PolicyResult {
  readonly policy: string;
  readonly jobs: readonly ({ readonly name: string } & JobTimes)[];
  readonly average: JobTimes;
  /** Who had the CPU when, by the jobs' indices, in ticks. */
  readonly turns: Schedule['turns'];
  /** Instructions of the jobs, those that the kernel executed beside them (what the ticks leave out), and before them. */
  readonly instructions: Schedule['instructions'];
  readonly cycles?: Schedule['cycles'];
}

export function resultOf(
  policy: string,
  workload: Workload,
  { jobs, turns, instructions, cycles }: Schedule,
): PolicyResult {
  const average = (of: keyof JobTimes): number => mean(jobs.map((job) => job[of]));
  return {
    policy,
    jobs: jobs.map((times, index) => ({ name: workload.jobs[index].name, ...times })),
    average: {
      response: average('response'),
      turnaround: average('turnaround'),
      waiting: average('waiting'),
    },
    turns,
    instructions,
    ...(cycles && { cycles }),
  };
}

const mean = (numbers: readonly number[]): number => numbers.reduce((sum, n) => sum + n, 0) / numbers.length;

const rounded = (number: number): string => String(Math.round(number * 100) / 100);
const HEADS = ['arrival', 'response', 'turnaround', 'waiting'];

/** The results as text: for each policy a row for each job, their average, and what the kernel itself took. */
export function table(workload: Workload, results: readonly PolicyResult[]): string {
  const width = Math.max(...workload.jobs.map(({ name }) => name.length), 'average'.length);
  const line = (name: string, cells: readonly string[]): string =>
    `  ${name.padEnd(width)}${cells.map((cell) => cell.padStart(12)).join('')}`;
  const times = ({ response, turnaround, waiting }: JobTimes): string[] =>
    [response, turnaround, waiting].map(rounded);
  const arrival = mean(workload.jobs.map((job) => job.arrival));
  const blocks = results.map(({ policy, jobs, average, instructions: { user, kernel, boot }, cycles }) => [
    policy,
    line('', HEADS),
    ...jobs.map((job, index) => line(job.name, [String(workload.jobs[index].arrival), ...times(job)])),
    line('average', [rounded(arrival), ...times(average)]),
    `  instructions: ${user} of the jobs, ${kernel} of the kernel beside them, ${boot} to boot`,
    ...(cycles
      ? [
          `  cycles: ${cycles.user} of the jobs, ${cycles.kernel} of the kernel beside them, ${cycles.boot} to boot`,
        ]
      : []),
    '',
  ]);
  return blocks.flat().join('\n');
}
