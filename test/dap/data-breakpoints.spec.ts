import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { workplace, type TestClient } from './adapter';

const place = workplace();

type Info = DebugProtocol.DataBreakpointInfoResponse['body'];
type Answer = DebugProtocol.SetDataBreakpointsResponse['body'];

const infoOf = (client: TestClient, args: object): Promise<Info> =>
  client.request<Info>('dataBreakpointInfo', args);

async function watch(
  client: TestClient,
  name: string,
  more: Partial<DebugProtocol.DataBreakpoint> = {},
  args: object = {},
): Promise<DebugProtocol.Breakpoint> {
  const { dataId, description } = await infoOf(client, { name, ...args });
  assert.ok(dataId, description);
  const { breakpoints } = await client.request<Answer>('setDataBreakpoints', {
    breakpoints: [{ dataId, ...more }],
  });
  assert.equal(breakpoints.length, 1);
  return breakpoints[0];
}

/** Two processes of the same program, the first of them stopped at its main. */
async function twins(): Promise<TestClient> {
  const client = await place.start();
  const tally = place.path('tally.s');
  await client.begin({ launch: { programs: [tally, tally], timeSlice: 50 } });
  await client.stopped();
  return client;
}

test('a variable of one process: its own stores, and the kernel when it fills it; never its twin', async () => {
  const client = await twins();
  const second = (await client.request<{ threads: { id: number }[] }>('threads')).threads.some(
    ({ id }) => id === 2,
  );
  assert.ok(second);
  const { verified, id } = await watch(client, 'tally', { accessType: 'write' });
  assert.ok(verified);
  const found: (string | undefined)[] = [];
  for (let i = 0; i < 4; i++) {
    const stop = await client.go('continue');
    assert.equal(stop.reason, 'data breakpoint');
    assert.deepEqual(stop.hitBreakpointIds, [id]);
    assert.equal(stop.threadId, 1);
    found.push(stop.description);
    if (i === 0) {
      assert.equal(stop.where, `tally.s:${place.line('tally.s', 'stored')}`, 'right behind the store');
      assert.match(
        stop.text ?? '',
        /by sd a0,0\(s0\) at .*tally\.s:\d+\), in user mode, process 1 \(tally\)/,
      );
    }
    if (i === 3) {
      assert.equal(stop.mode, 'kernel');
      assert.match(stop.text ?? '', /in kernel mode, process 1/);
    }
  }
  assert.deepEqual(found.slice(0, 3), [
    'tally changed: 0 -> 1',
    'tally changed: 1 -> 2',
    'tally was written: 2, as before',
  ]);
  assert.match(found[3]!, /^tally changed: 2 -> 7$/);
  // Byte by byte it goes on; its twin does the same, of which nothing is to be seen.
  await client.request('setDataBreakpoints', { breakpoints: [] });
  await client.request('continue', { threadId: 1 });
  await client.ended();
});

test('only changes; only user mode; conditions with old and new; hit conditions', async () => {
  const client = await twins();
  const run = async (more: Partial<DebugProtocol.DataBreakpoint>, args = {}): Promise<string[]> => {
    await client.request('setDataBreakpoints', { breakpoints: [] });
    await client.request('restart');
    await client.stopped();
    const placed = await watch(client, 'tally', more, args);
    assert.ok(placed.verified, placed.message);
    const found: string[] = [];
    for (;;) {
      await client.request('continue', { threadId: client.lastThread });
      const stop = await client.nextStop();
      if (!stop) return found;
      found.push(stop.description!);
    }
  };
  const one = 'tally changed: 0 -> 1';
  const two = 'tally changed: 1 -> 2';
  const seven = 'tally changed: 2 -> 7';
  assert.deepEqual(await run({}, { mode: 'change' }), [one, two, seven]);
  assert.deepEqual(await run({}, { mode: 'user' }), [one, two, 'tally was written: 2, as before']);
  const filled = await run({}, { mode: 'kernel' });
  assert.equal(filled[0], seven);
  assert.ok(filled.slice(1).every((one) => one === 'tally was written: 7, as before'));
  assert.deepEqual(await run({ condition: 'new > old + 2' }), [seven]);
  assert.deepEqual(await run({ condition: 'old == 1' }), [two]);
  assert.deepEqual(await run({ hitCondition: '== 2' }), [two]);
  assert.deepEqual(await run({ accessType: 'read' }), ['tally was read: 0', 'tally was read: 1']);
});

