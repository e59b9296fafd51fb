import assert from 'node:assert/strict';
import { test } from 'node:test';
import { workplace } from './adapter';

const place = workplace();

test('to the kernel, to user mode, to the next trap: of the process, whoever else runs', async () => {
  const client = await place.start();
  await client.begin({ launch: { programs: [place.path('naps.s'), place.path('loop.s')] } });
  await client.stopped();
  const to = (destination: string) => client.go('trapframe/runTo', { threadId: 1, destination });
  const inside = await to('kernel');
  assert.ok(
    client.events.some(({ event }) => event === 'continued'),
    'the client is told that it runs',
  );
  assert.deepEqual([inside.threadId, inside.mode, inside.top.name], [1, 'kernel', 'trap_vector']);
  assert.match(inside.description ?? '', /^System call: sleep\(1\)/);
  const words = await client.refusal('trapframe/runTo', { threadId: 1, destination: 'kernel' });
  assert.match(words, /in the kernel already/);
  // It sleeps; the other one runs and is interrupted meanwhile.
  const outside = await to('user');
  assert.deepEqual([outside.threadId, outside.mode], [1, 'user']);
  assert.equal(outside.where, `naps.s:${place.line('naps.s', 'awake')}`);
  assert.match(
    await client.refusal('trapframe/runTo', { threadId: 1, destination: 'user' }),
    /in user mode already/,
  );
  const trap = await to('trap');
  assert.deepEqual([trap.threadId, trap.mode, trap.top.name], [1, 'kernel', 'trap_vector']);
  assert.match(
    await client.refusal('trapframe/runTo', { threadId: 1, destination: 'home' }),
    /must be one of user, kernel, trap, scheduled, contextSwitch, not "home"/,
  );
});

test('to the next context switch; until a process gets the CPU, the running one and another', async () => {
  const client = await place.start();
  await client.begin({ launch: { programs: [place.path('loop.s'), place.path('loop.s')] } });
  await client.stopped();
  const other = await client.go('trapframe/runTo', { threadId: 2, destination: 'scheduled' });
  assert.deepEqual([other.threadId, other.mode], [2, 'kernel']);
  assert.match(other.description ?? '', /loop \(pid 2\) gets the CPU/);
  const again = await client.go('trapframe/runTo', { threadId: 2, destination: 'scheduled' });
  assert.equal(again.threadId, 2);
  assert.equal(again.names[0], 'switch_to_scheduler');
  const change = await client.go('trapframe/runTo', { threadId: 2, destination: 'contextSwitch' });
  assert.deepEqual([change.threadId, change.top.name], [2, 'context_switch']);
  // It is about to lose the CPU: that is the switch behind which it gets it again.
  const back = await client.go('trapframe/runTo', { threadId: 2, destination: 'scheduled' });
  assert.match(back.description ?? '', /loop \(pid 2\) gets the CPU/);
  assert.deepEqual([back.threadId, back.names[0]], [2, 'switch_to_scheduler']);
  assert.match(
    await client.refusal('trapframe/runTo', { threadId: 1_000_000, destination: 'scheduled' }),
    /only a process can be scheduled/,
  );
});

test("a CPU's thread stands for whoever it runs", async () => {
  const client = await place.start();
  await client.begin({ launch: { programs: [place.path('loop.s'), place.path('loop.s')], timeSlice: 1000 } });
  await client.stopped();
  const cpu = 1_000_000;
  const seen = new Set<number>();
  for (let i = 0; i < 6; i++) {
    const inside = await client.go('trapframe/runTo', { threadId: cpu, destination: 'kernel' });
    assert.equal(inside.mode, 'kernel');
    const outside = await client.go('trapframe/runTo', { threadId: cpu, destination: 'user' });
    assert.equal(outside.mode, 'user');
    seen.add(outside.threadId);
  }
  assert.deepEqual([...seen].sort(), [1, 2]);
});

test('a process that ends on the way says so; on a bare machine there is nobody to wait for', async () => {
  const client = await place.start();
  await client.begin({
    launch: { programs: [place.path('privileged.s'), place.path('loop.s')] },
    filters: [],
  });
  await client.stopped();
  await client.request('setExceptionBreakpoints', { filters: [] });
  await client.go('trapframe/runTo', { threadId: 1, destination: 'kernel' });
  const end = await client.go('trapframe/runTo', { threadId: 1, destination: 'user' });
  assert.match(end.description ?? '', /privileged \(pid 1\) ended/);
  const bare = await place.start();
  await bare.begin({ launch: { program: place.path('bare.s'), kernel: 'none' } });
  const { threadId } = await bare.stopped();
  assert.match(
    await bare.refusal('trapframe/runTo', { threadId, destination: 'contextSwitch' }),
    /context switches cannot be told: there is no kernel/,
  );
  const task = await bare.go('trapframe/runTo', { threadId, destination: 'user' });
  assert.equal(task.where, `bare.s:${place.line('bare.s', 'task')}`);
  const handler = await bare.go('trapframe/runTo', { threadId, destination: 'trap' });
  assert.equal(handler.where, `bare.s:${place.line('bare.s', 'handler')}`);
});
