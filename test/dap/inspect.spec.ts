import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { MachineBody, ProcessesBody } from '../../src/protocol/requests';
import { workplace } from './adapter';

const place = workplace();

type Scopes = DebugProtocol.ScopesResponse['body'];
type Variables = DebugProtocol.VariablesResponse['body'];

test('registers, by ABI name, read as one number before anything else', async () => {
  const client = await place.start();
  await client.begin({ launch: { program: place.path('hello.s') }, filters: ['syscall'] });
  await client.stopped();
  await client.go('continue');
  const stop = await client.go('stepOut');
  const registers = await client.scope(stop.top.id, 'Registers');
  assert.equal(Object.keys(registers).length, 33);
  for (const [name, value] of Object.entries(registers)) assert.match(value, /^0x[0-9a-f]+( |$)/, name);
  assert.equal(registers['a0'], '0x6');
  assert.equal(registers['a1'], '0x2000 <message> "hello\\n"');
  assert.match(registers['ra'], /<main\+20>$/);
});

test('the CPU: mode, interrupts, address space, instant', async () => {
  const client = await place.start();
  await client.begin({ launch: { program: place.path('hello.s') }, filters: ['syscall'] });
  const user = await client.scope((await client.stopped()).top.id, 'CPU');
  assert.equal(user['mode'], 'user');
  assert.equal(user['interrupts'], 'enabled');
  assert.match(user['address space'], /^page table at 0x8/);
  assert.equal(user['process'], '1 hello, running');
  const kernel = await client.scope((await client.go('continue')).top.id, 'CPU');
  assert.equal(kernel['mode'], 'kernel');
  assert.equal(kernel['interrupts'], 'disabled');
  assert.equal(kernel['address space'], user['address space'], 'a trap does not change the address space');
  assert.ok(Number(kernel['instruction']) > Number(user['instruction']));
});

test('threads are processes; a CPU without one is a thread of its own', async () => {
  const client = await place.start();
  await client.begin({
    launch: { programs: [place.path('naps.s'), place.path('loop.s')], stopOnEntry: 'reset' },
    filters: ['contextSwitch'],
  });
  await client.stopped();
  type Threads = { threads: { id: number; name: string }[] };
  assert.deepEqual((await client.request<Threads>('threads')).threads, [{ id: 1_000_000, name: 'cpu 0' }]);
  const stop = await client.go('continue');
  assert.equal(stop.threadId, 1_000_000, 'the scheduler runs no process');
  assert.deepEqual(
    (await client.request<Threads>('threads')).threads.map(({ name }) => name),
    ['1 naps', '2 loop', 'cpu 0'],
  );
  assert.deepEqual(stop.names.slice(0, 2), ['context_switch', 'run']);
  const fresh = await client.frames(2);
  assert.ok(fresh.some((frame) => frame.name === '── not started yet ──'));
  assert.equal(fresh.at(-1)?.name, '_start');
  // The kernel works for it, and no trap has brought it there.
  await client.request('setExceptionBreakpoints', { filters: ['trapReturn'] });
  const begun = await client.go('continue');
  assert.equal(begun.mode, 'user');
  await client.request('setExceptionBreakpoints', { filters: [] });
  const kernel = await client.go('stepBack', { granularity: 'instruction' });
  assert.deepEqual([kernel.mode, kernel.threadId], ['kernel', begun.threadId]);
  assert.deepEqual(
    kernel.names.filter((name) => name.startsWith('──')),
    ['── not started yet ──'],
  );
  const card = await client.request('trapframe/trapCard', { threadId: kernel.threadId });
  assert.doesNotMatch(JSON.stringify(card), /misaligned/);
});

