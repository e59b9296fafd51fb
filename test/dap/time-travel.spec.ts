import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { test } from 'node:test';
import type { HashBody, MachineBody } from '../../src/protocol/requests';
import { workplace, type TestClient } from './adapter';

const place = workplace();

const now = async (client: TestClient): Promise<number> =>
  (await client.request<MachineBody>('trapframe/machine')).instruction;
const hash = async (client: TestClient): Promise<string> =>
  (await client.request<HashBody>('trapframe/hash')).hash;

test('step back: by line over calls, by instruction into the kernel and back into the program', async () => {
  const client = await place.start();
  await client.begin({ launch: { program: place.path('hello.s') } });
  const main = await client.stopped();
  const [start, digest] = [await now(client), await hash(client)];
  const lines = [main.where];
  for (let i = 0; i < 6; i++) lines.push((await client.go('next')).where);
  for (const line of lines.reverse().slice(1)) {
    const stop = await client.go('stepBack');
    assert.deepEqual([stop.reason, stop.where, stop.mode], ['step', line, 'user']);
  }
  assert.deepEqual([await now(client), await hash(client)], [start, digest]);

  await client.request('setExceptionBreakpoints', { filters: ['syscall', 'trapReturn'] });
  const entered = await client.go('continue');
  assert.equal(entered.top.name, 'trap_vector');
  const program = await client.go('stepBack', { granularity: 'instruction' });
  assert.deepEqual([program.mode, program.top.name], ['user', 'greet']);
  await client.go('continue');
  const returned = await client.go('continue');
  assert.equal(returned.mode, 'user');
  const kernel = await client.go('stepBack', { granularity: 'instruction' });
  assert.deepEqual([kernel.mode, kernel.threadId], ['kernel', 1]);
  assert.equal((await client.go('stepIn', { granularity: 'instruction' })).mode, 'user');
});

test('running backward: to the latest stop before, with conditions and hit counts; in the end to the start', async () => {
  const client = await place.start();
  const path = place.path('hello.s');
  const line = place.line('hello.s', 'greet');
  await client.begin({ launch: { program: path, stopOnEntry: 'reset' } });
  await client.stopped();
  await client.request('setBreakpoints', { source: { path }, breakpoints: [{ line }] });
  const hits: number[] = [];
  for (let i = 0; i < 3; i++) {
    await client.go('continue');
    hits.push(await now(client));
  }
  const end = await client.go('continue');
  assert.equal(end.reason, 'exit');
  assert.equal(client.events.filter(({ event }) => event === 'exited').length, 1);
  for (const at of hits.reverse()) {
    const stop = await client.go('reverseContinue');
    assert.deepEqual([stop.reason, await now(client)], ['breakpoint', at]);
  }
  const first = await client.go('reverseContinue');
  assert.deepEqual([first.reason, await now(client)], ['entry', 0]);
  assert.equal((await client.go('stepBack')).reason, 'entry');

  await client.go('trapframe/seek', { instruction: 1e9 });
  const breakpoints = [{ line, hitCondition: '== 2' }];
  await client.request('setBreakpoints', { source: { path }, breakpoints });
  assert.equal((await client.go('reverseContinue')).reason, 'entry', 'hits count from where it was set');
  await client.go('trapframe/seek', { instruction: 0 });
  await client.request('setBreakpoints', { source: { path }, breakpoints: [] });
  await client.request('setBreakpoints', { source: { path }, breakpoints });
  await client.go('trapframe/seek', { instruction: 1e9 });
  assert.equal((await client.go('reverseContinue')).reason, 'breakpoint');
  assert.equal(await now(client), hits[1]);
});

