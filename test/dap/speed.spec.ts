// How fast a run goes is for the eye alone: it can be seen while it runs, stopped at once, and is the same run.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type {
  HashBody,
  MachineBody,
  ProcessesBody,
  RegistersBody,
  SpeedBody,
} from '../../src/protocol/requests';
import { workplace, type TestClient } from './adapter';

const place = workplace();
const machine = (client: TestClient) => client.request<MachineBody>('trapframe/machine');

async function atMain(launch: object = {}, filters: string[] = []): Promise<TestClient> {
  const client = await place.start();
  await client.begin({
    launch: { program: place.path('hello.s'), ...launch },
    filters,
    breakpoints: { [place.path('hello.s')]: [{ line: place.line('hello.s', 'return') }] },
  });
  await client.stopped();
  return client;
}

test('a slow run is seen while it goes on, one instruction after the other; Pause ends it at once', async () => {
  const client = await atMain({ speed: 1 });
  const before = await machine(client);
  assert.deepEqual([before.speed, before.running], [1, false]);
  await client.request('continue', { threadId: 1 });
  for (const made of [0, 1, 2]) {
    const { body } = await client.next<{ instruction: number }>('trapframe/changed');
    assert.equal(body.instruction, before.instruction + made);
  }
  const during = await machine(client);
  assert.equal(during.running, true);
  assert.equal(during.cpus[0].mode, 'user');
  assert.match(during.cpus[0].code?.name ?? '', /^main|^greet/);
  assert.equal(during.cpus[0].code?.place?.path, place.path('hello.s'));
  const { processes } = await client.request<ProcessesBody>('trapframe/processes');
  assert.equal(processes[0].state, 'running');
  const { registers } = await client.request<RegistersBody>('trapframe/registers', { cpu: 0 });
  assert.equal(registers.length, 32);
  assert.deepEqual([registers[0].name, registers[0].value], ['zero', '0x0']);
  assert.equal(registers[1].symbol, '_start+12');
  const stop = await client.go('pause');
  assert.equal(stop.reason, 'pause');
  assert.equal((await machine(client)).running, false);
});

test('the speed changes in the middle of a run; the run is the same', async () => {
  const straight = await atMain();
  await straight.go('continue');
  const { hash } = await straight.request<HashBody>('trapframe/hash');

  const slow = await atMain({ speed: 2 });
  await slow.request('continue', { threadId: 1 });
  await slow.next('trapframe/changed');
  await slow.next('trapframe/changed');
  const { speed } = await slow.request<SpeedBody>('trapframe/speed', { speed: 100_000 });
  assert.equal(speed, 100_000);
  assert.equal((await slow.request<SpeedBody>('trapframe/speed')).speed, 100_000);
  await slow.request('trapframe/speed', { speed: 'full' });
  await slow.stopped();
  assert.equal((await slow.request<HashBody>('trapframe/hash')).hash, hash);
});

test('steps, and the run to the entry, are not slowed', async () => {
  const client = await atMain({ speed: 1 }, []);
  const before = (await machine(client)).instruction;
  // Hundreds of thousands of instructions since reset; hundreds more in the call.
  assert.ok(before > 1000);
  for (let steps = 0; steps < 4; steps++) await client.go('next');
  assert.ok((await machine(client)).instruction > before + 100);
});

test('what is no speed is refused', async () => {
  const client = await atMain();
  for (const speed of [0, -1, 1.5, 'fast', 2e9, '10']) {
    assert.match(
      await client.refusal('trapframe/speed', { speed }),
      /^speed .* is not allowed; it takes a whole number of instructions a second from 1 to 1000000000, or "full"$/,
    );
  }
  const other = await place.start();
  await other.initializeRequest();
  assert.match(
    await other.refusal('launch', { program: place.path('hello.s'), speed: 0 }),
    /^speed 0 is not allowed/,
  );
});
