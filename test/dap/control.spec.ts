import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { MachineBody, ProcessesBody } from '../../src/protocol/requests';
import { workplace } from './adapter';

const place = workplace();

test('direct execution: the program runs in the kernel’s mode, and steps cross the boundary all the same', async () => {
  const client = await place.start();
  await client.begin({ launch: { program: place.path('hello.s'), control: 'direct' }, filters: ['syscall'] });
  const entry = await client.stopped();
  assert.equal(entry.mode, 'kernel');
  assert.deepEqual(entry.names, ['main', '_start']);
  const trap = await client.go('continue');
  assert.equal(trap.description, 'System call: write(1, 0x2000, 6)');
  assert.deepEqual(trap.names, ['trap_vector', '── system call: write ──', 'greet', 'main', '_start']);
  const out = await client.go('stepOut');
  assert.equal(out.where, `hello.s:${place.line('hello.s', 'after-ecall')}`);
  assert.equal(await client.number('a0'), 6);
  await client.request('setExceptionBreakpoints', { filters: [] });
  const ecall = { line: place.line('hello.s', 'ecall') };
  await client.request('setBreakpoints', { source: { path: place.path('hello.s') }, breakpoints: [ecall] });
  await client.go('continue');
  assert.equal((await client.go('next')).where, `hello.s:${place.line('hello.s', 'after-ecall')}`);
});

for (const control of ['cooperative', 'direct']) {
  test(`${control}: a loop keeps the CPU for ever; pause works, and only a reboot ends it`, async () => {
    const client = await place.start();
    const programs = [place.path('loop.s'), place.path('hello.s')];
    await client.begin({ launch: { programs, control }, filters: ['timer'] });
    await client.stopped();
    const atMain = (await client.request<MachineBody>('trapframe/machine')).instruction;
    await client.request('continue', { threadId: 1 });
    // Many time slices later nobody has taken the CPU away.
    const instant = async (): Promise<number> =>
      (await client.request<MachineBody>('trapframe/machine')).instruction;
    while ((await instant()) < atMain + 1_000_000) continue;
    await client.request('pause', { threadId: 1 });
    const stop = await client.stopped();
    assert.equal(stop.reason, 'pause');
    assert.equal(stop.threadId, 1);
    assert.match(stop.where, /^loop\.s:/);
    const { processes } = await client.request<ProcessesBody>('trapframe/processes');
    const [loop, hello] = processes;
    assert.deepEqual([loop.name, loop.state], ['loop', 'running']);
    assert.equal(hello?.switches ?? 0, 0);

    await client.request('restart');
    assert.match((await client.stopped()).where, /^loop\.s:/);
    assert.equal((await client.request<MachineBody>('trapframe/machine')).instruction, atMain);
  });
}

test('a bare machine: threads are CPUs, and filters that need no process work', async () => {
  const client = await place.start();
  const at = (mark: string): string => `bare.s:${place.line('bare.s', mark)}`;
  await client.begin({
    launch: { program: place.path('bare.s'), kernel: 'none' },
    filters: ['syscall', 'illegal', 'trapReturn'],
  });
  const entry = await client.stopped();
  assert.equal(entry.threadId, 1_000_000);
  assert.equal(entry.where, at('start'));
  assert.equal(entry.mode, 'machine');
  const returned = await client.go('continue');
  assert.equal(returned.where, at('task'));
  assert.equal(returned.mode, 'user');
  const call = await client.go('continue');
  assert.equal(call.where, at('handler'));
  assert.equal(call.description, 'System call');
  assert.equal(await client.number('mcause'), 8);
  assert.equal((await client.go('stepOut')).where, at('after'));
  assert.equal(await client.number('a0'), 42);
  const illegal = await client.go('continue');
  assert.equal(illegal.reason, 'exception');
  const info = await client.request<DebugProtocol.ExceptionInfoResponse['body']>('exceptionInfo', {
    threadId: 1_000_000,
  });
  assert.equal(info.exceptionId, 'Illegal instruction');
  const { processes, message } = await client.request<ProcessesBody>('trapframe/processes');
  assert.deepEqual(processes, []);
  assert.equal(message, 'there is no kernel');
  const machine = await client.request<MachineBody>('trapframe/machine');
  assert.deepEqual(
    machine.cpus.map((cpu) => [cpu.cpu, cpu.mode, cpu.pid]),
    [[0, 'machine', undefined]],
  );
  const { breakpoints } = await client.request<{ breakpoints: DebugProtocol.Breakpoint[] }>(
    'setExceptionBreakpoints',
    {
      filters: ['syscall', 'contextSwitch'],
    },
  );
  assert.deepEqual(
    breakpoints.map((one) => one.verified),
    [true, false],
  );
});

test('a bare machine: over an ecall, into it, over mret', async () => {
  const path = place.path('bare.s');
  const at = (mark: string): string => `bare.s:${place.line('bare.s', mark)}`;
  for (const [command, mark, there] of [
    ['next', 'ecall', 'after'],
    ['stepIn', 'ecall', 'handler'],
    ['next', 'mret', 'task'],
  ] as const) {
    const client = await place.start();
    const breakpoints = [{ line: place.line('bare.s', mark) }];
    await client.begin({ launch: { program: path, kernel: 'none' }, breakpoints: { [path]: breakpoints } });
    await client.stopped();
    await client.go('continue');
    assert.equal((await client.go(command)).where, at(there), `${command} at ${mark}`);
  }
});
