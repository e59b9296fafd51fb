/** One job of a workload; times in ticks. */
export interface Job {
  readonly arrival: number;
  readonly run: number;
  readonly tickets?: number;
  readonly estimate?: number;
  readonly io?: { readonly every: number; readonly length: number } | undefined;
}

/** What became of a job, in ticks. */
export interface Times {
  readonly response: number;
  readonly turnaround: number;
  readonly waiting: number;
}
