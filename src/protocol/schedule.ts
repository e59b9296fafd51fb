// What the extension tells the page that compares scheduling policies, and what that asks for.

/** A job of a workload; times are in ticks. */
export interface ComparedJob {
  readonly name: string;
  readonly arrival: number;
  readonly run: number;
  readonly tickets?: number;
  readonly estimate?: number;
  readonly io?: { readonly every: number; readonly length: number };
}

export interface ComparedTimes {
  readonly response: number;
  readonly turnaround: number;
  readonly waiting: number;
}

/** As `trapframe sched --json` has it. */
export interface ComparedPolicy {
  readonly policy: string;
  readonly jobs: readonly ({ readonly name: string } & ComparedTimes)[];
  readonly average: ComparedTimes;
  readonly turns: readonly { readonly job: number; readonly from: number; readonly to: number }[];
}

export interface Comparison {
  /** What the workload is called. */
  readonly workload: string;
  /** The JSON that `trapframe sched` takes. */
  readonly file: string;
  readonly jobs: readonly ComparedJob[];
  readonly policies: readonly ComparedPolicy[];
}

export type FromComparison =
  | { readonly type: 'ready' }
  /** Other jobs, or other policies. */
  | { readonly type: 'again' }
  /** Show the workload as the JSON that `trapframe sched` takes. */
  | { readonly type: 'workload' };

export interface ToComparison {
  readonly type: 'show';
  readonly comparison: Comparison;
}
