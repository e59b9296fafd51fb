import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { DiagnosticsBody } from '../../src/protocol/requests';
import { readElf } from '../../src/toolchain/elf/read';
import { root, workplace } from './adapter';
import { programs } from './programs';

const place = workplace();

test('stops in main of the first program, in user mode', async () => {
  const client = await place.start();
  await client.begin({ launch: { program: place.path('hello.s') } });
  const stop = await client.stopped();
  assert.equal(stop.reason, 'entry');
  assert.equal(stop.where, `hello.s:${place.line('hello.s', 'main')}`);
  assert.equal(stop.mode, 'user');
  assert.equal(stop.threadId, 1);
});

test('stops at reset, before the first instruction of the machine', async () => {
  const client = await place.start();
  await client.begin({ launch: { program: place.path('hello.s'), stopOnEntry: 'reset' } });
  const stop = await client.stopped();
  assert.equal(stop.mode, 'machine');
  assert.equal(stop.threadId, 1_000_000);
  const { instruction } = await client.request<{ instruction: number }>('trapframe/machine');
  assert.equal(instruction, 0);
});

test('runs to its end without a stop, and tells the exit status', async () => {
  const client = await place.start();
  await client.begin({ launch: { program: place.path('hello.s'), stopOnEntry: false } });
  const exited = await client.next<{ exitCode: number }>('exited', 'stopped');
  assert.equal(exited.event, 'exited');
  assert.equal(exited.body.exitCode, 7);
  await client.next('terminated');
  assert.equal(client.console.replace(/^\[.*\n/gm, ''), 'hello\n'.repeat(3));
  assert.match(await client.refusal('continue', { threadId: 1 }), /switched off/);
});

test('without debugging nothing stops it', async () => {
  const client = await place.start();
  await client.begin({
    launch: { program: place.path('hello.s'), noDebug: true },
    breakpoints: { [place.path('hello.s')]: [{ line: place.line('hello.s', 'greet') }] },
    filters: ['syscall'],
  });
  assert.equal((await client.next('exited', 'stopped')).event, 'exited');
});

test('errors of the assembler: one clear answer, all of them as diagnostics, and no session that hangs', async () => {
  const client = await place.start();
  await client.initializeRequest();
  const path = place.path('broken.s');
  const words = await client.refusal('launch', { program: path });
  assert.match(words, /broken\.s:5:\d+: .*lii.* \(and 1 more\)/);
  const { body } = await client.next<DiagnosticsBody>('trapframe/diagnostics');
  assert.deepEqual(
    body.diagnostics.map((one) => [one.path, one.line, one.severity]),
    [
      [path, 5, 'error'],
      [path, 6, 'error'],
    ],
  );
  assert.match(await client.refusal('stackTrace', { threadId: 1 }), /launched/);
  await client.request('disconnect');
});

test('a missing file, a file that is no program, a wrong attribute: one clear message each', async () => {
  writeFileSync(place.path('text.elf'), 'hello');
  writeFileSync(place.path('x86.elf'), readFileSync(process.execPath).subarray(0, 4096));
  for (const [launch, words] of [
    [{ program: place.path('missing.s') }, /missing\.s: there is no such file/],
    [{ program: place.path('text.elf') }, /text\.elf is no program/],
    [{ program: place.path('x86.elf') }, /x86\.elf/],
    [{ program: place.path('hello.s'), timeSlice: 'soon' }, /timeSlice "soon" is not allowed; it takes/],
    [{ program: place.path('hello.s'), timeslise: 5 }, /timeslise/],
    [{}, /program/],
    [{ program: place.path('hello.s'), kernel: place.path('nowhere') }, /nowhere: there is no such file/],
  ] as const) {
    const client = await place.start();
    await client.initializeRequest();
    assert.match(await client.refusal('launch', launch), words);
    await client.close();
  }
});

test('restart builds changed sources and keeps the breakpoints', async () => {
  const client = await place.start();
  const path = place.path('changing.s');
  writeFileSync(path, programs['hello.s']);
  await client.begin({
    launch: { program: path },
    breakpoints: { [path]: [{ line: place.line('hello.s', 'greet') }] },
  });
  await client.stopped();
  assert.equal((await client.go('continue')).names[0], 'greet');
  // One more instruction before the breakpoint's line.
  writeFileSync(path, programs['hello.s'].replace('greet:\n', 'greet:\n        li      a3, 99\n'));
  await client.request('restart');
  const moved = await client.next<{ breakpoint: DebugProtocol.Breakpoint }>('breakpoint');
  assert.equal(moved.body.breakpoint.verified, true);
  assert.equal((await client.stopped()).reason, 'entry');
  const stop = await client.go('continue');
  assert.deepEqual(stop.hitBreakpointIds, [moved.body.breakpoint.id]);
  assert.equal(await client.number('a3'), 0);
});

test('a restart that cannot be built says so and leaves the session as it was', async () => {
  const client = await place.start();
  const path = place.path('breaking.s');
  writeFileSync(path, programs['hello.s']);
  await client.begin({ launch: { program: path } });
  await client.stopped();
  writeFileSync(path, 'main: frob\n');
  assert.match(await client.refusal('restart'), /frob/);
  assert.equal((await client.go('next')).where, `breaking.s:${place.line('hello.s', 'main') + 1}`);
});

test('terminate and disconnect end the session, and the process with its client', async () => {
  const client = await place.start();
  await client.begin({ launch: { program: place.path('loop.s'), stopOnEntry: false } });
  await client.request('terminate');
  await client.next('terminated');
  const { process } = client;
  const gone = new Promise((resolve) => process.once('exit', resolve));
  // Its input stays open.
  await client.request('disconnect');
  assert.equal(await gone, 0);
});

test('a breakpoint that was set before the launch fails with the reason of then', async () => {
  const client = await place.start();
  await client.initializeRequest();
  type Set = { breakpoints: DebugProtocol.Breakpoint[] };
  const path = place.path('hello.s');
  const set = async (command: string, args: object): Promise<DebugProtocol.Breakpoint> => {
    const [one] = (await client.request<Set>(command, args)).breakpoints;
    assert.equal(one.verified, false, command);
    return one;
  };
  const wishes: [string, object, RegExp][] = [
    ['setBreakpoints', { source: { path }, breakpoints: [{ line: 9999 }] }, /no code at or below this line/],
    [
      'setBreakpoints',
      { source: { path: '/nowhere/x.s' }, breakpoints: [{ line: 1 }] },
      /no program .* was built from x\.s/,
    ],
    ['setFunctionBreakpoints', { breakpoints: [{ name: 'frob' }] }, /no program .* has a function frob/],
    ['setInstructionBreakpoints', { breakpoints: [{ instructionReference: '0x10' }] }, /no code at 0x10/],
    ['setExceptionBreakpoints', { filterOptions: [{ filterId: 'contextSwitch' }] }, /needs a kernel/],
  ];
  const ids = new Map<number, RegExp>();
  for (const [command, args, reason] of wishes) {
    const { id, message } = await set(command, args);
    assert.match(message ?? '', /waits for the program to be launched/, command);
    ids.set(id!, reason);
  }
  assert.equal(ids.size, wishes.length);
  const bare = place.path('bare.s');
  writeFileSync(bare, '_start: j _start\n');
  const launched = client.request('launch', { program: bare, kernel: 'none' });
  await Promise.race([client.next('initialized'), launched]);
  const told = client.events
    .filter(({ event }) => event === 'breakpoint')
    .map(({ body }) => (body as DebugProtocol.BreakpointEvent['body']).breakpoint);
  assert.equal(told.length, wishes.length);
  // This program was not built from it at all.
  ids.set(told[0].id!, /no program .* was built from hello\.s/);
  for (const { id, verified, message, reason } of told) {
    assert.equal(verified, false);
    assert.equal(reason, 'failed');
    assert.match(message ?? '', ids.get(id!)!);
  }
});

test('the built-in kernel has its sources where the debugger says they are', async () => {
  const client = await place.start();
  await client.begin({ launch: { program: place.path('hello.s') }, filters: ['syscall'] });
  await client.stopped();
  const { top } = await client.go('continue');
  assert.ok(existsSync(top.source?.path ?? ''), top.source?.path);
});

test('debug information that cannot be read is said once, with the file and what helps', async () => {
  const client = await place.start();
  const path = place.path('packed.elf');
  const bytes = readFileSync(join(root, 'test/fixtures/dwarf/gcc-O2-dwarf5-zlib-gabi.elf'));
  const { offset } = readElf(bytes, path).sections.find(({ name }) => name === '.debug_info')!;
  // ELFCOMPRESS_ZSTD
  bytes.writeUInt32LE(2, offset);
  writeFileSync(path, bytes);
  await client.begin({ launch: { program: path, kernel: 'none', stopOnEntry: 'reset' } });
  await client.stopped();
  const said = client.events
    .filter(({ event }) => event === 'output')
    .map(({ body }) => body as DebugProtocol.OutputEvent['body'])
    .filter(({ category }) => category === 'important')
    .map(({ output }) => output);
  assert.deepEqual(said, [
    `${path}: its debug information is compressed in a way that cannot be read (.debug_info): build with -gz=none\n`,
  ]);
});