test('a process that does not run: its stack from the switch through the system call to its own frames', async () => {
  const client = await place.start();
  await client.begin({
    launch: { programs: [place.path('loop.s'), place.path('naps.s')] },
    filterOptions: [{ filterId: 'timer', condition: 'pid == 1' }],
  });
  await client.stopped();
  await client.go('continue');
  await client.go('continue');
  const { processes } = await client.request<ProcessesBody>('trapframe/processes');
  const napping = processes.find((one) => one.name === 'naps')!;
  assert.equal(napping.state, 'blocked');
  assert.equal(napping.mode, 'kernel');
  assert.match(napping.waitingFor ?? '', /timer/);
  const frames = await client.frames(2);
  const names = frames.map((frame) => frame.name);
  assert.equal(names[0], 'switch_to_scheduler');
  assert.deepEqual(names.slice(names.indexOf('trap_vector')), [
    'trap_vector',
    '── system call: sleep ──',
    'main',
    '_start',
  ]);
  const user = frames.find((frame) => frame.name === 'main')!;
  assert.equal(user.line, place.line('naps.s', 'nap'));
  const registers = await client.scope(user.id, 'Registers');
  assert.equal(registers['a7'], '0x8');
  assert.equal(registers['s0'], '0x3', 'its own, not those of the process that runs');
  assert.equal(await client.evaluate('pid', user.id), '2');
  assert.equal(await client.evaluate('mode', user.id), 'user');
  assert.match((await client.scope(user.id, 'Trap'))['what'], /^System call: sleep\(1\)$/);
});

test('a stack comes in parts when asked for in parts', async () => {
  const client = await place.start();
  await client.begin({ launch: { program: place.path('hello.s') }, filters: ['syscall'] });
  await client.stopped();
  const { frames } = await client.go('continue');
  const part = await client.request<DebugProtocol.StackTraceResponse['body']>('stackTrace', {
    threadId: 1,
    startFrame: 2,
    levels: 1,
  });
  assert.equal(part.totalFrames, frames.length);
  assert.deepEqual(part.stackFrames, frames.slice(2, 3));
});

test('numbers of scopes stay the same from stop to stop', async () => {
  const client = await place.start();
  await client.begin({ launch: { program: place.path('hello.s') } });
  const first = await client.stopped();
  const before = await client.request<Scopes>('scopes', { frameId: first.top.id });
  const second = await client.go('next');
  assert.equal(second.top.id, first.top.id);
  assert.deepEqual(await client.request<Scopes>('scopes', { frameId: second.top.id }), before);
});

test('a caller keeps its number and those of its scopes while functions are called and return', async () => {
  const client = await place.start();
  const path = place.path('data.c');
  await client.begin({
    launch: { program: path, stopOnEntry: false },
    breakpoints: { [path]: [{ line: place.line('data.c', 'main') }] },
  });
  const { top: main } = await client.stopped();
  const before = await client.request<Scopes>('scopes', { frameId: main.id });
  const inside = await client.go('stepIn');
  assert.deepEqual(inside.names.slice(0, 2), ['work', 'main']);
  assert.notEqual(inside.top.id, main.id);
  assert.equal(inside.frames[1].id, main.id);
  assert.deepEqual(await client.request<Scopes>('scopes', { frameId: main.id }), before);
  const back = await client.go('stepOut');
  assert.equal(back.top.id, main.id);
  assert.deepEqual(await client.request<Scopes>('scopes', { frameId: back.top.id }), before);
});

test('the line of a trap in the call stack has the trap, and the registers that it interrupted', async () => {
  const client = await place.start();
  await client.begin({ launch: { program: place.path('hello.s') }, filters: ['syscall'] });
  await client.stopped();
  const { frames } = await client.go('continue');
  const index = frames.findIndex(({ presentationHint }) => presentationHint === 'label');
  const [label, main] = frames.slice(index);
  const scopesOf = async ({ id }: DebugProtocol.StackFrame): Promise<DebugProtocol.Scope[]> =>
    (await client.request<Scopes>('scopes', { frameId: id })).scopes;
  const own = await scopesOf(label);
  assert.deepEqual(own.map(({ name }) => name).sort(), ['Registers', 'Trap']);
  const below = await scopesOf(main);
  assert.ok(below.some(({ name }) => name === 'Globals'));
  for (const { name, variablesReference } of own) {
    assert.equal(below.find((scope) => scope.name === name)?.variablesReference, variablesReference);
  }
  const { result } = await client.request<{ result: string }>('evaluate', {
    expression: 'mode',
    frameId: label.id,
  });
  assert.equal(result, 'user');
});

