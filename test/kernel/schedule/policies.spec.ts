import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { feedback, inTurn, leastFirst, simulate, type Policy } from './oracle';
import { runWorkload } from './run';
import type { Job } from './workload';

const jobs = fc.array(
  fc.record({
    arrival: fc.nat(12),
    run: fc.integer({ min: 1, max: 9 }),
    io: fc.option(
      fc.record({ every: fc.integer({ min: 1, max: 4 }), length: fc.integer({ min: 1, max: 5 }) }),
      {
        nil: undefined,
      },
    ),
  }),
  { minLength: 1, maxLength: 6 },
);

const oracles: readonly [string, () => Policy][] = [
  ['fifo', () => inTurn()],
  ['rr', () => inTurn(1)],
  ['rr:quantum=3', () => inTurn(3)],
  ['sjf', () => leastFirst(({ job }) => job.run, false)],
  ['stcf', () => leastFirst(({ job, ran }) => job.run - ran, true)],
  ['mlfq', () => feedback(3, 2, 4, 100)],
  ['mlfq:levels=2,quantum=1,allotment=2,boost=7', () => feedback(2, 1, 2, 7)],
];

describe('policies on the real kernel, to the tick', () => {
  for (const [policy, oracle] of oracles) {
    test(`${policy} does what the textbook says`, () => {
      fc.assert(
        fc.property(jobs, (workload: readonly Job[]) => {
          assert.deepEqual(runWorkload(workload, policy), simulate(workload, oracle()));
        }),
        { numRuns: 8, seed: 4 },
      );
    });
  }

  test('with stride tickets are shares, to the tick', () => {
    const workload = [1, 2, 5].map((tickets) => ({ arrival: 0, run: tickets * 10, tickets }));
    for (const { turnaround } of runWorkload(workload, 'stride')) {
      assert.ok(turnaround > 80 - 8 && turnaround <= 80, `ends at ${turnaround}, its share at 80`);
    }
  });

  test('a lottery draws shares in the long run, and the same seed draws the same', () => {
    const workload = [1, 3].map((tickets) => ({ arrival: 0, run: tickets * 60, tickets }));
    const [first, second] = runWorkload(workload, 'lottery:seed=7');
    assert.deepEqual(runWorkload(workload, 'lottery:seed=7'), [first, second]);
    assert.notDeepEqual(runWorkload(workload, 'lottery:seed=8'), [first, second]);
    for (const { turnaround } of [first, second]) assert.ok(turnaround > 200 && turnaround <= 240);
  });
});
