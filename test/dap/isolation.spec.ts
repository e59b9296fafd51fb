/** The debugger with page-table isolation on: a process has two page tables, and a trap goes over a trampoline. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { test } from 'node:test';
import type {
  AddressSpaceBody,
  MachineBody,
  PageWalkBody,
  PhysicalMemoryBody,
  TransientBody,
} from '../../src/protocol/requests';
import { workplace } from './adapter';

const place = workplace();

test('the address space is the program’s own: of the kernel the trampoline and the trap frame', async () => {
  const client = await place.start();
  await client.begin({ launch: { program: place.path('hello.s'), isolation: 'on' } });
  await client.stopped();
  const { regions } = await client.request<AddressSpaceBody>('trapframe/addressSpace', { pid: 1 });
  const rest = regions.filter(({ isUsers, kind }) => !isUsers && kind !== 'guard');
  assert.deepEqual(
    rest.map(({ kind, permissions, frames }) => [kind, permissions, frames]),
    [
      ['trampoline', 'r-x', 1],
      ['trapFrame', 'rw-', 1],
    ],
  );
  const walk = async (address: string): Promise<PageWalkBody> =>
    client.request<PageWalkBody>('trapframe/pageWalk', { pid: 1, address });
  assert.equal((await walk('&kernel_secret')).physical, undefined);
  assert.notEqual((await walk('&trampoline_vector')).physical, undefined);
});

test('every frame has one owner, and a process four page tables more', async () => {
  const tables: number[] = [];
  for (const isolation of ['off', true]) {
    const client = await place.start();
    await client.begin({ launch: { program: place.path('hello.s'), isolation } });
    await client.stopped();
    const { frames } = await client.request<PhysicalMemoryBody>('trapframe/physicalMemory', {});
    assert.equal(
      frames.reduce((sum, one) => sum + one.frames, 0),
      32768,
    );
    tables.push(frames.find(({ owner, pid }) => owner === 'pageTable' && pid === 1)!.frames);
  }
  assert.equal(tables[1] - tables[0], 4);
});

test('stops in the trampoline, before and behind the change of the page table, and the stack through it', async () => {
  const client = await place.start();
  const launch = { program: place.path('hello.s'), isolation: true };
  await client.begin({ launch, filters: ['syscall'] });
  await client.stopped();
  const trap = await client.go('continue');
  const stack = ['── system call: write ──', 'greet', 'main', '_start'];
  assert.deepEqual(trap.names, ['trampoline_vector', ...stack]);
  const before = await client.evaluate('satp');
  for (const at of ['trap_from_user', 'sys_write']) {
    await client.request('setFunctionBreakpoints', { breakpoints: [{ name: at }] });
    const stop = await client.go('continue');
    assert.equal(stop.names[0], at);
    assert.deepEqual(stop.names.slice(-4), stack);
    assert.notEqual(await client.evaluate('satp'), before);
  }
  await client.request('setFunctionBreakpoints', { breakpoints: [{ name: 'trampoline_return' }] });
  const back = await client.go('continue');
  assert.deepEqual(back.names, ['trampoline_return', ...stack]);
  assert.equal((await client.go('stepOut')).where, `hello.s:${place.line('hello.s', 'after-ecall')}`);
  assert.equal(await client.number('a0'), 6);
  assert.equal(await client.evaluate('satp'), before);
});

test('what cannot be is refused before the machine starts', async () => {
  const client = await place.start();
  const program = place.path('hello.s');
  const cases = [
    [{ isolation: 'maybe' }, /isolation "maybe" is not allowed; it takes on or off/],
    [{ isolation: 'on', control: 'direct' }, /isolation needs programs in user mode/],
    [{ isolation: 'on', kernel: 'none' }, /isolation is for the built-in kernel alone/],
    [{ secret: 'short' }, /secret "short" is not allowed; it takes a text of 32 bytes/],
  ] as const;
  for (const [attributes, words] of cases) {
    assert.match(await client.refusal('launch', { program, ...attributes }), words);
  }
});

test('the load that would have told something of the kernel has no stretch behind it, and the program is killed', async () => {
  for (const isolation of [false, true]) {
    const program = place.path('spy.s');
    writeFileSync(
      program,
      ' .globl main\nmain: lbu t0, 0(a2)\n slli t0, t0, 6\n add t0, t0, sp\n lbu t0, -2048(t0)\n ret\n',
    );
    const client = await place.start();
    const launch = { program, isolation, costModel: 'caches', transient: 20 };
    await client.begin({ launch, filters: ['pageFault', 'killed'] });
    await client.stopped();
    const secret = await client.number('a2');
    assert.equal(BigInt(secret), BigInt(await client.number('&kernel_secret')));
    const fault = await client.go('continue');
    assert.equal(fault.reason, 'exception');
    const { instruction } = await client.request<MachineBody>('trapframe/machine');
    const { stretches } = await client.request<TransientBody>('trapframe/transient', { instruction });
    const refused = stretches.filter(({ load }) => load?.refusal === 'U');
    assert.deepEqual(
      refused.map(({ load }) => [Number(load?.address), String.fromCharCode(Number(load?.value))]),
      isolation ? [] : [[secret, 'N']],
    );
    const end = await client.go('continue');
    assert.equal(end.names[0], 'process_end_by_fault');
  }
});
