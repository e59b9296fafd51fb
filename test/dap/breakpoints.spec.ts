import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { root, workplace } from './adapter';

const place = workplace();

type Placed = { breakpoints: DebugProtocol.Breakpoint[] };

test('a line without code moves to the next that has; what cannot hit is not verified, and says why', async () => {
  const client = await place.start();
  await client.begin({ launch: { program: place.path('hello.s') } });
  await client.stopped();
  const greet = place.line('hello.s', 'greet');
  const { breakpoints } = await client.request<Placed>('setBreakpoints', {
    source: { path: place.path('hello.s') },
    breakpoints: [
      { line: greet - 1 },
      { line: 1000 },
      { line: greet, condition: 'a0 +' },
      { line: greet, hitCondition: 'often' },
    ],
  });
  assert.deepEqual(
    breakpoints.map((one) => [one.verified, one.line]),
    [
      [true, greet],
      [false, undefined],
      [false, greet],
      [false, greet],
    ],
  );
  assert.match(breakpoints[1].message ?? '', /no code at or below this line/);
  assert.match(breakpoints[2].message ?? '', /column 5/);
  assert.match(breakpoints[3].message ?? '', /hit condition/);
  const other = await client.request<Placed>('setBreakpoints', {
    source: { path: place.path('loop.s') },
    breakpoints: [{ line: 4 }],
  });
  assert.equal(other.breakpoints[0].verified, false);
  assert.match(other.breakpoints[0].message ?? '', /no program of this session was built from loop\.s/);
});

test('in kernel source', async () => {
  const client = await place.start();
  await client.begin({ launch: { program: place.path('hello.s') } });
  await client.stopped();
  const path = join(root, 'kernel', 'trap.c');
  const { breakpoints: locations } = await client.request<{ breakpoints: { line: number }[] }>(
    'breakpointLocations',
    {
      source: { path },
      line: 1,
      endLine: 500,
    },
  );
  assert.ok(locations.length > 20);
  const { breakpoints } = await client.request<Placed>('setBreakpoints', {
    source: { path },
    breakpoints: locations.map(({ line }) => ({ line })),
  });
  assert.deepEqual(
    breakpoints.filter((one) => !one.verified),
    [],
  );
  const stop = await client.go('continue');
  assert.equal(stop.reason, 'breakpoint');
  assert.equal(stop.mode, 'kernel');
  assert.equal(stop.top.source?.path, path);
});

test('with a condition, a count of hits, a message', async () => {
  const client = await place.start();
  const path = place.path('hello.s');
  await client.begin({
    launch: { program: path },
    breakpoints: {
      [path]: [
        { line: place.line('hello.s', 'after-call'), condition: 's1 == 2' },
        { line: place.line('hello.s', 'greet'), hitCondition: '== 3' },
        { line: place.line('hello.s', 'branch'), logMessage: 's1 is {s1}, mode {mode}' },
      ],
    },
  });
  await client.stopped();
  const conditional = await client.go('continue');
  assert.equal(conditional.where, `hello.s:${place.line('hello.s', 'after-call')}`);
  assert.equal(await client.number('s1'), 2);
  const third = await client.go('continue');
  assert.equal(third.where, `hello.s:${place.line('hello.s', 'greet')}`);
  assert.equal(await client.number('s1'), 1);
  await client.request('continue', { threadId: 1 });
  await client.ended();
  const logged = client.events
    .filter((event) => event.event === 'output')
    .map((event) => event.body as DebugProtocol.OutputEvent['body'])
    .filter((body) => body.category === 'console' && body.line !== undefined);
  assert.deepEqual(
    logged.map((body) => body.output),
    ['s1 is 0x2, mode user\n', 's1 is 0x1, mode user\n', 's1 is 0x0, mode user\n'],
  );
  assert.equal(logged[0].source?.path, path);
});

test('a condition that cannot be evaluated stops, and says why', async () => {
  const client = await place.start();
  const path = place.path('hello.s');
  await client.begin({
    launch: { program: path },
    breakpoints: { [path]: [{ line: place.line('hello.s', 'greet'), condition: '*(s1 - 3) == 1' }] },
  });
  await client.stopped();
  const stop = await client.go('continue');
  assert.match(stop.text ?? '', /condition cannot be evaluated: the 8 bytes at 0x0 cannot be read/);
});

