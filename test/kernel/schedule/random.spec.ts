import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import fc from 'fast-check';
import { bundled } from '../bundled';
import { kernelImage } from '../images';
import type * as command from './command';
import { feedback, inTurn, leastFirst, simulate, strides, type Policy } from './oracle';
import type { Job } from './workload';

const { sched } = bundled<typeof command>('kernel/schedule/command');
before(() => void kernelImage('zig'));

const small = (min: number, max: number) => fc.integer({ min, max });

const job: fc.Arbitrary<Job> = fc.record(
  {
    arrival: fc.oneof(small(0, 12), small(0, 60)),
    run: small(1, 12),
    estimate: small(0, 12),
    tickets: small(1, 9),
    io: fc.record({ every: small(1, 4), length: small(1, 6) }),
  },
  { requiredKeys: ['arrival', 'run'] },
);
const workloads = fc.record(
  { jobs: fc.array(job, { minLength: 1, maxLength: 7 }), slice: small(1, 5) },
  { requiredKeys: ['jobs'] },
);
type Workload = { readonly jobs: readonly Job[]; readonly slice?: number };

const estimate = ({ estimate, run }: Job): number => estimate ?? run;
const shortest = () => leastFirst(({ job }) => estimate(job), false);
const leastLeft = () => leastFirst(({ job, ran }) => Math.max(0, estimate(job) - ran), true);

/** The policies of `sched`, by their names, as the textbook has them. */
const textbook: Record<string, (workload: Workload) => Policy> = {
  fifo: () => inTurn(),
  sjf: shortest,
  stcf: leastLeft,
  rr: ({ slice = 1 }) => inTurn(slice),
  'rr:quantum=3': () => inTurn(3),
  stride: ({ slice = 1 }) => strides(slice),
};

const compare = async (workload: Workload, policies: Record<string, (workload: Workload) => Policy>) => {
  const names = Object.keys(policies);
  const found = await sched(workload, names);
  names.forEach((name, index) =>
    assert.deepEqual(found[index], simulate(workload.jobs, policies[name](workload)), name),
  );
};

describe('trapframe sched, to the tick, for random workloads', () => {
  test(`${Object.keys(textbook).join(', ')}: 120 workloads`, async () => {
    await fc.assert(
      fc.asyncProperty(workloads, (workload) => compare(workload, textbook)),
      { numRuns: 120, seed: 4 },
    );
  });

  test('mlfq by its rules, with random parameters: 80 workloads', async () => {
    const parameters = fc.record({
      levels: small(1, 4),
      quantum: small(1, 3),
      allotment: small(1, 6),
      boost: fc.oneof(fc.constant(0), small(3, 25)),
    });
    await fc.assert(
      fc.asyncProperty(workloads, parameters, (workload, { levels, quantum, allotment, boost }) =>
        compare(workload, {
          [`mlfq:levels=${levels},quantum=${quantum},allotment=${allotment},boost=${boost}`]: () =>
            feedback(levels, quantum, allotment, boost),
        }),
      ),
      { numRuns: 80, seed: 8 },
    );
  });

  const shares = fc.array(small(1, 9), { minLength: 2, maxLength: 4 });
  /** Each job is to run as long as its tickets say, so that with exact shares all would end at the same time. */
  const inProportion = (tickets: readonly number[], each: number): Job[] =>
    tickets.map((count) => ({ arrival: 0, run: count * each, tickets: count }));

  test('stride: shares differ from tickets by less than a turn of each: 20 workloads', async () => {
    await fc.assert(
      fc.asyncProperty(shares, async (tickets) => {
        const sum = tickets.reduce((a, b) => a + b);
        const [times] = await sched({ jobs: inProportion(tickets, 5) }, ['stride']);
        times.forEach(({ turnaround }, index) => {
          const late = ((tickets.length - 1) * sum) / tickets[index];
          assert.ok(turnaround >= sum * 5 - late, `${turnaround} of ${sum * 5}, ${tickets.join()}`);
        });
      }),
      { numRuns: 20, seed: 2 },
    );
  });

  test('lottery: shares differ from tickets by six standard deviations at most: 20 workloads', async () => {
    await fc.assert(
      fc.asyncProperty(shares, fc.nat(1000), async (tickets, seed) => {
        const sum = tickets.reduce((a, b) => a + b);
        const total = sum * 20;
        const [times] = await sched({ jobs: inProportion(tickets, 20) }, [`lottery:seed=${seed}`]);
        times.forEach(({ turnaround }, index) => {
          const share = tickets[index] / sum;
          const deviation = Math.sqrt((total * (1 - share)) / share);
          assert.ok(turnaround >= total - 6 * deviation, `${turnaround} of ${total}, ${tickets.join()}`);
        });
      }),
      { numRuns: 20, seed: 3 },
    );
  });
});
