import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Granularity, StepKind } from '../../src/debug/run/stepping';
import { modeOfThread, nameOfThread, threadOn, threads, type Thread } from '../../src/debug/threads';
import { stackOf } from '../../src/debug/unwind/stacks';
import { laboratory, randomNumbers, untilStop } from './machine';

const start = laboratory();
const KINDS: readonly StepKind[] = ['into', 'over', 'out'];
const GRANULARITIES: readonly Granularity[] = ['line', 'instruction'];
/** A step that takes longer than this is one that nothing ends: out of a loop. */
const PATIENCE = 2_000_000;

/** From which mode to which steps went, under any seed. */
const crossings = new Set<string>();

for (const seed of [1, 2, 3, 4]) {
  test(`random steps never lose the process (seed ${seed})`, async () => {
    const random = randomNumbers(seed);
    let work = 0;
    const pace = {
      slice: 100_000,
      rest: (steps: number) => {
        work += steps;
        if (work > PATIENCE) target.pause();
        return Promise.resolve();
      },
    };
    const timeSlice = 1000 + random(3000);
    const target = await start(
      ['hello.s', 'loop.s', 'naps.s', 'count.s', 'reader.s', 'privileged.s'],
      { timeSlice },
      pace,
    );
    const { system } = target;
    let stop = await untilStop(target, () => target.start('main'));
    for (let count = 0; stop && count < 400; count++) {
      let thread: Thread = threadOn(system, system.hart(stop.cpu));
      const alive = threads(system).filter((one) => one.process?.state !== 'zombie');
      if (random(15) === 0) thread = alive[random(alive.length)];
      const kind = KINDS[random(random(3) > 0 ? 2 : 3)];
      const granularity = GRANULARITIES[random(2)];
      const mode = modeOfThread(thread);
      const before = system.machine.instant;
      work = 0;
      stop = await untilStop(target, () => target.step(thread, kind, granularity));
      if (!stop) break;
      const now = threadOn(system, system.hart(stop.cpu));
      const what = `step ${count}: ${nameOfThread(thread)}, ${kind} by ${granularity}: ${nameOfThread(now)}, ${stop.description}`;
      assert.ok(system.machine.instant > before, what);
      assert.ok(stackOf(system, now).length > 0, what);
      crossings.add(`${mode} to ${modeOfThread(now)}`);
      if (stop.why.kind === 'pause') assert.equal(kind, 'out', what);
      const hasEnded = / ended during the step$/.test(stop.description);
      if (mode === 'user' && stop.why.kind === 'step' && !hasEnded) assert.equal(now.id, thread.id, what);
      if (hasEnded)
        assert.notEqual(system.kernel?.at(thread.process!.address)?.state ?? 'zombie', 'running', what);
    }
  });
}

test('steps crossed the boundary both ways', () => {
  assert.ok(crossings.has('user to kernel') && crossings.has('kernel to user'), [...crossings].join());
});
