import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { root, workplace, type Stop, type TestClient } from './adapter';
import { markedLine } from './programs';

const place = workplace();

const instant = async (client: TestClient): Promise<number> =>
  (await client.request<{ instruction: number }>('trapframe/machine')).instruction;

test('into, over and out of a function, by line', async () => {
  const client = await place.start();
  const at = (mark: string): string => `hello.s:${place.line('hello.s', mark)}`;
  await client.begin({
    launch: { program: place.path('hello.s') },
    breakpoints: { [place.path('hello.s')]: [{ line: place.line('hello.s', 'call') }] },
  });
  await client.stopped();
  assert.equal((await client.go('continue')).where, at('call'));
  const inside = await client.go('stepIn');
  assert.equal(inside.where, at('greet'));
  assert.deepEqual(inside.names.slice(0, 2), ['greet', 'main']);
  assert.equal((await client.go('stepOut')).where, at('after-call'));
  assert.equal(await client.number('a0'), 6);
  assert.equal((await client.go('next')).where, at('branch'));
  assert.equal((await client.go('next')).where, at('call'));
  assert.equal((await client.go('next')).where, at('after-call'), 'over the call');
  assert.equal(client.console, 'hello\n'.repeat(2));
});

test('into an ecall: the trap vector, in kernel mode; from there out: behind the ecall, in user mode', async () => {
  const client = await place.start();
  await client.begin({
    launch: { program: place.path('hello.s') },
    breakpoints: { [place.path('hello.s')]: [{ line: place.line('hello.s', 'ecall') }] },
  });
  await client.stopped();
  const before = await client.go('continue');
  assert.equal(before.mode, 'user');
  const vector = await client.go('stepIn');
  assert.equal(vector.mode, 'kernel');
  assert.equal(vector.top.name, 'trap_vector');
  assert.match(vector.top.source?.path ?? '', /kernel[/\\]trap_vector\.S$/);
  assert.equal(vector.description, 'System call: write(1, 0x2000, 6)');
  assert.deepEqual(vector.names.slice(1), ['── system call: write ──', 'greet', 'main', '_start']);
  const back = await client.go('stepOut');
  assert.equal(back.mode, 'user');
  assert.equal(back.where, `hello.s:${place.line('hello.s', 'after-ecall')}`);
  assert.equal(await client.number('a0'), 6);
});

test('over an ecall: the next user instruction of the same process, though others ran meanwhile', async () => {
  const client = await place.start();
  const nap = place.line('naps.s', 'nap');
  await client.begin({
    launch: { programs: [place.path('naps.s'), place.path('loop.s')] },
    breakpoints: { [place.path('naps.s')]: [{ line: nap }] },
  });
  await client.stopped();
  for (const granularity of ['line', 'instruction']) {
    await client.go('continue');
    const before = await instant(client);
    const s0 = await client.number('s0');
    const stop = await client.go('next', { granularity });
    assert.equal(stop.threadId, 1);
    assert.equal(stop.mode, 'user');
    assert.equal(stop.where, `naps.s:${place.line('naps.s', 'awake')}`);
    assert.equal(await client.number('s0'), s0);
    assert.ok((await instant(client)) - before > 10_000, 'it slept for a timer tick, and the other ran');
  }
});

test('by instruction, into: every instruction of the way through the kernel and back, one by one', async () => {
  const client = await place.start();
  await client.begin({
    launch: { program: place.path('hello.s') },
    breakpoints: { [place.path('hello.s')]: [{ line: place.line('hello.s', 'ecall') }] },
  });
  await client.stopped();
  await client.go('continue');
  const start = await instant(client);
  const modes: string[] = [];
  let steps = 0;
  for (;;) {
    const stop = await client.go('stepIn', { granularity: 'instruction' });
    steps++;
    if (modes.at(-1) !== stop.mode) modes.push(stop.mode);
    if (stop.mode === 'user') {
      assert.equal(stop.where, `hello.s:${place.line('hello.s', 'after-ecall')}`);
      break;
    }
    assert.ok(stop.names.includes('── system call: write ──'), stop.names.join());
    assert.ok(stop.names.includes('main'), stop.names.join());
  }
  assert.deepEqual(modes, ['kernel', 'user']);
  assert.equal(await instant(client), start + steps, 'one step of the machine each');
});