test('a register is set, live and in a saved frame, and the program sees it', async () => {
  const client = await place.start();
  await client.begin({ launch: { program: place.path('hello.s') }, filters: ['syscall'] });
  await client.stopped();
  const stop = await client.go('continue');
  const set = async (frame: DebugProtocol.StackFrame, name: string, value: string): Promise<string> => {
    const { scopes } = await client.request<Scopes>('scopes', { frameId: frame.id });
    const { variablesReference } = scopes.find((scope) => scope.name === 'Registers')!;
    return (await client.request<{ value: string }>('setVariable', { variablesReference, name, value }))
      .value;
  };
  // Behind the label are the registers of the program.
  assert.equal(await set(stop.frames[2], 'a2', '1 + 1'), '0x2');
  assert.ok(client.events.some((event) => event.event === 'trapframe/changed'));
  const out = await client.go('stepOut');
  assert.equal(client.console.trimEnd().split('\n').at(-1), 'he');
  await set(out.top, 's1', '1');
  const { scopes } = await client.request<Scopes>('scopes', { frameId: out.top.id });
  const { variablesReference } = scopes[0];
  for (const [name, value, words] of [
    ['zero', '1', /cannot be changed/],
    ['a0', 'frob', /nothing is called "frob"/],
    ['mode', '0', /cannot be changed/],
  ] as const) {
    assert.match(await client.refusal('setVariable', { variablesReference, name, value }), words);
  }
  await client.request('setExceptionBreakpoints', { filters: [] });
  await client.request('continue', { threadId: 1 });
  await client.ended();
  assert.doesNotMatch(client.console, /hello/, 'with s1 = 1 the loop ended');
});

