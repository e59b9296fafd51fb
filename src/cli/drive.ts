import type { Machine, Stop } from '../machine/types';
import type { Surroundings } from './command';

/** Steps between two looks at the world outside: a few milliseconds' worth. */
const SLICE = 500_000;

/** Why nobody wants the run to go on, though the machine could. */
export type Abandoned = { readonly kind: 'interrupted' } | { readonly kind: 'unread' };

/**
 * Runs the machine to its end or to the instant `limit`, and lets the outside in between slices: output leaves, signals
 * arrive. Stops in the middle go to `onPause`, and the machine goes on.
 */
export async function drive(
  machine: Machine,
  limit: number,
  { output, interrupt, stdin }: Surroundings,
  onPause: (stop: Stop) => void = () => {},
): Promise<Stop | Abandoned> {
  // A breakpoint reported at this instant is passed: a slice may end right on it.
  let reported = -1;
  for (;;) {
    const end = Math.min(limit, machine.instant + SLICE);
    const stop = machine.run(end, { passBreakpoint: machine.instant === reported });
    if (stop.kind === 'breakpoint' || stop.kind === 'trap' || stop.kind === 'return') {
      if (stop.kind === 'breakpoint') reported = machine.instant;
      onPause(stop);
      continue;
    }
    const isIdle = stop.kind === 'idle' && stdin !== undefined;
    if (!isIdle && (stop.kind !== 'limit' || machine.instant >= limit)) return stop;
    await output.flush();
    if (output.closed) return { kind: 'unread' };
    await (isIdle ? stdin.news(interrupt) : new Promise(setImmediate));
    if (interrupt.aborted) return { kind: 'interrupted' };
  }
}
