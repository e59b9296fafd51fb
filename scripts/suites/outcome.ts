/** How a suite of `npm test` went. */
export interface Outcome {
  passed: number;
  failed: number;
  skipped: number;
  /** What failed, as words that `Suite.run` takes to run it again: paths of files, or names of tests. */
  failures?: string[];
  /** Why the whole suite could not run on this machine. */
  reason?: string;
}

/** The outcome of a suite that cannot run here. */
export const unable = (reason: string): Outcome => ({ passed: 0, failed: 0, skipped: 1, reason });

export interface Suite {
  name: string;
  /** @param filter only files whose path contains one of these words; all files when it is empty */
  run(filter: readonly string[]): Promise<Outcome>;
}