test('on a function of the program and of the kernel', async () => {
  const client = await place.start();
  await client.begin({ launch: { program: place.path('hello.s') } });
  await client.stopped();
  const { breakpoints } = await client.request<Placed>('setFunctionBreakpoints', {
    breakpoints: [{ name: 'greet' }, { name: 'console_write' }, { name: 'frobnicate' }, { name: 'message' }],
  });
  assert.deepEqual(
    breakpoints.map((one) => one.verified),
    [true, true, false, false],
  );
  assert.match(breakpoints[2].message ?? '', /no program of this session has a function frobnicate/);
  assert.equal((await client.go('continue')).top.name, 'greet');
  assert.equal((await client.go('continue')).top.name, 'console_write');
});

test('on an instruction', async () => {
  const client = await place.start();
  await client.begin({ launch: { program: place.path('hello.s') } });
  const { top } = await client.stopped();
  const { breakpoints } = await client.request<Placed>('setInstructionBreakpoints', {
    breakpoints: [
      { instructionReference: top.instructionPointerReference, offset: 8 },
      { instructionReference: '0x5000000' },
    ],
  });
  assert.equal(breakpoints[0].verified, true);
  assert.equal(breakpoints[1].verified, false);
  assert.match(breakpoints[1].message ?? '', /no code at 0x5000000/);
  const stop = await client.go('continue');
  assert.deepEqual(stop.hitBreakpointIds, [breakpoints[0].id]);
  assert.equal(stop.where, `hello.s:${place.line('hello.s', 'main') + 2}`);
});

test('the same address in two programs is two places', async () => {
  const client = await place.start();
  const path = place.path('loop.s');
  // Both programs have code at the address of that line.
  await client.begin({
    launch: { programs: [place.path('count.s'), path] },
    breakpoints: { [path]: [{ line: place.line('loop.s', 'start') }] },
  });
  const entry = await client.stopped();
  assert.equal(entry.threadId, 1);
  const stop = await client.go('continue');
  assert.equal(stop.threadId, 2);
  assert.equal(stop.top.instructionPointerReference, entry.top.instructionPointerReference);
});

test('on the first instruction of the trap vector; continuing makes progress each time', async () => {
  const client = await place.start();
  await client.begin({ launch: { program: place.path('hello.s') } });
  await client.stopped();
  await client.request('setFunctionBreakpoints', { breakpoints: [{ name: 'trap_vector' }] });
  const instants: number[] = [];
  for (let i = 0; i < 3; i++) {
    const stop = await client.go('continue');
    assert.equal(stop.top.name, 'trap_vector');
    instants.push((await client.request<{ instruction: number }>('trapframe/machine')).instruction);
  }
  assert.ok(instants[0] < instants[1] && instants[1] < instants[2]);
});

test('a breakpoint in a loop with a short time slice: each continue executes its instruction once', async () => {
  const client = await place.start();
  const path = place.path('loop.s');
  await client.begin({
    launch: { programs: [path, place.path('count.s')], timeSlice: 1000 },
    breakpoints: { [path]: [{ line: place.line('loop.s', 'spin') }] },
  });
  await client.stopped();
  for (let i = 0; i < 1200; i++) {
    await client.request('continue', { threadId: 1 });
    await client.next('stopped');
    if (i % 100 === 0) assert.equal(await client.number('s0'), i);
  }
});

test('is set and removed while the machine runs', async () => {
  const client = await place.start();
  const path = place.path('loop.s');
  await client.begin({ launch: { program: path, stopOnEntry: false } });
  const breakpoints = [{ line: place.line('loop.s', 'spin') }];
  await client.request('setBreakpoints', { source: { path }, breakpoints });
  const stop = await client.stopped();
  assert.equal(stop.where, `loop.s:${breakpoints[0].line}`);
  await client.request('setBreakpoints', { source: { path }, breakpoints: [] });
  await client.request('continue', { threadId: 1 });
  await client.request('pause', { threadId: 1 });
  assert.equal((await client.stopped()).reason, 'pause');
});

