/** A kernel with the structures of xv6-riscv under the debugger, by the description that is shipped. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { nodeHost } from '../../src/host/node-host';
import { Debugger } from '../../src/debug/debugger';
import { boot } from '../../src/debug/launch/boot';
import { readLaunchConfiguration } from '../../src/debug/launch/validate';
import type { Environment } from '../../src/debug/expressions/evaluate';
import { compile } from '../../src/debug/expressions/evaluate';
import { modeOfThread, nameOfThread, threadOn, threads, type Thread } from '../../src/debug/threads';
import type { Frame } from '../../src/debug/unwind/frames';
import { stackOf } from '../../src/debug/unwind/stacks';
import { show } from '../../src/debug/values/format';
import xv6 from '../../src/debug/kernels/xv6-riscv.json';
import { buildGuest } from './guest';
import { untilStop } from './machine';

const root = join(__dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'trapframe guest '));
let kernel = '';
before(() => (kernel = buildGuest(folder)));
after(() => rmSync(folder, { recursive: true }));

async function start(more: object = {}): Promise<Debugger> {
  const launch = { kernel, memory: '16M', symbols: [join(folder, '_*')], ...more };
  const booted = await boot(readLaunchConfiguration(launch), nodeHost(join(root, 'dist')));
  const pace = { slice: 1_000_000, rest: () => Promise.resolve() };
  return new Debugger(booted, { pace, sourceRoot: root });
}

const text = (expression: string, environment: Environment): string =>
  show(compile(expression).evaluate(environment));

const names = (frames: readonly Frame[]): string[] =>
  frames.map((frame) => (frame.kind === 'code' ? (frame.function?.symbol.name ?? '?') : frame.label));

test('its processes, and the stack of one that makes a system call', async () => {
  const target = await start();
  const { system } = target;
  assert.equal(system.problem, undefined);
  assert.equal(system.kernel?.description.name, 'xv6-riscv');
  target.setFilters([{ id: 'syscall' }]);
  const stop = await untilStop(target, () => target.start(false));
  assert.match(stop?.description ?? '', /^System call: write\(1, 0x[0-9a-f]+, 6\)$/);
  assert.deepEqual(
    threads(system).map((thread) => nameOfThread(thread)),
    [
      '1 talker · running on cpu 0 · kernel',
      '2 sleeper · ready · kernel',
      ...threads(system).slice(2).map(nameOfThread),
    ],
  );
  const thread = threadOn(system, system.hart(0));
  const user = ['call', 'say', 'chat', 'chat', 'chat', 'main', '_start'];
  // At the first instruction in the trampoline, still in the program's address space.
  assert.deepEqual(names(stackOf(system, thread)), ['uservec', '── system call: write ──', ...user]);
  assert.deepEqual(system.kernel?.openFiles(thread.process!), [
    { descriptor: 0, name: 'console', offset: 0 },
    { descriptor: 1, name: 'console', offset: 0 },
    { descriptor: 2, name: 'console', offset: 0 },
  ]);
});

test('at every instruction between a system call and its return the stack goes through the trap', async () => {
  const target = await start();
  const { system } = target;
  target.setFilters([{ id: 'syscall' }]);
  await untilStop(target, () => target.start(false));
  const user = ['call', 'say', 'chat', 'chat', 'chat', 'main', '_start'];
  const seen = new Set<string>();
  const { machine } = system;
  const hart = system.hart(0);
  for (let steps = 0; hart.privilege !== 0; steps++) {
    const stack = names(stackOf(system, threadOn(system, hart)));
    const label = stack.indexOf('── system call: write ──');
    const where = `${steps}: ${stack.join(' ')}`;
    assert.ok(label > 0, where);
    assert.deepEqual(stack.slice(label + 1), user, where);
    const inKernel = stack.slice(0, label);
    const isDoor = ['uservec', 'userret'].includes(inKernel[0]);
    assert.equal(inKernel.at(-1), isDoor ? inKernel[0] : 'usertrap', where);
    for (const name of inKernel) seen.add(name);
    machine.run(machine.instant + 1);
    assert.ok(steps < 5000);
  }
  assert.deepEqual(
    [...seen].sort().filter((name) => /^sys|^user/.test(name)),
    ['sys_write', 'syscall', 'userret', 'usertrap', 'usertrapret', 'uservec'],
  );
});

test('a process that waits: from the switch through the system call to its program', async () => {
  const target = await start();
  const { system } = target;
  target.setFilters([{ id: 'contextSwitch' }]);
  await untilStop(target, () => target.start(false));
  let sleeper;
  for (let count = 0; count < 60; count++) {
    await untilStop(target, () => target.continue());
    sleeper = threads(system).find((thread) => thread.id === 2);
    if (sleeper?.process?.state === 'blocked' && !sleeper.hart) break;
  }
  assert.ok(sleeper);
  assert.equal(nameOfThread(sleeper), '2 sleeper · blocked (ticks) · kernel');
  const stack = names(stackOf(system, sleeper));
  assert.deepEqual(stack, [
    'sched',
    'sleep',
    'sys_pause',
    'syscall',
    'usertrap',
    '── system call: pause ──',
    'call',
    'nap',
    'main',
    '_start',
  ]);
});

test('a process that waited and is ready is still in its system call', async () => {
  const target = await start();
  const { system } = target;
  target.setFilters([{ id: 'contextSwitch' }]);
  await untilStop(target, () => target.start(false));
  const isWoken = (thread: Thread): boolean =>
    thread.process?.state === 'ready' && names(stackOf(system, thread)).includes('sleep');
  let woken;
  for (let count = 0; count < 100 && !woken; count++) {
    await untilStop(target, () => target.continue());
    woken = threads(system).find(isWoken);
  }
  assert.ok(woken);
  assert.deepEqual(names(stackOf(system, woken)).slice(-5), [
    '── system call: pause ──',
    'call',
    'nap',
    'main',
    '_start',
  ]);
});

test('the kernel’s variables can be read where the page table has no kernel in it', async () => {
  const target = await start();
  const { system } = target;
  target.setFilters([{ id: 'syscall' }]);
  await untilStop(target, () => target.start(false));
  const thread = threadOn(system, system.hart(0));
  const frames = stackOf(system, thread).filter((frame) => frame.kind === 'code');
  assert.deepEqual([frames[0].mode, frames[1].mode], ['kernel', 'user']);
  for (const frame of frames.slice(0, 2)) {
    const environment = target.environment(thread, frame);
    assert.equal(text('cpus[0].proc->pid', environment), '1');
    assert.equal(text('cpus[0].proc->name', environment), '"talker"');
    assert.match(text('cpus[0].proc->trapframe->sp', environment), /^\d+$/);
    assert.match(text('uservec', environment), /^0x8[0-9a-f]+ <uservec>$/);
  }
});

test('a description of one’s own, and what is wrong with one', async () => {
  const own = join(folder, 'own.json');
  writeFileSync(own, JSON.stringify({ ...xv6, name: 'mine' }));
  assert.equal((await start({ kernelDescription: own })).system.kernel?.description.name, 'mine');
  writeFileSync(own, JSON.stringify({ ...xv6, process: { ...xv6.process, pid: 7 } }));
  await assert.rejects(start({ kernelDescription: own }), /own\.json is wrong: process\.pid must be a name/);
  writeFileSync(own, JSON.stringify({ ...xv6, process: { ...xv6.process, pid: 'number' } }));
  assert.match(
    (await start({ kernelDescription: own })).system.problem ?? '',
    /kernel's proc have no field number/,
  );
  writeFileSync(own, '{');
  await assert.rejects(start({ kernelDescription: own }), /own\.json is no JSON/);
  await assert.rejects(start({ symbols: [join(folder, 'user', '*')] }), /symbols: no file matches/);
});

test('its own function for a system call; runs to the next crossings', async () => {
  const target = await start();
  const { system } = target;
  target.setFilters([{ id: 'syscall' }]);
  await untilStop(target, () => target.start(false));
  target.setFilters([]);
  const { kernel } = system;
  assert.equal(kernel?.image.nameOf(kernel.systemCallFunction(16n)!), 'sys_write');
  assert.deepEqual(
    [1n, 1000n, 1n << 60n].map((number) => kernel?.systemCallFunction(number)),
    [undefined, undefined, undefined],
  );
  const talker = threadOn(system, system.hart(0));
  assert.throws(() => target.checkDestination(talker, 'kernel'), /in the kernel already/);
  for (const destination of ['user', 'trap', 'scheduled', 'user'] as const) {
    const thread = threads(system).find(({ id }) => id === talker.id)!;
    const stop = await untilStop(target, () => target.runTo(thread, destination));
    const there = threadOn(system, system.hart(stop?.cpu ?? 0));
    assert.equal(there.id, talker.id, `${destination}: ${stop?.description}`);
    assert.equal(modeOfThread(there), destination === 'user' ? 'user' : 'kernel');
  }
});

test('which functions handle a trap is seen as it happens, at its first time, and changes nothing', async () => {
  const target = await start();
  const { system, handlers } = target;
  const namesOf = (addresses: readonly bigint[] | undefined): (string | undefined)[] | undefined =>
    addresses?.map((address) => system.kernelImage?.nameOf(address));
  const seen = (code: number, interrupt: boolean): (string | undefined)[] | undefined =>
    namesOf(handlers.of(code, interrupt)?.path);
  target.setFilters([{ id: 'syscall' }]);
  await untilStop(target, () => target.start(false));
  // It has been taken, and nothing has been done about it.
  assert.equal(seen(8, false), undefined);
  await untilStop(target, () => target.continue());
  const path = seen(8, false) ?? [];
  assert.equal(path[0], 'usertrap');
  assert.ok(path.includes('syscall') && path.includes('sys_write'), path.join());
  assert.ok(!path.includes('uservec'), 'the vector is where the hardware jumps');
  target.setFilters([{ id: 'timer' }]);
  await untilStop(target, () => target.continue());
  await untilStop(target, () => target.continue());
  const timer = seen(5, true) ?? seen(7, true) ?? [];
  assert.ok(timer.includes('devintr') && !timer.includes('syscall'), timer.join());
  assert.deepEqual(namesOf(handlers.ownOf(8, false))?.slice(0, 2), ['syscall', 'sys_write']);
  assert.equal(seen(13, false), undefined, 'no page fault was seen');
  assert.deepEqual([...handlers.addresses], []);

  // Whoever is not looked at runs the same way.
  const other = await start();
  other.system.machine.run(system.machine.instant);
  assert.equal(other.system.machine.hash(), system.machine.hash());
});
