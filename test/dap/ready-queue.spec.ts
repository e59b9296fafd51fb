import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ProcessesBody, ReadyQueueBody } from '../../src/protocol/requests';
import { workplace } from './adapter';

const place = workplace();

/** Three that never let go of the CPU, under a policy, at so many timer interrupts. */
async function atTicks(
  policy: string,
  ticks: number,
  look: (queue: ReadyQueueBody, processes: ProcessesBody['processes'], tick: number) => void | Promise<void>,
): Promise<void> {
  const client = await place.start();
  const loop = place.path('loop.s');
  await client.begin({
    launch: { programs: [loop, loop, loop], timeSlice: 2000, policy },
    filters: ['timer'],
  });
  await client.stopped();
  for (let tick = 0; tick < ticks; tick++) {
    await client.go('continue');
    const queue = await client.request<ReadyQueueBody>('trapframe/readyQueue', {});
    const { processes } = await client.request<ProcessesBody>('trapframe/processes', {});
    await look(queue, processes, tick);
  }
}

const pids = ({ levels = [] }: ReadyQueueBody): number[] => levels.flat().map(({ pid }) => pid);

for (const policy of ['fifo', 'rr', 'sjf', 'stcf', 'mlfq', 'lottery', 'stride', 'own']) {
  test(`${policy}: the queue has those that are ready, each once, and who is next runs next`, async () => {
    let expected: readonly number[] = [];
    await atTicks(policy, 8, (queue, processes) => {
      assert.equal(queue.policy, policy);
      const ready = processes.filter(({ state }) => state === 'ready').map(({ pid }) => pid);
      assert.deepEqual(pids(queue).sort(), ready.sort());
      const running = processes.find(({ state }) => state === 'running')!;
      if (expected.length > 0) assert.ok(expected.includes(running.pid), `${running.pid} runs`);
      const next = (queue.levels ?? []).flat().filter(({ isNext }) => isNext);
      const isTold = policy !== 'lottery' && policy !== 'own';
      assert.equal(next.length, isTold ? 1 : 0);
      // The policy may also let the one that runs go on.
      expected = isTold ? [next[0].pid, running.pid] : [];
    });
  });
}

test('rr is in turn: who was interrupted goes to the end', async () => {
  const orders: number[][] = [];
  await atTicks('rr', 4, (queue) => void orders.push(pids(queue)));
  assert.deepEqual(orders, [
    [2, 3],
    [3, 1],
    [1, 2],
    [2, 3],
  ]);
});

test('mlfq has its levels, and says how long a process stays on one', async () => {
  let sank = false;
  await atTicks('mlfq:levels=4,quantum=1,allotment=2,boost=0', 9, ({ levels = [], hasLevels }) => {
    assert.deepEqual([hasLevels, levels.length], [true, 4]);
    for (const { values } of levels.flat()) {
      assert.equal(values[0].name, 'ticks left on its level');
      assert.ok(['0', '1', '2'].includes(values[0].value), values[0].value);
    }
    sank ||= levels.slice(1).some((level) => level.length > 0);
  });
  assert.ok(sank, 'loops sink');
});

test('stride tells pass and tickets, and the least pass is next', async () => {
  await atTicks('stride', 5, ({ levels = [], order }) => {
    const [queue] = levels;
    assert.equal(order, 'least');
    const passes = queue.map(({ values }) => BigInt(values.find(({ name }) => name === 'pass')!.value));
    assert.ok(passes.length === 2 && passes[0] <= passes[1]);
    assert.deepEqual(
      queue.map(({ values }) => values.map(({ name }) => name)),
      [
        ['pass', 'tickets'],
        ['pass', 'tickets'],
      ],
    );
    assert.ok(queue[0].isNext && !queue[1].isNext);
  });
});

test('without a kernel there is nobody who schedules', async () => {
  const bare = await place.start();
  await bare.begin({ launch: { program: place.path('labels.s'), kernel: 'none', stopOnEntry: 'reset' } });
  await bare.stopped();
  assert.deepEqual(await bare.request<ReadyQueueBody>('trapframe/readyQueue', {}), {});
});