test('an address and a length; a register; a CSR; the mode', async () => {
  const client = await twins();
  const address = await client.evaluate('&tally');
  const bytes = await infoOf(client, { name: /^0x[0-9a-f]+/.exec(address)![0], asAddress: true, bytes: 1 });
  assert.match(bytes.description, /^1 byte at 0x[0-9a-f]+ in process 1$/);
  assert.deepEqual(bytes.accessTypes, ['read', 'write', 'readWrite']);
  await client.request('setDataBreakpoints', {
    breakpoints: [{ dataId: bytes.dataId, accessType: 'write' }],
  });
  assert.match((await client.go('continue')).description ?? '', /^1 byte at 0x[0-9a-f]+ changed: 0 -> 1$/);

  await watch(client, 's1');
  const register = await client.go('continue');
  assert.equal(register.description, 's1 changed: 0x2 -> 0x1');
  assert.equal(register.threadId, 1);

  await watch(client, 'scause');
  const cause = await client.go('continue');
  assert.match(cause.description ?? '', /^scause (changed|was written): /);
  assert.match(cause.text ?? '', /by the hardware, which took a trap/);
  assert.equal(cause.mode, 'kernel');

  await watch(client, 'mode');
  const mode = await client.go('continue');
  assert.equal(mode.description, 'mode changed: kernel -> user');
  assert.equal(mode.mode, 'user');
});

test('a register that the kernel changes for its program: seen at the return', async () => {
  const client = await place.start();
  await client.begin({
    launch: { program: place.path('hello.s') },
    breakpoints: { [place.path('hello.s')]: [{ line: place.line('hello.s', 'ecall') }] },
  });
  await client.stopped();
  await client.go('continue');
  await watch(client, 'a0');
  const stop = await client.go('continue');
  assert.equal(stop.description, 'a0 changed: 0x1 -> 0x6');
  assert.match(stop.text ?? '', /by the return from trap/);
  assert.equal(stop.where, `hello.s:${place.line('hello.s', 'after-ecall')}`);
});

test('what cannot be watched says why; what is not there yet is told when it is', async () => {
  const client = await place.start();
  await client.begin({ launch: { program: place.path('tally.s'), stopOnEntry: 'reset' } });
  await client.stopped();
  const why = async (name: string): Promise<string> => {
    const { dataId, description } = await infoOf(client, { name });
    assert.equal(dataId, null);
    return description;
  };
  assert.match(await why('zero'), /always 0/);
  assert.match(await why('time'), /changes by itself/);
  assert.match(await why('nonsense'), /nonsense/);
  assert.match(await why('main'), /code/);
  const set = (dataId: string, accessType = 'write') =>
    client.request<Answer>('setDataBreakpoints', { breakpoints: [{ dataId, accessType }] });
  const [wrong] = (await set('rubbish')).breakpoints;
  assert.equal(wrong.verified, false);
  assert.match(wrong.message ?? '', /no data id/);
  assert.match((await set('csr/sepc/0', 'read')).breakpoints[0].message ?? '', /reads of/);

  const [early] = (await set('memory/1/tally/8')).breakpoints;
  assert.equal(early.verified, false);
  assert.equal(early.reason, 'pending');
  const stop = await client.go('continue');
  assert.match(stop.description ?? '', /^tally changed: 0 -> 1$/);
  const changed = client.events
    .filter(({ event }) => event === 'breakpoint')
    .map(({ body }) => body as DebugProtocol.BreakpointEvent['body']);
  assert.ok(changed.some(({ breakpoint }) => breakpoint.id === early.id && breakpoint.verified));
});

/** `fields.c`, at the beginning of its main. */
async function fields(): Promise<TestClient> {
  const client = await place.start();
  await client.begin({ launch: { program: place.path('fields.c') } });
  await client.stopped();
  return client;
}

test('what is watched by its name in a list has that name in words; a global is found again in the next build', async () => {
  const client = await fields();
  const { stackFrames } = await client.request<DebugProtocol.StackTraceResponse['body']>('stackTrace', {
    threadId: 1,
  });
  const { scopes } = await client.request<DebugProtocol.ScopesResponse['body']>('scopes', {
    frameId: stackFrames[0].id,
  });
  const within = (scope: string): number =>
    scopes.find(({ name }) => name === scope)?.variablesReference ?? 0;
  const list = await infoOf(client, { variablesReference: within('Globals'), name: 'list' });
  assert.equal(list.description, 'list in process 1');
  assert.equal(list.canPersist, true);
  const local = await infoOf(client, { variablesReference: within('Locals'), name: 'local' });
  assert.match(local.description, /^local \(at 0x[0-9a-f]+\) in process 1$/);
  assert.equal(local.canPersist, false);
  const { variables } = await client.request<DebugProtocol.VariablesResponse['body']>('variables', {
    variablesReference: within('Globals'),
  });
  const parts = variables.find(({ name }) => name === 'list')?.variablesReference;
  const part = await infoOf(client, { variablesReference: parts, name: '[2]' });
  assert.match(part.description, /^list\[2\] \(at 0x[0-9a-f]+\) in process 1$/);
  await client.request('setDataBreakpoints', {
    breakpoints: [part, local].map(({ dataId }) => ({ dataId, condition: 'new > 0' })),
  });
  assert.match((await client.go('continue')).description ?? '', /^list\[2\] \(at .*\) changed: 0 -> 7$/);
  assert.match((await client.go('continue')).description ?? '', /^local \(at .*\) changed: 0 -> 3$/);
});

