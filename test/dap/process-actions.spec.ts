// What can be done to a process from outside: look at it, stop when it gets the CPU, have the kernel end it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KillBody, MachineBody, ProcessesBody } from '../../src/protocol/requests';
import { workplace, type TestClient } from './adapter';

const place = workplace();

async function twoLoops(launch: object = {}): Promise<TestClient> {
  const client = await place.start();
  const programs = [place.path('loop.s'), place.path('loop.s'), place.path('naps.s')];
  await client.begin({ launch: { programs, ...launch } });
  await client.stopped();
  return client;
}

const processes = async (client: TestClient) =>
  (await client.request<ProcessesBody>('trapframe/processes')).processes;

test('select: the client is led to another process, whose frames and variables are then meant', async () => {
  const client = await twoLoops();
  const { instruction } = await client.request<MachineBody>('trapframe/machine');
  await client.request('trapframe/select', { threadId: 2 });
  const stop = await client.stopped();
  assert.equal(stop.reason, 'selected');
  assert.equal(stop.threadId, 2);
  assert.equal(await client.evaluate('pid'), '2');
  assert.equal((await client.request<MachineBody>('trapframe/machine')).instruction, instruction);
  assert.match(await client.refusal('trapframe/select', { threadId: 77 }), /no thread 77/);
});

test('break when scheduled: each time that process is given the CPU, and no other; also after a restart', async () => {
  const client = await twoLoops();
  await client.request('trapframe/setScheduleBreakpoints', { pids: [2] });
  for (let round = 0; round < 2; round++) {
    const stop = await client.go('continue');
    assert.equal(stop.description, 'Scheduled: loop (pid 2) is given cpu 0');
    assert.equal(stop.reason, 'breakpoint');
    assert.equal(stop.mode, 'kernel');
    assert.match(stop.where, /^context_switch\.S/);
  }
  const { switches } = (await processes(client))[1];
  await client.go('continue');
  assert.equal((await processes(client))[1].switches, switches + 1);

  await client.request('restart');
  await client.stopped();
  assert.match((await client.go('continue')).description ?? '', /^Scheduled: loop \(pid 2\)/);
  await client.request('trapframe/setScheduleBreakpoints', { pids: [] });
  await client.request('continue', { threadId: 1 });
  assert.equal((await client.go('pause')).reason, 'pause');
});

test('kill: the kernel ends the process by itself; the others go on', async () => {
  const client = await twoLoops({});
  const { words } = await client.request<KillBody>('trapframe/kill', { pid: 2 });
  assert.equal(words, 'The kernel will end loop (pid 2) when it is next given a CPU.');
  assert.equal((await processes(client))[1].state, 'ready', 'nothing has happened to it yet');
  await client.request('setExceptionBreakpoints', { filters: ['processExit'] });
  const stop = await client.go('continue');
  assert.equal(stop.description, 'Process exit: loop (pid 2) with status -1');
  await client.request('setExceptionBreakpoints', { filters: ['timer'] });
  await client.go('continue');
  assert.deepEqual(
    (await processes(client)).map(({ pid, state }) => [pid, state === 'zombie']),
    [
      [1, false],
      [2, true],
      [3, false],
    ],
  );
  assert.match(await client.refusal('trapframe/kill', { pid: 2 }), /has ended already/);
  assert.match(await client.refusal('trapframe/kill', { pid: 9 }), /no process 9/);
  const self = await client.request<KillBody>('trapframe/kill', { pid: 1 });
  assert.match(self.words, /^The kernel will end loop \(pid 1\) when/);
});

test('refusals say what is the matter', async () => {
  const bare = await place.start();
  await bare.begin({ launch: { program: place.path('bare.s'), kernel: 'none' } });
  await bare.stopped();
  assert.match(await bare.refusal('trapframe/kill', { pid: 1 }), /no kernel/);
  assert.match(await bare.refusal('trapframe/setScheduleBreakpoints', { pids: [1] }), /no kernel/);
  assert.match(await bare.refusal('trapframe/setScheduleBreakpoints', { pids: 1 }), /must be a list/);
  const client = await twoLoops();
  await client.request('continue', { threadId: 1 });
  assert.match(await client.refusal('trapframe/kill', { pid: 1 }), /pause it/);
  assert.match(await client.refusal('trapframe/select', { threadId: 1 }), /pause it/);
});