test('running backward to data breakpoints: of a variable, a register and a CSR, with conditions', async () => {
  const client = await place.start();
  const path = place.path('tally.s');
  await client.begin({ launch: { program: path, timeSlice: 300 } });
  const main = await client.stopped();
  const dataId = async (name: string): Promise<string> =>
    (await client.request<{ dataId: string }>('dataBreakpointInfo', { name, frameId: main.top.id })).dataId;
  const ids = { tally: await dataId('tally'), s1: await dataId('s1'), scause: await dataId('scause') };
  for (const one of [
    { dataId: ids.tally, accessType: 'write' },
    { dataId: ids.tally, accessType: 'readWrite' },
    { dataId: ids.tally, accessType: 'write', condition: 'new > 1' },
    { dataId: ids.s1, accessType: 'write' },
    { dataId: ids.scause, accessType: 'write', condition: 'scause == 8' },
  ]) {
    const what = JSON.stringify(one);
    await client.request('setDataBreakpoints', { breakpoints: [one] });
    const start = await now(client);
    const hits: [number, string][] = [];
    for (;;) {
      const stop = await client.go('continue');
      if (stop.reason === 'exit') break;
      assert.equal(stop.reason, 'data breakpoint', what);
      hits.push([await now(client), stop.where]);
    }
    assert.ok(hits.length > 1, what);
    for (const hit of hits.reverse()) {
      const stop = await client.go('reverseContinue');
      assert.deepEqual([stop.reason, await now(client), stop.where], ['data breakpoint', ...hit], what);
    }
    await client.request('setDataBreakpoints', { breakpoints: [] });
    await client.request('trapframe/seek', { instruction: start });
    await client.stopped();
  }
});

test('going to an instant: the same machine, and its console as it was', async () => {
  const client = await place.start();
  const path = place.path('hello.s');
  await client.begin({ launch: { program: path } });
  await client.stopped();
  const [at, digest] = [await now(client), await hash(client)];
  await client.go('continue');
  const { instruction } = await client.request<{ instruction: number }>('trapframe/console', { line: 1 });
  const printed = client.console;
  const stop = await client.go('trapframe/seek', { instruction });
  assert.deepEqual([stop.reason, await now(client)], ['goto', instruction]);
  assert.equal(stop.mode, 'kernel');
  await client.go('trapframe/seek', { instruction: at });
  assert.equal(await hash(client), digest);
  const screens = client.events.filter(({ event }) => event === 'trapframe/screen');
  assert.equal((screens.at(-1)?.body as { output: string }).output.includes('hello'), false);
  assert.equal((await client.go('continue')).reason, 'exit');
  assert.equal(client.console, printed, 'nothing is printed twice');
  assert.match(await client.refusal('trapframe/console', { line: 99 }), /line 99 has not been printed/);
});

test('reverse: into and out of calls, to the last trap, switch, turn and user mode', async () => {
  const client = await place.start();
  await client.begin({ launch: { programs: [place.path('hello.s'), place.path('loop.s')] } });
  await client.stopped();
  await client.request('setFunctionBreakpoints', { breakpoints: [{ name: 'greet' }] });
  await client.go('continue');
  await client.request('setFunctionBreakpoints', { breakpoints: [] });
  const called = await client.go('trapframe/reverse', { to: 'out' });
  assert.equal(called.top.name, 'main');
  const over = await client.go('next');
  const into = await client.go('trapframe/reverse', { to: 'into' });
  assert.equal(over.top.name, 'main');
  assert.equal(into.top.name, 'greet');
  await client.request('setExceptionBreakpoints', { filters: ['syscall'] });
  const trapped = await client.go('continue');
  const at = await now(client);
  await client.go('stepIn', { granularity: 'instruction' });
  const trap = await client.go('trapframe/reverse', { to: 'trap' });
  assert.deepEqual([trap.description, await now(client)], [trapped.description, at]);
  const user = await client.go('trapframe/reverse', { to: 'user' });
  assert.deepEqual([user.mode, await now(client)], ['user', at - 1]);
  const scheduled = await client.go('trapframe/reverse', { to: 'scheduled' });
  assert.equal(scheduled.mode, 'kernel');
  assert.equal((await client.go('trapframe/reverse', { to: 'contextSwitch' })).top.name, 'context_switch');
  assert.match(await client.refusal('trapframe/reverse', { to: 'home' }), /must be one of into, out/);
});

