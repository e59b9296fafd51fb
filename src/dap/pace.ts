import type { Pace } from '../debug/run/pace';

/** Milliseconds that the machine has the thread for before it lets requests in. */
const SLICE_TIME = 5;
const SHORTEST = 1_000;
const LONGEST = 50_000_000;

/** Slices of a few milliseconds, however fast the machine is. */
export class HostPace implements Pace {
  slice = 100_000;
  private began = performance.now();

  constructor(private readonly letIn: () => Promise<void>) {}

  async rest(steps: number): Promise<void> {
    const took = Math.max(0.01, performance.now() - this.began);
    // At most double: one short slice says little about the next.
    const fitting = Math.min(2 * this.slice, Math.round((steps / took) * SLICE_TIME));
    this.slice = Math.min(LONGEST, Math.max(SHORTEST, fitting));
    await this.letIn();
    this.began = performance.now();
  }
}
