import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { feedback, inTurn, leastFirst, simulate } from '../../test/kernel/schedule/oracle';
import type { PolicyResult } from './sched-result';
import { commandLine } from './surroundings.fixture';

interface TextbookJob {
  readonly name: string;
  readonly arrival: number;
  readonly run: number;
  readonly io?: { readonly every: number; readonly length: number };
}
const job = (name: string, arrival: number, run: number): TextbookJob => ({ name, arrival, run });

const workloads = {
  equal: [job('A', 0, 10), job('B', 0, 10), job('C', 0, 10)],
  convoy: [job('A', 0, 100), job('B', 0, 10), job('C', 0, 10)],
  late: [job('A', 0, 100), job('B', 10, 10), job('C', 10, 10)],
  io: [{ ...job('A', 0, 10), io: { every: 2, length: 3 } }, job('B', 0, 10)],
};
type Name = keyof typeof workloads;

const { path, trapframe } = commandLine({
  ...Object.fromEntries(
    Object.entries(workloads).map(([name, jobs]) => [`${name}.json`, JSON.stringify({ jobs })]),
  ),
  'slices.json': JSON.stringify({ jobs: workloads.equal, slice: 5 }),
  'broken.json': '{ "jobs": [',
  'zero.json': '{ "jobs": [{ "name": "A", "arrival": 0, "run": 0 }] }',
  'slip.json': '{ "jobs": [{ "name": "A", "arival": 0, "run": 1 }] }',
});

async function results(workload: string, policies: string): Promise<PolicyResult[]> {
  const { out, err, status } = await trapframe('sched', '--json', '--policy', policies, `@${workload}.json`);
  assert.deepEqual([status, err], [0, '']);
  return (JSON.parse(out) as { policies: PolicyResult[] }).policies;
}

test('the averages of the textbook', async () => {
  const averages = async (workload: Name, policies: string): Promise<(readonly [string, number, number])[]> =>
    (await results(workload, policies)).map(
      ({ policy, average }) => [policy, average.turnaround, average.response] as const,
    );
  assert.deepEqual(await averages('equal', 'fifo,rr'), [
    ['fifo', 20, 10],
    ['rr', 29, 1],
  ]);
  assert.deepEqual(await averages('convoy', 'fifo,sjf'), [
    ['fifo', 110, 70],
    ['sjf', 50, 10],
  ]);
  assert.deepEqual(await averages('late', 'sjf,stcf'), [
    ['sjf', (100 + 100 + 110) / 3, (0 + 90 + 100) / 3],
    ['stcf', 50, 10 / 3],
  ]);
});

test('every job ends when the oracle says', async () => {
  const policies = {
    fifo: () => inTurn(),
    sjf: () => leastFirst(({ job }) => job.run, false),
    stcf: () => leastFirst(({ job, ran }) => job.run - ran, true),
    rr: () => inTurn(1),
    'rr:quantum=3': () => inTurn(3),
    'mlfq:levels=2,quantum=1,allotment=2,boost=7': () => feedback(2, 1, 2, 7),
  };
  for (const [workload, jobs] of Object.entries({ late: workloads.late, io: workloads.io })) {
    const found = await results(workload, Object.keys(policies).join(','));
    assert.deepEqual(
      found.map(({ policy }) => policy),
      Object.keys(policies),
    );
    for (const { policy, jobs: times } of found) {
      const expected = simulate(jobs, policies[policy as keyof typeof policies]());
      assert.deepEqual(
        times,
        jobs.map(({ name }, index) => ({ name, ...expected[index] })),
        `${workload}, ${policy}`,
      );
    }
  }
});

test('the turns are what the times come from', async () => {
  for (const [workload, jobs] of Object.entries<readonly TextbookJob[]>(workloads)) {
    for (const { policy, jobs: times, turns } of await results(
      workload,
      'fifo,sjf,stcf,rr,mlfq,lottery,stride',
    )) {
      const at = `${workload}, ${policy}`;
      // One CPU: one at a time, one after the other.
      for (const [i, turn] of turns.entries()) {
        assert.ok(turn.from < turn.to && (i === 0 || turns[i - 1].to <= turn.from), at);
      }
      for (const [index, { arrival, run }] of jobs.entries()) {
        const own = turns.filter(({ job: one }) => one === index);
        assert.equal(
          own.reduce((sum, { from, to }) => sum + to - from, 0),
          run,
          at,
        );
        assert.equal(own[0].from - arrival, times[index].response, at);
        assert.equal(own.at(-1)!.to - arrival, times[index].turnaround, at);
      }
    }
  }
});

test('the slice of a workload is the quantum of who gives turns, unless it has its own', async () => {
  const [five, one] = await results('slices', 'rr,rr:quantum=1');
  assert.deepEqual(
    [five.jobs.map(({ response }) => response), one.jobs.map(({ response }) => response)],
    [
      [0, 5, 10],
      [0, 1, 2],
    ],
  );
});

test('as text: a block for each policy', async () => {
  const { out } = await trapframe('sched', '@convoy.json');
  const lines = out.split('\n');
  assert.deepEqual(
    lines.filter((line) => /^\S/.test(line)),
    ['fifo', 'sjf', 'stcf', 'rr', 'mlfq', 'lottery', 'stride'],
  );
  assert.deepEqual(lines[1].trim().split(/ +/), ['arrival', 'response', 'turnaround', 'waiting']);
  assert.deepEqual(lines[5].trim().split(/ +/), ['average', '0', '70', '110', '70']);
  assert.match(lines[6], /^ {2}instructions: \d+ of the jobs, \d+ of the kernel beside them, \d+ to boot$/);
});

