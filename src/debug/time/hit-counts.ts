import type { DataTable } from '../breakpoints/data/table';
import type { BreakpointTable } from '../breakpoints/table';
import type { Trigger } from '../breakpoints/trigger';
import type { Witness } from '../witness';

/** How often breakpoints have been hit, counted along the run from the instant at which each was set. */
export class HitCounts implements Witness {
  constructor(
    private readonly breakpoints: BreakpointTable,
    private readonly data: DataTable,
    private readonly now: () => number,
  ) {
    // What was set before the start counts from the reset.
    for (const one of this.triggers()) {
      one.hits = 0;
      one.since = 0;
    }
  }

  /** Breakpoints were set: those that are new count from now on. */
  changed(): void {
    for (const one of this.triggers()) one.since ??= this.now();
  }

  save(): unknown {
    return new Map([...this.triggers()].map((one) => [one, one.hits]));
  }

  restore(hits: ReadonlyMap<Trigger, number>): void {
    for (const one of this.triggers()) one.hits = hits.get(one) ?? 0;
  }

  /** Whether a state that was saved at an instant knows of every hit that matters. */
  isKnownIn(state: unknown, at: number): boolean {
    const hits = state as ReadonlyMap<Trigger, number>;
    for (const one of this.triggers()) {
      if (one.isCounted && at > (one.since ?? 0) && !hits.has(one)) return false;
    }
    return true;
  }

  /** Whether anybody wants to know how often something was hit. */
  get matters(): boolean {
    for (const one of this.triggers()) if (one.isCounted) return true;
    return false;
  }

  private *triggers(): Iterable<Trigger> {
    yield* this.breakpoints.all();
    yield* this.data.all;
  }
}
