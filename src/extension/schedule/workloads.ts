import type { ComparedJob } from '../../protocol/schedule';

/** What is to be scheduled. */
export interface Workload {
  readonly name: string;
  readonly why: string;
  readonly jobs: readonly ComparedJob[];
  /** As it was read from a file, which may say more. */
  readonly file?: string;
}

/** The lecture's examples. */
export const workloads: readonly Workload[] = [
  {
    name: 'Three equal jobs',
    why: 'in turn or one after another: response against turnaround',
    jobs: ['A', 'B', 'C'].map((name) => ({ name, arrival: 0, run: 5 })),
  },
  {
    name: 'A convoy',
    why: 'one long job in front of two short ones',
    jobs: [
      { name: 'long', arrival: 0, run: 20 },
      { name: 'short 1', arrival: 0, run: 3 },
      { name: 'short 2', arrival: 0, run: 3 },
    ],
  },
  {
    name: 'Late and short',
    why: 'short jobs come while a long one runs: who may interrupt?',
    jobs: [
      { name: 'long', arrival: 0, run: 15 },
      { name: 'late 1', arrival: 4, run: 3 },
      { name: 'late 2', arrival: 6, run: 3 },
    ],
  },
  {
    name: 'Interactive and batch',
    why: 'one that waits for input again and again, beside two that calculate',
    jobs: [
      { name: 'editor', arrival: 0, run: 6, io: { every: 1, length: 3 } },
      { name: 'batch 1', arrival: 0, run: 12 },
      { name: 'batch 2', arrival: 0, run: 12 },
    ],
  },
  {
    name: 'Shares',
    why: 'tickets 1, 2 and 3: who gets how much of the CPU?',
    jobs: [1, 2, 3].map((tickets) => ({ name: `tickets ${tickets}`, arrival: 0, run: 12, tickets })),
  },
];

/** The policies that a comparison begins with, and one line about each. */
export const policies: readonly (readonly [name: string, words: string])[] = [
  ['fifo', 'in the order of arrival, each to its end'],
  ['sjf', 'shortest job first, each to its end'],
  ['stcf', 'shortest time to completion first'],
  ['rr', 'round robin: each a time slice, in turn'],
  ['mlfq', 'multi-level feedback queue'],
  ['lottery', 'a ticket is drawn for each slice'],
  ['stride', 'in proportion to the tickets, without chance'],
];

/**
 * Jobs as they are typed: `A 0 10, B 2 5` (name, arrival, run).
 * @throws Error in words
 */
export function jobsIn(text: string): ComparedJob[] {
  const jobs = text.split(/[,;\n]/).flatMap((part) => {
    const words = part.trim().split(/\s+/);
    if (words[0] === '') return [];
    const [name, arrival, run] = words;
    if (words.length !== 3 || !/^\d+$/.test(arrival) || !/^[1-9]\d*$/.test(run)) {
      throw new Error(`“${part.trim()}” is no job: a name, when it arrives, and how many ticks it runs`);
    }
    return { name, arrival: Number(arrival), run: Number(run) };
  });
  if (jobs.length === 0) throw new Error('Name a job, such as: A 0 10, B 2 5');
  return jobs;
}

/** The workload as `trapframe sched` takes it. */
export const asFile = ({ jobs, file }: Workload): string => file ?? JSON.stringify({ jobs }, null, 2) + '\n';