test('interrupts during a step are passed over', async () => {
  const client = await place.start();
  await client.begin({ launch: { programs: [place.path('loop.s'), place.path('loop.s')], timeSlice: 1000 } });
  await client.stopped();
  await client.go('next');
  let [before, crossed] = [await instant(client), 0];
  for (let i = 1; i < 3 * 400; i++) {
    const stop = await client.go('next');
    assert.equal(stop.threadId, 1);
    assert.equal(stop.mode, 'user');
    assert.match(stop.where, /^loop\.s:/);
    const now = await instant(client);
    if (now !== before + 1) crossed++;
    before = now;
  }
  assert.equal(await client.number('s0'), 400);
  assert.ok(crossed >= 1, 'at least one time slice ended during a step');
});

test('a line in the kernel at a time, out of one function after the other, to user mode', async () => {
  const client = await place.start();
  await client.begin({ launch: { program: place.path('hello.s') } });
  await client.stopped();
  await client.request('setFunctionBreakpoints', { breakpoints: [{ name: 'console_write' }] });
  const inside = await client.go('continue');
  assert.equal(inside.top.name, 'console_write');
  assert.match(inside.top.source?.path ?? '', /kernel[/\\]console\.c$/);
  await client.request('setFunctionBreakpoints', { breakpoints: [] });
  const next = await client.go('next');
  assert.equal(next.top.name, 'console_write');
  assert.notEqual(next.top.line, inside.top.line);
  const callers = inside.names.slice(
    1,
    inside.names.findIndex((name) => name.startsWith('──')),
  );
  assert.ok(callers.includes('trap_vector'));
  for (const caller of callers) {
    const out = await client.go('stepOut');
    assert.equal(out.top.name, caller);
    assert.equal(out.mode, 'kernel');
  }
  assert.equal((await client.go('stepOut')).mode, 'user');
});

test('over sret: in user mode', async () => {
  const client = await place.start();
  await client.begin({ launch: { program: place.path('hello.s') } });
  await client.stopped();
  await client.request('setFunctionBreakpoints', { breakpoints: [{ name: 'trap_return' }] });
  await client.go('continue');
  for (let i = 0; i < 100; i++) {
    const stop = await client.go('next');
    if (stop.mode === 'kernel') continue;
    assert.equal(stop.where, `hello.s:${place.line('hello.s', 'after-ecall')}`);
    return;
  }
  assert.fail('trap_return never returned');
});

test('over a call of context_switch in the kernel: back in the same process', async () => {
  const client = await place.start();
  await client.begin({ launch: { programs: [place.path('naps.s'), place.path('loop.s')] } });
  await client.stopped();
  await client.request('setFunctionBreakpoints', { breakpoints: [{ name: 'switch_to_scheduler' }] });
  const before = await client.go('continue');
  assert.equal(before.threadId, 1);
  await client.request('setFunctionBreakpoints', { breakpoints: [] });
  for (let i = 0; i < 10; i++) {
    const stop = await client.go('next');
    assert.equal(stop.threadId, 1);
    if (stop.top.name !== 'switch_to_scheduler') {
      assert.equal(stop.top.name, before.names[1]);
      return;
    }
  }
  assert.fail('switch_to_scheduler never returned');
});

