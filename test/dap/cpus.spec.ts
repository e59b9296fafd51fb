/** The built-in kernel on several CPUs, over a real connection: what is promised for one holds for all. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MachineBody, ProcessesBody, TimelineBody } from '../../src/protocol/requests';
import { workplace } from './adapter';

const place = workplace();

test('an idle CPU is woken through machine mode: the filter for devices stops at both causes', async () => {
  const client = await place.start();
  const launch = { program: place.path('family.s'), cpus: 2 };
  await client.begin({ launch, filters: ['device'] });
  // The first of them comes at boot, when the other CPU is called.
  const seen = new Map<string, string>();
  for (let count = 0; count < 40; count++) {
    const stop = await client.nextStop();
    if (!stop) break;
    const [newest] = await client.frames(stop.threadId!);
    if (stop.reason !== 'entry') {
      assert.match(stop.description!, /software interrupt/i);
      assert.equal(stop.reason, 'breakpoint');
      seen.set(await client.evaluate('mode', newest.id), newest.name);
    }
    await client.request('continue', { threadId: 1 });
  }
  assert.deepEqual(Object.fromEntries(seen), { machine: 'machine_trap', kernel: 'trap_vector' });
});

test('machine, threads, processes and timeline have all CPUs', async () => {
  const client = await place.start();
  const launch = { programs: ['loop.s', 'loop.s', 'count.s'].map((name) => place.path(name)), cpus: 4 };
  await client.begin({ launch, filters: ['processExit'] });
  await client.stopped();
  await client.go('continue');
  const machine = await client.request<MachineBody>('trapframe/machine', {});
  assert.deepEqual(
    machine.cpus.map(({ cpu }) => cpu),
    [0, 1, 2, 3],
  );
  const { processes } = await client.request<ProcessesBody>('trapframe/processes', {});
  const running = processes.filter(({ state }) => state === 'running');
  assert.equal(new Set(running.map(({ cpu }) => cpu)).size, running.length, 'each has a CPU of its own');
  assert.ok(running.length >= 2, JSON.stringify(processes));
  const { threads } = await client.request<{ threads: { id: number; name: string }[] }>('threads', {});
  const idle = machine.cpus.filter(({ pid }) => pid === undefined).map(({ cpu }) => 1_000_000 + cpu);
  for (const id of idle)
    assert.ok(
      threads.some((one) => one.id === id),
      JSON.stringify(threads),
    );
  const timeline = await client.request<TimelineBody>('trapframe/timeline', { from: 0, limit: 100_000 });
  const lanes = new Set(timeline.events.map(({ cpu }) => cpu));
  assert.deepEqual([...lanes].sort(), [0, 1, 2, 3]);
});

test('a breakpoint for one process is passed by another that is there on another CPU', async () => {
  const client = await place.start();
  const launch = { programs: [place.path('count.s'), place.path('count.s')], cpus: 2 };
  const line = place.line('count.s', 'end');
  await client.begin({
    launch: { ...launch, stopOnEntry: false },
    breakpoints: { [place.path('count.s')]: [{ line, condition: 'pid == 2' }] },
  });
  const stop = await client.stopped();
  assert.equal(stop.threadId, 2);
});
