// `node --expose-gc --import tsx test/soak/run.ts GUEST PROGRAM SECONDS INSTRUCTIONS`: one guest under the debugger until so much time or so many instructions
// have passed; a line of JSON now and then.
import { setTimeout } from 'node:timers/promises';
import { SoakSession } from './session';

/** What is seen of a session in one moment. */
export interface Sample {
  readonly seconds: number;
  readonly instruction: number;
  /** Bytes in use after everything that nobody needs was collected. */
  readonly bytes: number;
  /** Bytes that the process has of the host. */
  readonly resident: number;
  /** Milliseconds of the processor: the slowest answer since the sample before, and a pause. */
  readonly slowest: number;
  readonly pause: number;
}

const INTERVAL_MS = 2000;

async function main(): Promise<void> {
  const [program, seconds, instructions] = process.argv.slice(2);
  const session = new SoakSession();
  await session.start(program);
  const began = performance.now();
  for (;;) {
    await setTimeout(Math.min(INTERVAL_MS, Number(seconds) * 100));
    await session.lookAtEverything();
    const pause = await session.pauseAndGoOn();
    const instruction = await session.instant();
    globalThis.gc?.();
    const { heapUsed, arrayBuffers, rss } = process.memoryUsage();
    const passed = (performance.now() - began) / 1000;
    const sample: Sample = {
      seconds: passed,
      instruction,
      bytes: heapUsed + arrayBuffers,
      resident: rss,
      slowest: session.takeSlowest(),
      pause,
    };
    process.stdout.write(JSON.stringify(sample) + '\n');
    if (passed >= Number(seconds) || instruction >= Number(instructions)) break;
  }
  await session.end();
  process.exit(0);
}

void main();