test('a bit field is not its neighbours; a field of a CSR is not the rest of it', async () => {
  const client = await fields();
  const bits = await watch(client, 'packed.low', { accessType: 'write' });
  assert.ok(bits.verified);
  const stop = await client.go('continue');
  assert.match(stop.description ?? '', /^packed\.low \(at 0x[0-9a-f]+\) changed: 0 -> 5$/);
  assert.equal(stop.where, `fields.c:${place.line('fields.c', 'list')}`, 'the write to packed.high was none');
  await watch(client, 'sstatus.SIE', { accessType: 'write' });
  assert.equal((await client.go('continue')).description, 'sstatus.SIE changed: 0x1 -> 0x0');
});

test('an address may say whose it is; a name is none', async () => {
  const client = await twins();
  const info = await infoOf(client, { name: '&tally @ 2', asAddress: true, bytes: 2 });
  assert.match(info.description, /^2 bytes at 0x[0-9a-f]+ in process 2$/);
  assert.match(
    (await infoOf(client, { name: 'tally', asAddress: true })).description,
    /"tally" is no address; use .*&tally/,
  );
});

test('values are spelled by their types: the element of an array, the name of an enumeration, also in conditions', async () => {
  const client = await fields();
  await watch(client, 'list', { accessType: 'write' });
  assert.equal((await client.go('continue')).description, 'list[2] changed: 0 -> 7');
  await watch(client, 'process_table[0].state', { accessType: 'write', condition: 'new == ZOMBIE' });
  const { description } = await client.go('continue');
  assert.match(description ?? '', /^process_table\[0\]\.state \(at .*\) changed: RUNNING -> ZOMBIE$/);
});

test('a local variable ends with its frame, and says so, also in a recursion', async () => {
  const client = await place.start();
  const path = place.path('frames.c');
  const line = place.line('frames.c', 'recurse');
  await client.begin({
    launch: { program: path, stopOnEntry: false },
    breakpoints: { [path]: [{ line, condition: 'n == 2' }] },
  });
  const { top } = await client.stopped();
  const before = await infoOf(client, { name: 'here', frameId: top.id });
  assert.match(before.description, /^here \(at 0x[0-9a-f]+\) in process 1$/);
  await client.request('setBreakpoints', { source: { path }, breakpoints: [] });
  const breakpoints = [{ dataId: before.dataId, accessType: 'write' }];
  const [set] = (await client.request<Answer>('setDataBreakpoints', { breakpoints })).breakpoints;
  assert.equal(set.verified, true);
  // The calls further in have a variable of their own, and return through the same instruction.
  const hit = await client.go('continue');
  assert.match(hit.description ?? '', /^here \(at 0x[0-9a-f]+\) changed: 2 -> 102$/);
  assert.equal(await client.evaluate('n'), '2');
  // Whoever uses that piece of the stack next is not meant.
  await client.request('continue', { threadId: 1 });
  const { body } = await client.next<DebugProtocol.BreakpointEvent['body']>('breakpoint');
  assert.deepEqual([body.reason, body.breakpoint.id, body.breakpoint.verified], ['changed', set.id, false]);
  assert.match(body.breakpoint.message ?? '', /function has returned.*frame/);
  await client.next('exited');
  const said = client.events
    .filter(({ event }) => event === 'output')
    .map(({ body: one }) => (one as { output: string }).output);
  assert.ok(
    said.some((text) => /^here \(at 0x[0-9a-f]+\) is not watched any more: .* frame ended\n$/.test(text)),
    said.join(''),
  );
  // Nor does it come back with the next list.
  assert.equal(
    (await client.request<Answer>('setDataBreakpoints', { breakpoints })).breakpoints[0].verified,
    false,
  );
});

test("a local of a caller is watched until that returns; a program's own variables go before the machine's words", async () => {
  const client = await place.start();
  const path = place.path('frames.c');
  await client.begin({
    launch: { program: path, stopOnEntry: false },
    breakpoints: { [path]: [{ line: place.line('frames.c', 'change'), condition: 'n == 0' }] },
  });
  const { frames } = await client.stopped();
  await client.request('setBreakpoints', { source: { path }, breakpoints: [] });
  const info = await infoOf(client, { name: 'here', frameId: frames[2].id });
  await client.request('setDataBreakpoints', { breakpoints: [{ dataId: info.dataId, accessType: 'write' }] });
  assert.match((await client.go('continue')).description ?? '', / changed: 2 -> 102$/);
  await client.request('continue', { threadId: 1 });
  await client.next('exited');

  const own = await place.start();
  await own.begin({ launch: { program: place.path('own-names.c') } });
  await own.stopped();
  assert.match((await infoOf(own, { name: 'mode' })).description, /^mode in process 1$/);
  assert.match((await infoOf(own, { name: '$mode' })).description, /^mode of cpu 0$/);
});
