import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { workplace } from './adapter';

const place = workplace();

type Info = DebugProtocol.ExceptionInfoResponse['body'];

test('system calls: in the kernel, after the hardware took the trap, with the user frames under the label', async () => {
  const client = await place.start();
  await client.begin({ launch: { program: place.path('hello.s') }, filters: ['syscall'] });
  await client.stopped();
  const stop = await client.go('continue');
  assert.equal(stop.reason, 'breakpoint');
  assert.equal(stop.description, 'System call: write(1, 0x2000, 6)');
  assert.equal(stop.mode, 'kernel');
  assert.equal(stop.threadId, 1);
  assert.match(stop.where, /^trap_vector\.S:\d+$/);
  assert.deepEqual(stop.names, ['trap_vector', '── system call: write ──', 'greet', 'main', '_start']);
  assert.equal(stop.frames[1].presentationHint, 'label');
  assert.equal(stop.frames[2].line, place.line('hello.s', 'ecall'));

  assert.equal(await client.number('scause'), 8);
  const trap = await client.scope(stop.top.id, 'Trap');
  assert.match(trap['scause'], /^0x8 \(8: Environment call from U-mode\)$/);
  assert.equal(trap['what'], 'System call: write(1, 0x2000, 6)');
  const ecall = Number(stop.frames[2].instructionPointerReference);
  assert.equal(await client.number('sepc'), ecall);

  const info = await client.request<Info>('exceptionInfo', { threadId: 1 });
  assert.match(info.description ?? '', /Cause 8: Environment call from U-mode/);
  assert.match(
    info.description ?? '',
    new RegExp(`process 1 \\(hello\\), in user mode, at pc 0x${ecall.toString(16)}`),
  );

  const out = await client.go('stepOut');
  assert.equal(out.mode, 'user');
  assert.equal(await client.number('a0'), 6);
});

test('timer interrupts: a loop that makes no system call stops in the kernel, and then the other one', async () => {
  const client = await place.start();
  await client.begin({
    launch: { programs: [place.path('loop.s'), place.path('loop.s')] },
    filters: ['timer'],
  });
  await client.stopped();
  const threads = new Set<number>();
  for (let i = 0; i < 4; i++) {
    const stop = await client.go('continue');
    assert.equal(stop.description, 'Timer interrupt');
    assert.equal(stop.reason, 'breakpoint');
    assert.equal(stop.mode, 'kernel');
    assert.deepEqual(stop.names.slice(0, 3), ['trap_vector', '── timer interrupt ──', 'main']);
    assert.equal(BigInt(await client.evaluate('scause')), (1n << 63n) | 5n);
    const { processes } = await client.request<{ processes: { pid: number; state: string; mode: string }[] }>(
      'trapframe/processes',
    );
    assert.deepEqual(
      processes.filter((one) => one.state === 'running').map((one) => one.pid),
      [stop.threadId],
    );
    threads.add(stop.threadId);
  }
  assert.deepEqual([...threads].sort(), [1, 2]);
});

test('an illegal instruction, and the kill that follows: exceptions with the guilty line in the stack', async () => {
  const client = await place.start();
  await client.begin({ launch: { program: place.path('privileged.s') }, filters: ['illegal'] });
  await client.stopped();
  const guilty = place.line('privileged.s', 'guilty');
  const illegal = await client.go('continue');
  assert.equal(illegal.reason, 'exception');
  assert.match(illegal.description ?? '', /^Illegal instruction/);
  assert.equal(illegal.frames.find((frame) => frame.name === 'main')?.line, guilty);
  const killed = await client.go('continue');
  assert.equal(killed.reason, 'exception');
  assert.equal(killed.description, 'Killed: privileged (pid 1): Illegal instruction');
  assert.equal(killed.mode, 'kernel');
  assert.equal(killed.names[0], 'process_end_by_fault');
  assert.equal(killed.frames.find((frame) => frame.name === 'main')?.line, guilty);
  const info = await client.request<Info>('exceptionInfo', { threadId: 1 });
  assert.equal(info.exceptionId, 'Illegal instruction');
  await client.request('continue', { threadId: 1 });
  assert.equal((await client.next<{ exitCode: number }>('exited')).body.exitCode, 130);
});

test('a program without an end, and a system call that there is not: said with their lines where it is killed, and at the end', async () => {
  const client = await place.start();
  await client.begin({ launch: { program: place.path('endless.s') }, filters: ['illegal'] });
  await client.stopped();
  const behind = `ran on behind the last instruction of main, at endless.s:${place.line('endless.s', 'last')}; main ends with ret`;
  const asked = `endless, at endless.s:${place.line('endless.s', 'asked')}: no system call has the number that is in a7, 93; exit is SYS_exit, 1`;
  const about = async (command: string): Promise<string> => {
    const stop = await client.go(command);
    assert.equal(stop.reason, 'exception');
    return (await client.request<Info>('exceptionInfo', { threadId: stop.threadId })).description ?? '';
  };
  const illegal = await about('continue');
  assert.ok(illegal.includes(`The program ${behind}`), illegal);
  const killed = await about('continue');
  for (const words of ['Killed: endless (pid 1): Illegal instruction', `The program ${behind}`, asked])
    assert.ok(killed.includes(words), killed);
  await client.request('continue', { threadId: 1 });
  assert.equal((await client.next<{ exitCode: number }>('exited')).body.exitCode, 130);
  const said = client.said('console');
  assert.ok(said.includes(`${asked}\n`), said);
  assert.ok(
    said.includes(`endless was killed by the kernel: Illegal instruction (cause 2): it ${behind}`),
    said,
  );
});

