import type { Pace } from '../debug/run/pace';
import { Runner } from '../debug/run/runner';
import type { End } from '../debug/run/stop';
import type { Witness } from '../debug/witness';
import type { Machine } from '../machine/types';
import type { Surroundings } from './command';
import type { QuietEnd } from './quiet-end';

/** Steps between two looks at the world outside: a few milliseconds' worth. */
const SLICE = 4_000_000;

/** Milliseconds of the machine's time that pass at once, at most, while somebody may type. */
const IDLE_PIECE = 20;

/** How a run came out: by itself, at the instant that was its limit, or because nobody wants it to go on. */
export type RunEnd =
  End | { readonly kind: 'limit' } | { readonly kind: 'interrupted' } | { readonly kind: 'unread' };

/** Why a run is given up though the machine could go on. */
type Abandoned = Extract<RunEnd, { kind: 'interrupted' | 'unread' }>;

/** Lets the outside in between slices: output leaves, signals arrive. `abandon` is called when the run has no sense any more. */
export function paceOf({ output, interrupt, stdin }: Surroundings, abandon: (why: Abandoned) => void): Pace {
  let isAbandoned = false;
  const look = async (): Promise<void> => {
    await output.flush();
    if (isAbandoned || (!output.closed && !interrupt.aborted)) return;
    isAbandoned = true;
    abandon({ kind: output.closed ? 'unread' : 'interrupted' });
  };
  return {
    slice: SLICE,
    rest: async () => {
      await look();
      if (!isAbandoned) await stdin?.refill();
      if (!isAbandoned) await new Promise(setImmediate);
      if (interrupt.aborted) await look();
    },
    idle: async (most, woken) => {
      const start = performance.now();
      if (!isAbandoned) await stdin?.refill();
      if (!isAbandoned)
        await Promise.race([
          woken,
          stdin?.news(interrupt, most === Infinity ? most : Math.min(most, IDLE_PIECE)),
        ]);
      await look();
      return performance.now() - start;
    },
  };
}

/** Runs the machine to its end or to the instant `limit`. @param quiet how it is seen that nothing more will come of it */
export async function drive(
  machine: Machine,
  limit: number,
  around: Surroundings,
  witnesses: readonly Witness[],
  quiet?: QuietEnd,
): Promise<RunEnd> {
  let abandoned: Abandoned | undefined;
  const pace = paceOf(around, (why) => {
    abandoned = why;
    runner.cancel();
  });
  const runner = new Runner(machine, { pace, witnesses: quiet ? [...witnesses, quiet.witness] : witnesses });
  const outcome = await (quiet?.run(runner, limit) ?? runner.run({ until: limit }));
  if (outcome.kind === 'ended') return outcome.end;
  return abandoned ?? { kind: 'limit' };
}
