import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CallsBody, HashBody, LastWriteBody, MachineBody, WhenBody } from '../../src/protocol/requests';
import { workplace, type TestClient } from './adapter';

const place = workplace();

const now = async (client: TestClient): Promise<[number, string]> => [
  (await client.request<MachineBody>('trapframe/machine')).instruction,
  (await client.request<HashBody>('trapframe/hash')).hash,
];
const calls = (client: TestClient, name: string, more: object = {}): Promise<CallsBody> =>
  client.request('trapframe/calls', { function: name, ...more });
const when = (client: TestClient, expression: string, more: object = {}): Promise<WhenBody> =>
  client.request('trapframe/when', { expression, ...more });

test('calls of a function: in a program and in the kernel, with arguments and results, the machine where it was', async () => {
  const client = await place.start();
  await client.begin({ launch: { program: place.path('data.c') }, filters: ['processExit'] });
  await client.stopped();
  await client.go('continue');
  const before = await now(client);
  const { calls: added, more } = await calls(client, 'add');
  assert.equal(more, undefined);
  assert.deepEqual(
    added.map(({ words, pid, depth }) => [words, pid, depth]),
    [['add(left = -3, right = 10) = 7', 1, 0]],
  );
  assert.match(added[0].caller, /^work\+\d+$/);
  assert.ok(added[0].at < added[0].returned!);
  const written = (await calls(client, 'write')).calls;
  assert.ok(
    written.some(({ words }) =>
      /^write\(a0 = 0x1, a1 = 0x[0-9a-f]+ "hello\\n", a2 = 0x6, .*\) = 0x6$/.test(words),
    ),
    JSON.stringify(written),
  );
  const inKernel = await calls(client, 'sys_write', { pid: 1, limit: 1 });
  assert.equal(inKernel.calls.length, 1);
  assert.match(inKernel.calls[0].words, /^sys_write\(frame = 0x[0-9a-f]+.*\) = 6$/);
  const main = (await calls(client, 'main')).calls;
  assert.match(main[0].words, /^main\(argc = 1, argv = 0x[0-9a-f]+\) = \d+$/);
  assert.deepEqual(await now(client), before);
  await assert.rejects(calls(client, 'ad'), /no program of this run has a function "ad"; did you mean add\?/);
  await client.request('trapframe/seek', { instruction: added[0].at });
  assert.equal((await client.stopped()).top.name, 'add');
});

test('when a condition became true, and for how long: variables, registers, CSRs, who runs', async () => {
  const client = await place.start();
  const path = place.path('tally.s');
  await client.begin({
    launch: { program: path, timeSlice: 200 },
    breakpoints: { [path]: [{ line: place.line('tally.s', 'done') }] },
  });
  await client.stopped();
  await client.go('continue');
  const before = await now(client);
  const changed: number[] = [];
  for (let at: number | undefined; ;) {
    const write = await client.request<LastWriteBody>('trapframe/lastWrite', {
      expression: 'tally',
      ...(at === undefined ? {} : { before: at }),
    });
    at = write.instruction;
    if (write.by === 'boot' || write.words.includes('became')) break;
    changed.unshift(at + 1);
  }
  const { times } = await when(client, 'tally > 0');
  assert.ok(
    times.length > 0 && times.every(({ from }) => changed.includes(from)),
    JSON.stringify({ times, changed }),
  );
  const { times: never } = await when(client, 'tally == 123456');
  assert.deepEqual(never, []);
  const { times: traps } = await when(client, 'scause == 8 && mode == kernel', { limit: 3 });
  assert.equal(traps.length, 3);
  for (const { from, to } of traps) assert.ok(from < to!);
  assert.deepEqual(await now(client), before);

  const { times: again } = await when(client, 'tally > 0', { go: true, limit: 1 });
  const stop = await client.stopped();
  assert.equal(stop.reason, 'goto');
  assert.equal((await now(client))[0], again[0].from);
  const { result } = await client.request<{ result: string }>('evaluate', { expression: 'tally > 0' });
  assert.equal(result, '1');
  await assert.rejects(when(client, 'pc == 5'), /pc is another at each step/);
  await assert.rejects(when(client, 'nonsense == 5'), /nonsense/);
  await assert.rejects(when(client, 'tally ='), /column/);
});

test('the same questions in the debug console: last, first, every, calls', async () => {
  const client = await place.start();
  const path = place.path('tally.s');
  await client.begin({
    launch: { program: path, timeSlice: 200 },
    breakpoints: { [path]: [{ line: place.line('tally.s', 'done') }] },
  });
  await client.stopped();
  const done = await client.go('continue');
  const ask = async (expression: string): Promise<string> => {
    const { result } = await client.request<{ result: string }>('evaluate', {
      expression,
      frameId: done.top.id,
      context: 'repl',
    });
    return result;
  };
  assert.match(await ask('every tally == 1'), /^from instant \d+ to \d+$/);
  assert.equal(await ask('every tally == 99'), 'tally == 99 was never true');
  assert.match(await ask('calls sys_pipe'), /^instant \d+, process 1: sys_pipe\(frame = .*\) = 0$/);
  assert.match(await ask('help'), /last counter/);
  assert.match(await ask('last tally'), /^instant \d+: tally .* process 1/);
  assert.equal((await client.stopped()).reason, 'goto');
});

test('when was it so: a variable of the program, asked about from inside the kernel', async () => {
  const client = await place.start();
  await client.begin({ launch: { program: place.path('tally.s') }, filters: ['syscall'] });
  await client.stopped();
  const trapped = await client.go('continue');
  const program = trapped.frames.find(({ source }) => source?.name === 'tally.s')!;
  const asked = async (frameId: number): Promise<WhenBody> =>
    client.request('trapframe/when', { expression: 'tally != 0', frameId });
  const { times } = await asked(program.id);
  assert.equal(times.length, 1);
  assert.deepEqual((await asked(trapped.top.id)).times, times);
});