test('a control and status register unfolds into its fields', async () => {
  const client = await place.start();
  await client.begin({ launch: { program: place.path('hello.s') }, filters: ['syscall'] });
  await client.stopped();
  const { top } = await client.go('continue');
  const { scopes } = await client.request<Scopes>('scopes', { frameId: top.id });
  const { variablesReference } = scopes.find((scope) => scope.name === 'CSRs')!;
  const { variables } = await client.request<Variables>('variables', { variablesReference });
  const sstatus = variables.find((one) => one.name === 'sstatus')!;
  const fields = await client.request<Variables>('variables', {
    variablesReference: sstatus.variablesReference,
  });
  assert.match(fields.variables.find((one) => one.name === 'SPP')!.value, /^0x0 \(.*user/i);
  const counters = await client.request<Variables>('variables', { variablesReference, start: 0, count: 2 });
  assert.equal(counters.variables.length, 2);
  const behind = await client.request<Variables>('variables', { variablesReference, start: 2 });
  assert.deepEqual(
    [...counters.variables, ...behind.variables].map(({ name }) => name),
    variables.map(({ name }) => name),
  );
});

test('expressions: registers, CSRs, special names, symbols, memory; errors point at the column', async () => {
  const client = await place.start();
  await client.begin({ launch: { program: place.path('hello.s') }, filters: ['syscall'] });
  await client.stopped();
  await client.go('continue');
  for (const [expression, result] of [
    ['a7', '0xd (13)'],
    ['x17', '0xd (13)'],
    ['$a7 + 1', '0xe (14)'],
    ['mode', 'kernel'],
    ['mode == kernel', '1'],
    ['pid', '1'],
    ['cpu', '0'],
    ['scause', '0x8'],
    ['SYS_write', '13'],
    ['&message', '0x2000 <message> "hello\\n"'],
    ['message', '"hello\\n" (at 0x2000)'],
    ['message + 1', '0x2001 <message+1> "ello\\n"'],
    ['message == "hello\\n"', '1'],
    ['$mode == kernel && $pid == 1', '1'],
    ['mode == machine', '0'],
    ['sstatus.SPP', '0x0 (user)'],
    ['*(char (*)[6])message', '"hello\\n"'],
    ['*message & 0xff', '0x68 (104)'],
    ['live_processes', '1'],
    ['fp == s0', '1'],
  ] as const) {
    assert.equal(await client.evaluate(expression), result, expression);
  }
  assert.match(await client.refusal('evaluate', { expression: 'a0 + frob', context: 'hover' }), /column 6/);
  const hex = await client.request<{ result: string }>('evaluate', {
    expression: 'pid + 9',
    format: { hex: true },
  });
  assert.equal(hex.result, '0xa');
});

test('disassembly: exactly as many rows as asked for, with sources, in both directions', async () => {
  const client = await place.start();
  await client.begin({ launch: { program: place.path('hello.s') } });
  const { top } = await client.stopped();
  const rows = async (
    instructionOffset: number,
    instructionCount: number,
    memoryReference = top.instructionPointerReference,
  ) =>
    (
      await client.request<DebugProtocol.DisassembleResponse['body'] & object>('disassemble', {
        memoryReference,
        instructionOffset,
        instructionCount,
      })
    ).instructions;
  const forward = await rows(0, 3);
  assert.deepEqual(
    forward.map((row) => row.instruction),
    ['addi sp,sp,-16', 'sd ra,8(sp)', 'li s1,3'],
  );
  assert.equal(forward[0].symbol, 'main');
  assert.equal(forward[0].line, place.line('hello.s', 'main'));
  const odd = await rows(0, 1, `${top.instructionPointerReference!} + 1`);
  assert.equal(odd[0].address, top.instructionPointerReference, 'no instruction begins at an odd address');
  const around = await rows(-50, 100);
  assert.equal(around.length, 100);
  assert.equal(around[0].presentationHint, 'invalid');
  assert.equal(around[50].address, top.instructionPointerReference);
  const kernel = await rows(
    -10,
    20,
    await client.evaluate('&trap_vector').then((text) => text.split(' ')[0]),
  );
  assert.equal(kernel.length, 20);
  assert.equal(kernel[10].symbol, 'trap_vector');
  assert.ok(kernel.every((row) => row.presentationHint !== 'invalid'));
});

test('memory is read in the address space of the process that is looked at', async () => {
  const client = await place.start();
  await client.begin({ launch: { programs: [place.path('hello.s'), place.path('loop.s')] } });
  await client.stopped();
  type Memory = DebugProtocol.ReadMemoryResponse['body'] & object;
  const read = (memoryReference: string, count: number): Promise<Memory> =>
    client.request<Memory>('readMemory', { memoryReference, count });
  const message = await read('0x2000', 6);
  assert.equal(Buffer.from(message.data!, 'base64').toString(), 'hello\n');
  const nothing = await read('0x0', 8192);
  assert.equal(nothing.data, undefined);
  assert.equal(nothing.unreadableBytes, 4096);
  // Programs begin with the same instructions.
  const code = await read('0x1000', 64);
  const [frame] = (await client.frames(2)).slice(-1);
  await client.request('scopes', { frameId: frame.id });
  const other = await read('0x2000', 6);
  assert.notEqual(other.data, message.data);
  const others = await read('0x1000', 64);
  assert.notEqual(others.data, undefined);
  assert.notEqual(others.data, code.data);
});

const console = [0, 1, 2].map((descriptor) => ({
  descriptor,
  name: 'console',
  offset: 0,
  mode: 'read and write',
}));

test('the machine and the processes, for views', async () => {
  const client = await place.start();
  await client.begin({ launch: { programs: [place.path('hello.s'), place.path('loop.s')] } });
  const stop = await client.stopped();
  const machine = await client.request<MachineBody>('trapframe/machine');
  const pc = stop.top.instructionPointerReference;
  const [{ pageTable, timer, ...cpu }] = machine.cpus;
  const code = { name: 'main', place: { path: place.path('hello.s'), line: place.line('hello.s', 'main') } };
  assert.deepEqual([machine.running, machine.speed], [false, 'full']);
  assert.deepEqual(cpu, {
    cpu: 0,
    mode: 'user',
    pc,
    code,
    pid: 1,
    interruptsEnabled: true,
    pending: [],
  });
  assert.equal(Number(pageTable) / 4096, await client.number('satp.PPN'));
  assert.equal(timer, (await client.number('stimecmp')) - machine.instruction);
  const changes = client.events.filter((event) => event.event === 'trapframe/changed');
  assert.deepEqual(changes.at(-1)?.body, { instruction: machine.instruction });
  const { processes, message } = await client.request<ProcessesBody>('trapframe/processes');
  assert.equal(message, undefined);
  assert.deepEqual(processes[0], {
    pid: 1,
    parent: 0,
    name: 'hello',
    state: 'running',
    stateField: 'process_table[0].state',
    cpu: 0,
    mode: 'user',
    pc,
    code,
    ticks: 0,
    switches: 1,
    openFiles: console,
  });
  const { pc: _, code: first, ...second } = processes[1];
  // A process that has not run yet begins with the kernel's own first function for it.
  assert.match(first?.place?.path ?? '', /kernel[\\/]\w+\.[cS]$/);
  assert.deepEqual(second, {
    pid: 2,
    parent: 0,
    name: 'loop',
    state: 'ready',
    stateField: 'process_table[1].state',
    mode: 'kernel',
    ticks: 0,
    switches: 0,
    openFiles: console,
  });
});

test('before the kernel has begun, views get an empty list', async () => {
  const client = await place.start();
  await client.begin({ launch: { program: place.path('hello.s'), stopOnEntry: 'reset' } });
  await client.stopped();
  const { processes } = await client.request<ProcessesBody>('trapframe/processes');
  assert.deepEqual(processes, []);
});

test('the text of a source of the session is there for clients that cannot read it; no other file is', async () => {
  const client = await place.start();
  await client.begin({ launch: { program: place.path('hello.s') }, filters: ['syscall'] });
  await client.stopped();
  const { top } = await client.go('continue');
  const { content } = await client.request<{ content: string }>('source', {
    source: top.source,
    sourceReference: 0,
  });
  assert.match(content, /trap_vector:/);
  assert.match(
    await client.refusal('source', { source: { path: __filename }, sourceReference: 0 }),
    /no source/,
  );
});

test('disassembly before code that belongs to no program: the boot ROM', async () => {
  const client = await place.start();
  await client.begin({ launch: { program: place.path('hello.s'), stopOnEntry: 'reset' } });
  await client.stopped();
  const { top } = await client.go('next', { granularity: 'instruction' });
  assert.equal(top.instructionPointerReference, '0x1004');
  const { instructions } = await client.request<DebugProtocol.DisassembleResponse['body'] & object>(
    'disassemble',
    { memoryReference: '0x1004', instructionOffset: -2, instructionCount: 3 },
  );
  assert.deepEqual(
    instructions.map(({ address, instruction }) => [address, instruction.split(' ')[0]]),
    [
      ['0xffe', '??'],
      ['0x1000', 'auipc'],
      ['0x1004', 'csrr'],
    ],
  );
});

test('a register that was given another value is shown with it, although the frame is another one then', async () => {
  const client = await place.start();
  await client.begin({ launch: { program: place.path('hello.s') } });
  const { top } = await client.stopped();
  const { scopes } = await client.request<DebugProtocol.ScopesResponse['body']>('scopes', {
    frameId: top.id,
  });
  const variablesReference = scopes.find(({ name }) => name === 'Registers')!.variablesReference;
  const set = (name: string, value: string) =>
    client.request<{ value: string }>('setVariable', { variablesReference, name, value });
  const greet = await client.number('&greet');
  assert.equal(Number((await set('pc', 'greet')).value.split(' ')[0]), greet);
  const csr = await client.evaluate('scause.Exception_Code');
  assert.match(csr, /^0x/);
});