test('without debugging, and when the program ends well, the system call that there is not is told once', async () => {
  const client = await place.start();
  await client.begin({ launch: { program: place.path('linux.s'), noDebug: true } });
  assert.equal((await client.next<{ exitCode: number }>('exited')).body.exitCode, 0);
  const line = `linux, at linux.s:${place.line('linux.s', 'wrong')}: no system call has the number that is in a7, 93; exit is SYS_exit, 1\n`;
  assert.equal(client.said('console').split(line).length, 2);
});

test('a page fault says which address', async () => {
  const client = await place.start();
  await client.begin({ launch: { program: place.path('reader.s') }, filters: ['pageFault'] });
  await client.stopped();
  const stop = await client.go('continue');
  assert.equal(stop.reason, 'exception');
  assert.equal(stop.description, 'Load page fault at 0x80000000');
  assert.equal(await client.number('stval'), 0x8000_0000);
  assert.equal(stop.frames.find((frame) => frame.name === 'main')?.line, place.line('reader.s', 'guilty'));
});

test('returns from trap: at the user instruction that runs next', async () => {
  const client = await place.start();
  await client.begin({
    launch: { program: place.path('hello.s'), stopOnEntry: 'reset' },
    filters: ['trapReturn'],
  });
  await client.stopped();
  const first = await client.go('continue');
  assert.equal(first.mode, 'user');
  assert.equal(first.top.name, '_start');
  assert.match(first.description ?? '', /Return from trap/);
  // The entry was asked to be the reset, so the next one is behind the first system call.
  const second = await client.go('continue');
  assert.equal(second.where, `hello.s:${place.line('hello.s', 'after-ecall')}`);
});

test('context switches and exits, told by the names of those concerned', async () => {
  const client = await place.start();
  await client.begin({
    launch: { programs: [place.path('hello.s'), place.path('count.s')] },
    filters: ['contextSwitch', 'processExit'],
  });
  const descriptions: string[] = [];
  await client.stopped();
  for (;;) {
    await client.request('continue', { threadId: client.lastThread });
    const stop = await client.nextStop();
    if (!stop) break;
    descriptions.push(stop.description!);
    client.lastThread = stop.threadId!;
  }
  assert.ok(
    descriptions.includes('Context switch: from the scheduler to count (pid 2)'),
    descriptions.join('\n'),
  );
  assert.ok(descriptions.includes('Context switch: from hello (pid 1) to the scheduler'));
  assert.ok(descriptions.includes('Process exit: hello (pid 1) with status 7'));
  assert.ok(descriptions.includes('Process exit: count (pid 2) with status 0'));
});

test('a filter with a condition stops only where it holds', async () => {
  const client = await place.start();
  await client.begin({
    launch: { programs: [place.path('hello.s'), place.path('naps.s')] },
    filterOptions: [{ filterId: 'syscall', condition: 'pid == 2 && a7 == SYS_sleep' }],
  });
  await client.stopped();
  for (let i = 0; i < 3; i++) {
    const stop = await client.go('continue');
    assert.equal(stop.threadId, 2);
    assert.equal(stop.description, 'System call: sleep(1)');
  }
});

test('all entries of filterOptions count, and each is answered', async () => {
  const client = await place.start();
  await client.begin({ launch: { programs: [place.path('hello.s'), place.path('loop.s')] } });
  await client.stopped();
  const { breakpoints } = await client.request<{ breakpoints: DebugProtocol.Breakpoint[] }>(
    'setExceptionBreakpoints',
    {
      filters: ['panic'],
      filterOptions: [
        { filterId: 'timer', condition: 'pid == 2' },
        { filterId: 'syscall', condition: 'a7 ==' },
        { filterId: 'nonsense' },
        { filterId: 'processExit' },
      ],
    },
  );
  assert.deepEqual(
    breakpoints.map((one) => one.verified),
    [true, true, false, false, true],
  );
  assert.match(breakpoints[2].message ?? '', /column 6/);
  const stops = [await client.go('continue'), await client.go('continue')];
  assert.deepEqual(stops.map((one) => (one.description ?? '').replace(/:.*/, '')).sort(), [
    'Process exit',
    'Timer interrupt',
  ]);
});

test('a kernel panic', async () => {
  const client = await place.start();
  await client.begin({ launch: { program: place.path('hello.s') }, filters: ['syscall'] });
  await client.stopped();
  await client.go('continue');
  // The kernel finds itself in a state that it cannot be in: a cause that does not exist.
  const { scopes } = await client.request<DebugProtocol.ScopesResponse['body']>('scopes', {
    frameId: (await client.frames(1))[0].id,
  });
  const csrs = scopes.find((scope) => scope.name === 'CSRs')!;
  await client.request('setVariable', {
    variablesReference: csrs.variablesReference,
    name: 'scause',
    value: '20',
  });
  const stop = await client.go('continue');
  assert.equal(stop.reason, 'exception');
  assert.match(stop.description ?? '', /^Kernel panic: /);
});