test('a change of the past begins another history, from which one can return; looking begins none', async () => {
  const client = await place.start();
  await client.begin({ launch: { program: place.path('hello.s') } });
  const main = await client.stopped();
  const start = await now(client);
  await client.go('next');
  const recorded = await hash(client);
  const at = await now(client);
  await client.go('continue');
  const end = await now(client);
  await client.go('trapframe/seek', { instruction: start });
  await client.evaluate('pc + 1');
  type Branches = {
    branches: { id: number; parent?: number; from: number; end: number; current: boolean }[];
  };
  const branches = async () => (await client.request<Branches>('trapframe/branches')).branches;
  assert.deepEqual(await branches(), [{ id: 1, from: 0, end, current: true }]);

  await client.request('evaluate', { expression: 'sp = sp - 64', frameId: main.top.id, context: 'repl' });
  const said = client.events
    .filter(({ event }) => event === 'output')
    .map(({ body }) => (body as { output: string }).output);
  assert.equal(said.filter((text) => text.includes('branch 2')).length, 1);
  const changed = await client.evaluate('sp');
  await client.go('next');
  assert.notEqual(await hash(client), recorded);
  // The change is part of the new history, whichever way one comes to it.
  await client.go('stepBack');
  assert.equal(await client.evaluate('sp'), changed);
  await client.go('stepBack');
  await client.go('continue');
  await client.go('trapframe/seek', { instruction: start });
  assert.equal(await client.evaluate('sp'), changed);
  const [one, two] = await branches();
  assert.deepEqual([one.current, two.current, two.parent, two.from], [false, true, 1, start]);

  await client.request('trapframe/branches', { goTo: 1 });
  assert.equal((await client.stopped()).reason, 'goto');
  assert.equal(await now(client), start);
  await client.go('trapframe/seek', { instruction: at });
  assert.equal(await hash(client), recorded);
  const machine = await client.request<MachineBody>('trapframe/machine');
  assert.equal(machine.end, end);
  assert.match(
    await client.refusal('trapframe/branches', { goTo: 3 }),
    /there is no branch 3; there are 1, 2/,
  );
});

test('bookmarks have names for instants', async () => {
  const client = await place.start();
  await client.begin({ launch: { program: place.path('hello.s') } });
  await client.stopped();
  const instruction = await now(client);
  await client.request('trapframe/bookmarks', { add: { name: 'main' } });
  await client.request('trapframe/bookmarks', { add: { name: 'reset', instruction: 0 } });
  const both = [
    { name: 'reset', instruction: 0 },
    { name: 'main', instruction },
  ];
  assert.deepEqual(await client.request('trapframe/bookmarks'), { bookmarks: both });
  assert.deepEqual(await client.request('trapframe/bookmarks', { remove: 'reset' }), {
    bookmarks: [both[1]],
  });
  assert.match(await client.refusal('trapframe/bookmarks', { remove: 'x' }), /there is no bookmark "x"/);
});

test('a frame restarts: at the first line of its function, when it was called', async () => {
  const client = await place.start();
  const path = place.path('hello.s');
  await client.begin({
    launch: { program: path },
    breakpoints: { [path]: [{ line: place.line('hello.s', 'greet') }] },
    filters: ['syscall'],
  });
  await client.stopped();
  const called = await client.go('continue');
  const at = await now(client);
  const trapped = await client.go('continue');
  const greet = trapped.frames.find(({ name }) => name === 'greet');
  const stop = await client.go('restartFrame', { frameId: greet!.id });
  assert.deepEqual([stop.reason, stop.where, await now(client)], ['restart', called.where, at]);
});

test('a recording is saved and opened, at its end, with its changes and bookmarks', async () => {
  const client = await place.start();
  await client.begin({ launch: { program: place.path('hello.s') } });
  const main = await client.stopped();
  await client.request('trapframe/bookmarks', { add: { name: 'main' } });
  await client.request('evaluate', { expression: 'sp = sp - 64', frameId: main.top.id, context: 'repl' });
  const start = [await now(client), await hash(client)];
  await client.go('next');
  const end = [await now(client), await hash(client)];
  const { data } = await client.request<{ data: string }>('trapframe/saveRecording');
  const recording = place.path('run.rec');
  writeFileSync(recording, Buffer.from(data, 'base64'));

  const other = await place.start();
  await other.begin({ launch: { recording } });
  const stop = await other.stopped();
  assert.deepEqual([stop.reason, await now(other), await hash(other)], ['entry', ...end]);
  const { bookmarks } = await other.request<{ bookmarks: { instruction: number }[] }>('trapframe/bookmarks');
  await other.go('trapframe/seek', { instruction: bookmarks[0].instruction });
  assert.deepEqual([await now(other), await hash(other)], start);
  assert.equal((await other.go('next')).mode, 'user');
  assert.deepEqual([await now(other), await hash(other)], end);
  writeFileSync(recording, 'no recording');
  const third = await place.start();
  await third.initializeRequest();
  assert.match(await third.refusal('launch', { recording }), /run\.rec: this is no recording/);
});