test('a workload that makes no sense: one line that names the file, the place and what is allowed', async () => {
  const good = { name: 'A', arrival: 0, run: 1 };
  const cases: readonly [unknown, RegExp][] = [
    [[], /\[\] is not allowed; it takes an object$/],
    [null, /null is not allowed; it takes an object$/],
    [{}, /"jobs" is missing; it takes an array of 1 to 64 jobs$/],
    [{ jobs: [] }, /"jobs" \[\] is not allowed; it takes an array of 1 to 64 jobs$/],
    [{ jobs: Array(65).fill(good) }, /there are 65 jobs, and 64 at most are allowed$/],
    [{ jobs: [good], slice: 0 }, /"slice" 0 is not allowed; it takes a whole number from 1/],
    [{ jobs: [good], speed: 1 }, /there is no "speed"; there are jobs, slice$/],
    [{ jobs: [7] }, /job 1: 7 is not allowed; it takes an object$/],
    [{ jobs: [good, { arrival: 0, run: 1 }] }, /job 2: "name" is missing; it takes a text$/],
    [{ jobs: [{ ...good, name: 7 }] }, /job 1: "name" 7 is not allowed; it takes a text$/],
    [
      { jobs: [{ ...good, name: 'A\n' }] },
      /job 1: "name" "A\\n" is not allowed; it takes a text of one line$/,
    ],
    [
      { jobs: [{ ...good, arrival: -1 }] },
      /job 1: "arrival" -1 is not allowed; it takes a whole number from 0/,
    ],
    [{ jobs: [{ ...good, run: 1.5 }] }, /job 1: "run" 1.5 is not allowed; it takes a whole number from 1/],
    [{ jobs: [{ ...good, run: '3' }] }, /job 1: "run" "3" is not allowed/],
    [{ jobs: [{ ...good, run: 1e9 }] }, /job 1: "run" 1000000000 is not allowed; .* to 100000/],
    [{ jobs: [{ ...good, tickets: 0 }] }, /job 1: "tickets" 0 is not allowed; .* from 1/],
    [{ jobs: [{ ...good, estimate: -3 }] }, /job 1: "estimate" -3 is not allowed/],
    [{ jobs: [{ ...good, io: 3 }] }, /job 1: "io": 3 is not allowed; it takes an object$/],
    [{ jobs: [{ ...good, io: { every: 0, length: 1 } }] }, /job 1: "io": "every" 0 is not allowed/],
    [{ jobs: [{ ...good, io: { every: 1 } }] }, /job 1: "io": "length" is missing/],
  ];
  for (const [workload, words] of cases) {
    writeFileSync(path('bad.json'), JSON.stringify(workload));
    const { status, err, out } = await trapframe('sched', '@bad.json');
    assert.deepEqual([status, out], [2, '']);
    assert.match(err, words);
    assert.match(err, /^trapframe: .*bad\.json: [^\n]*$/);
  }
  assert.match((await trapframe('sched', '@nothere.json')).err, /nothere\.json: there is no such file$/);
});

test('the kernel’s own work stands beside the ticks, in instructions', async () => {
  const [{ instructions }] = await results('convoy', 'rr');
  // A job of r ticks executes r - 1/2 ticks' worth, and a few to begin and end; a tick has 10,000 instructions.
  const ticks = workloads.convoy.reduce((sum, { run }) => sum + run - 0.5, 0);
  assert.ok(
    instructions.user > ticks * 10_000 && instructions.user < ticks * 10_000 + 3000,
    `${instructions.user}`,
  );
  // A job is loaded, takes a few thousand to end, and is interrupted once a tick.
  const { boot, kernel } = instructions;
  assert.ok(kernel > ticks * 300 && kernel < ticks * 10_000, `${kernel}`);
  const [fifo] = await results('convoy', 'fifo');
  // Reading the parameters of a policy takes a few thousand.
  assert.ok(Math.abs(boot - fifo.instructions.boot) < 20_000 && boot > 100_000, `${boot}`);
});

test('what is wrong is told in one line', async () => {
  const refusal = async (...words: string[]): Promise<string> => {
    const { status, err } = await trapframe('sched', ...words);
    assert.equal(status, 2);
    assert.ok(!err.includes('\n'));
    return err;
  };
  assert.match(await refusal('@broken.json'), /broken\.json is no JSON: /);
  assert.match(
    await refusal('@zero.json'),
    /zero\.json: job 1: "run" 0 is not allowed; it takes a whole number from 1/,
  );
  assert.match(await refusal('@slip.json'), /job 1: there is no "arival"; did you mean "arrival"\?$/);
  assert.match(
    await refusal('--policy', 'rr,best', '@late.json'),
    /--policy: "best" is not allowed; it takes one of fifo, /,
  );
  assert.match(
    await refusal('--policy', '', '@late.json'),
    /--policy: "" is not allowed; it takes one of fifo, /,
  );
  assert.match(
    await refusal('--kernel', 'none', '@late.json'),
    /--kernel "none" is not allowed; it takes builtin or a path$/,
  );
  assert.match(
    await refusal('--policy', 'mlfq:level=1', '@late.json'),
    /it takes for mlfq the parameters levels=N/,
  );
  assert.match(await refusal(), /sched takes one file/);
});