test('a process that ends during the step: says so', async () => {
  const client = await place.start();
  await client.begin({ launch: { programs: [place.path('hello.s'), place.path('loop.s')] } });
  await client.stopped();
  const returns = { line: place.line('hello.s', 'return') };
  await client.request('setBreakpoints', { source: { path: place.path('hello.s') }, breakpoints: [returns] });
  await client.go('continue');
  const stop = await client.go('stepOut');
  assert.equal(stop.threadId, 1, 'in the start-up code');
  const last = await client.go('stepOut');
  assert.equal(last.threadId, 2);
  assert.match(last.description ?? '', /hello \(pid 1\) ended/);
  assert.match(await client.refusal('next', { threadId: 1 }), /has ended; it takes no more steps/);
});

test('a step of a process that does not run: when it gets the CPU', async () => {
  const client = await place.start();
  await client.begin({ launch: { programs: [place.path('loop.s'), place.path('loop.s')] } });
  await client.stopped();
  const stop = await client.go('next', { threadId: 2 });
  assert.equal(stop.threadId, 2);
  assert.equal(stop.mode, 'kernel');
});

test('into one of the calls of a line: a function, the trap vector, the function of the system call', async () => {
  const client = await place.start();
  await client.begin({
    launch: { program: place.path('hello.s') },
    breakpoints: {
      [place.path('hello.s')]: ['call', 'ecall'].map((mark) => ({ line: place.line('hello.s', mark) })),
    },
  });
  await client.stopped();
  const targets = async (frameId: number) =>
    (await client.request<DebugProtocol.StepInTargetsResponse['body']>('stepInTargets', { frameId })).targets;
  const call = await client.go('continue');
  const [greet, ...none] = await targets(call.top.id);
  assert.equal(greet.label, 'greet');
  assert.deepEqual(none, []);
  assert.deepEqual(await targets(call.frames[1].id), [], 'only the newest frame calls anything next');
  assert.equal((await client.go('stepIn', { targetId: greet.id })).top.name, 'greet');
  assert.match(await client.refusal('stepIn', { threadId: 1, targetId: greet.id }), /no target \d+ now/);
  const ecall = await client.go('continue');
  const [vector, write] = await targets(ecall.top.id);
  assert.match(vector.label, /the trap vector: trap_vector/);
  assert.match(write.label, /system call write: sys_write/);
  const inside = await client.go('stepIn', { targetId: write.id });
  assert.equal(inside.top.name, 'sys_write');
  assert.ok(inside.names.includes('── system call: write ──'));
  await client.go('continue');
  const again = await client.go('continue');
  assert.equal(again.top.name, 'greet');
  const [trap] = await targets(again.top.id);
  assert.equal((await client.go('stepIn', { targetId: trap.id })).top.name, 'trap_vector');
});

const GCC = 'riscv64-unknown-elf-gcc';
const noGcc =
  spawnSync(GCC, ['--version']).status !== 0 && `SKIPPED: no ${GCC}, which tells statements apart`;

test('by statement: what stands on one line is gone through one by one', { skip: noGcc }, async () => {
  const client = await place.start();
  const program = place.path('statements.elf');
  const flags = ['-g', '-O0', '-march=rv64imac', '-mabi=lp64', '-ffreestanding', '-nostdlib', '-Wl,-e,main'];
  const layout = ['-T', join(root, 'kernel', 'user', 'program.ld')];
  const { status } = spawnSync(GCC, [...flags, ...layout, place.path('statements.c'), '-o', program]);
  assert.equal(status, 0);
  await client.begin({ launch: { program } });
  const line = place.line('statements.c', 'many');
  const at = ({ top }: Stop) => [top.line, top.column];
  assert.deepEqual(at(await client.stopped()), [line, 7]);
  const next = (granularity: string) => client.go('next', { granularity });
  assert.deepEqual(at(await next('statement')), [line, 18]);
  assert.deepEqual(at(await next('statement')), [line, 33]);
  assert.equal((await next('statement')).top.line, line + 1);
  await client.request('restart');
  assert.deepEqual(at(await client.stopped()), [line, 7]);
  assert.equal((await next('line')).top.line, line + 1);
});

