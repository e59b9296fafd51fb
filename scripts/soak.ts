// `npm run soak [-- --minutes N]`: guests that run for ever under the debugger, with all views asked all the time. After the first
// minutes memory must be flat, and answers come in their time.
import { parseArgs } from 'node:util';
import { guests, type GuestName } from '../test/soak/guests';
import type { Sample } from '../test/soak/run';
import { soak } from '../test/soak/soak';
import { build } from './build';
import { main, ScriptError } from './main';

/** How much of the run is allowed to fill up history and recording. */
const WARM_UP = 0.3;
const GROWTH = 1.1;
const SLACK_BYTES = 16e6;
/** Milliseconds of the processor within which a view has its answer, and a machine stands. */
const ANSWER_MS = 2000;
const PAUSE_MS = 1000;

const largest = (samples: readonly Sample[], of: keyof Sample): number =>
  samples.reduce((most, sample) => Math.max(most, sample[of]), 0);

/** What is wrong with a run, in words; nothing: undefined. */
function verdict(samples: readonly Sample[], seconds: number): string | undefined {
  const rest = samples.filter((sample) => sample.seconds > WARM_UP * seconds);
  const half = rest.slice(0, Math.ceil(rest.length / 2));
  const before = largest(half, 'bytes');
  const after = largest(rest.slice(half.length), 'bytes');
  if (after > before * GROWTH + SLACK_BYTES) {
    return `memory grows: ${(before / 1e6).toFixed(0)} MB, later ${(after / 1e6).toFixed(0)} MB`;
  }
  if (largest(samples, 'slowest') > ANSWER_MS) {
    return `an answer took ${largest(samples, 'slowest').toFixed(0)} ms`;
  }
  const pause = largest(samples, 'pause');
  return pause > PAUSE_MS ? `a pause took ${pause.toFixed(0)} ms` : undefined;
}

main(__filename, async () => {
  const { values } = parseArgs({ options: { minutes: { type: 'string', default: '60' } } });
  const minutes = Number(values.minutes);
  if (!(minutes > 0)) throw new ScriptError(`--minutes ${values.minutes}: a number above 0`);
  await build();
  const seconds = minutes * 60;
  const names = Object.keys(guests) as GuestName[];
  let next = 0;
  const problems = await Promise.all(
    names.map(async (name) => {
      const samples = await soak(name, { seconds, instructions: Infinity }, (sample) => {
        // A line a minute, of one guest after the other.
        if (sample.seconds < next) return;
        next = sample.seconds + Math.min(60, seconds / 10);
        const megabytes = (sample.bytes / 1e6).toFixed(0);
        console.log(
          `${sample.seconds.toFixed(0).padStart(6)} s  ${name.padEnd(14)} ${sample.instruction} instructions, ${megabytes} MB`,
        );
      });
      const problem = verdict(samples, seconds);
      const last = samples.at(-1)!;
      console.log(
        `${name.padEnd(14)} ${problem ?? 'well'}: ${last.instruction} instructions, ${(last.bytes / 1e6).toFixed(0)} MB in use, ` +
          `${(largest(samples, 'resident') / 1e6).toFixed(0)} MB resident at most, slowest answer ${largest(samples, 'slowest').toFixed(0)} ms, ` +
          `slowest pause ${largest(samples, 'pause').toFixed(0)} ms`,
      );
      return problem;
    }),
  );
  return problems.some((problem) => problem !== undefined) ? 1 : 0;
});