test('what is set before the launch waits for it', async () => {
  const client = await place.start();
  const path = place.path('hello.s');
  await client.initializeRequest();
  const greet = place.line('hello.s', 'greet');
  const { breakpoints: lines } = await client.request<Placed>('setBreakpoints', {
    source: { path },
    breakpoints: [{ line: greet }],
  });
  const { breakpoints: functions } = await client.request<Placed>('setFunctionBreakpoints', {
    breakpoints: [{ name: 'console_write' }],
  });
  for (const one of [...lines, ...functions]) {
    assert.equal(one.verified, false);
    assert.equal(one.reason, 'pending');
  }
  const { breakpoints: filters } = await client.request<Placed>('setExceptionBreakpoints', {
    filters: ['processExit'],
  });
  assert.match(filters[0].message ?? '', /waits for the program/);
  const launched = client.request('launch', { program: path, stopOnEntry: false });
  const told = await client.next<{ breakpoint: DebugProtocol.Breakpoint }>('breakpoint');
  assert.equal(told.body.breakpoint.id, lines[0].id);
  assert.equal(told.body.breakpoint.verified, true);
  await client.next('initialized');
  await client.request('configurationDone');
  await launched;
  assert.deepEqual((await client.stopped()).hitBreakpointIds, [lines[0].id]);
  assert.deepEqual((await client.go('continue')).hitBreakpointIds, [functions[0].id]);
  await client.request('setBreakpoints', { source: { path }, breakpoints: [] });
  await client.request('setFunctionBreakpoints', { breakpoints: [] });
  assert.match((await client.go('continue')).description ?? '', /exit/);
});

test('one wish that cannot be met takes nothing from the others', async () => {
  const client = await place.start();
  await client.begin({ launch: { program: place.path('hello.s') } });
  const { top } = await client.stopped();
  const { breakpoints } = await client.request<Placed>('setInstructionBreakpoints', {
    breakpoints: [
      { instructionReference: 'nowhere' },
      { instructionReference: top.instructionPointerReference, offset: 1 },
      { instructionReference: top.instructionPointerReference, offset: 4 },
    ],
  });
  assert.deepEqual(
    breakpoints.map((one) => one.verified),
    [false, false, true],
  );
  assert.match(breakpoints[0].message ?? '', /"nowhere" is no address/);
  assert.match(breakpoints[1].message ?? '', /odd/);
});

test('of several statements in a line one by its column; the columns can be asked for', async () => {
  const client = await place.start();
  const path = place.path('statements.c');
  const line = place.line('statements.c', 'many');
  await client.begin({ launch: { program: path } });
  await client.stopped();
  const asked = (args: object): Promise<{ breakpoints: DebugProtocol.BreakpointLocation[] }> =>
    client.request('breakpointLocations', { source: { path }, line, ...args });
  const columns = (await asked({})).breakpoints.map((one) => one.column);
  // int a = 1; int b = a + 1; int c = a + b;
  for (const column of [7, 18, 33]) assert.ok(columns.includes(column), `${column} of ${columns.join()}`);
  const part = (await asked({ column: 8, endColumn: 20 })).breakpoints.map((one) => one.column);
  assert.deepEqual(
    part,
    columns.filter((one) => one !== undefined && one >= 8 && one <= 20),
  );

  const { breakpoints } = await client.request<Placed>('setBreakpoints', {
    source: { path },
    // The last is in the middle of `int c`.
    breakpoints: [{ line, column: 18 }, { line, column: 34 }, { line: line + 1 }],
  });
  assert.deepEqual(
    breakpoints.map((one) => [one.verified, one.line, one.column]),
    [
      [true, line, 18],
      [true, line, 33],
      [true, line + 1, undefined],
    ],
  );
  const hits: unknown[] = [];
  for (let i = 0; i < 3; i++) {
    const stop = await client.go('continue');
    hits.push([stop.hitBreakpointIds, stop.top.line, stop.top.column]);
    if (i === 1) assert.equal(await client.evaluate('a + b'), '3');
  }
  assert.deepEqual(
    hits.map((one) => (one as unknown[])[0]),
    breakpoints.map(({ id }) => [id]),
  );
});