test("a CPU's thread: the step goes where the CPU goes", async () => {
  const client = await place.start();
  const nap = place.line('naps.s', 'nap');
  await client.begin({
    launch: { programs: [place.path('naps.s'), place.path('loop.s')] },
    breakpoints: { [place.path('naps.s')]: [{ line: nap }] },
  });
  await client.stopped();
  await client.go('continue');
  const stop = await client.go('next', { threadId: 1_000_000 });
  assert.equal(stop.threadId, 2, 'the other one has the CPU while this one sleeps');
  assert.equal(stop.mode, 'user');
});

test('next over a fork, a blocking read and a wait: the next line of the same process, though others ran', async () => {
  const client = await place.start();
  const looper = place.path('loop.s');
  await client.begin({ launch: { programs: [place.path('family.s'), looper], timeSlice: 1000 } });
  const first = await client.stopped();
  const lines = [first.top.line];
  const took = new Map<number, number>();
  const end = place.line('family.s', 'waited') + 2;
  for (let before = await instant(client); lines.at(-1) !== end;) {
    const from = lines.at(-1)!;
    const stop = await client.go('next');
    assert.equal(stop.threadId, 1);
    assert.equal(stop.mode, 'user');
    assert.equal(stop.top.source?.name, 'family.s');
    const now = await instant(client);
    took.set(from, now - before);
    before = now;
    lines.push(stop.top.line);
  }
  assert.deepEqual(
    lines,
    [...lines].sort((a, b) => a - b),
    'one line after the other',
  );
  assert.equal(lines.length, end - lines[0] + 1, 'none is left out');
  const comings = client.events.filter(({ event }) => event === 'thread').map(({ body }) => body as object);
  assert.deepEqual(comings, [
    { reason: 'started', threadId: 1 },
    { reason: 'started', threadId: 2 },
    { reason: 'started', threadId: 3 },
    { reason: 'exited', threadId: 3 },
  ]);
  assert.equal(await client.number('s1'), 'x'.charCodeAt(0), 'what the child wrote');
  assert.equal(await client.number('s2'), 3, 'what it ended with');
  assert.ok(took.get(place.line('family.s', 'read'))! > 40_000, 'the child counted meanwhile');
});

test('a trap handler on a bare machine: what it interrupted is below it, and a step out goes there, also in the same mode', async () => {
  const client = await place.start();
  const path = place.path('own-handler.s');
  const text = `        .globl _start
_start: la      t0, handler
        csrw    mtvec, t0
        call    sub
stop:   j       stop
sub:    li      a3, 5
        ecall                           # @ecall
        li      a1, 1                   # @behind
        ret
        .balign 4
handler:
        csrr    t1, mepc                # @handler
        addi    t1, t1, 4
        csrw    mepc, t1
        mret
`;
  writeFileSync(path, text);
  const line = (mark: string): number => markedLine(text, mark);
  await client.begin({ launch: { program: path, kernel: 'none' }, filters: ['syscall'] });
  await client.stopped();
  const inside = await client.go('continue');
  assert.equal(inside.where, `own-handler.s:${line('handler')}`);
  // What traps jump to is a function, and ra is not where it was called from.
  assert.deepEqual(inside.names, ['handler', '── system call ──', 'sub', '_start']);
  assert.equal(inside.frames[2].line, line('ecall'));
  assert.equal(await client.evaluate('a3', inside.frames[2].id), '0x5');
  const next = await client.go('next');
  assert.equal(next.where, `own-handler.s:${line('handler') + 1}`);
  // From then on nobody knows what the handler has done to the registers.
  assert.deepEqual(next.names, ['handler', '── system call ──', 'sub']);
  const lost = { expression: 'a3', frameId: next.frames[2].id, context: 'watch' };
  assert.match(await client.refusal('evaluate', lost), /was not saved/);
  const outside = await client.go('stepOut');
  assert.deepEqual([outside.where, outside.mode], [`own-handler.s:${line('behind')}`, 'machine']);
});
