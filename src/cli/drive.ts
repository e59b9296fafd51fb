import type { Pace } from '../debug/run/pace';
import { Runner } from '../debug/run/runner';
import type { End } from '../debug/run/stop';
import type { Witness } from '../debug/witness';
import type { Machine } from '../machine/types';
import type { Surroundings } from './command';

/** Steps between two looks at the world outside: a few milliseconds' worth. */
const SLICE = 500_000;

/** How a run came out: by itself, at the instant that was its limit, or because nobody wants it to go on. */
export type RunEnd =
  End | { readonly kind: 'limit' } | { readonly kind: 'interrupted' } | { readonly kind: 'unread' };

/**
 * Runs the machine to its end or to the instant `limit`, and lets the outside in between slices: output leaves, signals
 * arrive.
 */
export async function drive(
  machine: Machine,
  limit: number,
  { output, interrupt, stdin }: Surroundings,
  witnesses: readonly Witness[],
): Promise<RunEnd> {
  let abandoned: RunEnd | undefined;
  const look = async (): Promise<void> => {
    await output.flush();
    if (output.closed) abandoned = { kind: 'unread' };
    else if (interrupt.aborted) abandoned = { kind: 'interrupted' };
    if (abandoned) runner.cancel();
  };
  const pace: Pace = {
    slice: SLICE,
    rest: async () => {
      await look();
      if (!abandoned) await new Promise(setImmediate);
      if (interrupt.aborted) await look();
    },
    idle: async () => {
      if (!abandoned) await stdin?.news(interrupt);
      await look();
    },
  };
  const runner = new Runner(machine, { pace, witnesses });
  const outcome = await runner.run({ until: limit });
  if (outcome.kind === 'ended') return outcome.end;
  return abandoned ?? { kind: 'limit' };
}
