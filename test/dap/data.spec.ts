// Variables of C programs and of the kernel: typed, unfolded, changed; for processes that run and that do not.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { workplace, type Stop, type TestClient } from './adapter';

const place = workplace();

type Variable = DebugProtocol.Variable;

/** The variables behind a reference, by name. */
async function children(
  client: TestClient,
  variablesReference: number,
  more: object = {},
): Promise<Record<string, Variable>> {
  const { variables } = await client.request<{ variables: Variable[] }>('variables', {
    variablesReference,
    ...more,
  });
  return Object.fromEntries(variables.map((one) => [one.name, one]));
}

async function scopeReference(client: TestClient, frameId: number, name: string): Promise<number> {
  const { scopes } = await client.request<DebugProtocol.ScopesResponse['body']>('scopes', { frameId });
  const scope = scopes.find((one) => one.name === name);
  assert.ok(scope, `there is no scope ${name}`);
  return scope.variablesReference;
}

/** `data.c`, stopped at a marked line. */
async function at(mark: string): Promise<{ client: TestClient; stop: Stop }> {
  const client = await place.start();
  const path = place.path('data.c');
  await client.begin({
    launch: { program: path, stopOnEntry: false },
    breakpoints: { [path]: [{ line: place.line('data.c', mark) }] },
  });
  return { client, stop: await client.stopped() };
}

test('locals: every kind of C type is spelled as in C', async () => {
  const { client, stop } = await at('call');
  assert.equal(stop.where, `data.c:${place.line('data.c', 'call')}`);
  const locals = await children(client, await scopeReference(client, stop.top.id, 'Locals'));
  const value = (name: string): string => locals[name].value;
  for (const [name, expected, type] of [
    ['total', '-3', 'int'],
    ['big', '4000000000', 'unsigned int'],
    ['small', '-1', 'signed char'],
    ['letter', "104 'h'", 'char'],
    ['yes', 'true', '_Bool'],
    ['paint', 'BLUE', 'enum color'],
    ['flags', '240', 'unsigned char'],
    ['point', '{x = 10, y = 20}', 'struct pair'],
    ['nothing', '0x0', 'void *'],
    ['wild', '0xdead0000', 'struct node *'],
    ['grid', '{{1, 2, 3}, {4, 5, 6}}', 'long [2][3]'],
  ] as const) {
    assert.equal(value(name), expected, name);
    assert.equal(locals[name].type, type, name);
  }
  assert.match(value('text'), /^0x[0-9a-f]+ "hello\\n"$/);
  assert.match(value('p'), /^0x[0-9a-f]+ <pairs\+8>$/);
  assert.match(value('op'), /^0x[0-9a-f]+ <add>$/, 'a pointer to a function says which');
  assert.equal(locals['wild'].variablesReference, 0, 'what cannot be read does not unfold');
  assert.deepEqual(Object.keys(locals).slice(0, 3), ['list', 'op', 'total'], 'in the order of the source');
  assert.ok(!Object.hasOwn(locals, 'i'), 'only of the blocks that the code is in');
});

test('a variable of an inner block goes before one of the same name outside; both are shown', async () => {
  const { client, stop } = await at('inner');
  await client.request('continue', { threadId: 1 });
  await client.stopped();
  const locals = await children(client, await scopeReference(client, stop.top.id, 'Locals'));
  assert.equal(locals['total'].value, '100');
  const outer = Object.values(locals).filter(({ name }) => name.startsWith('total ('));
  assert.deepEqual(
    outer.map(({ value, evaluateName }) => [value, evaluateName]),
    [['-3', undefined]],
  );
  assert.equal(locals['i'].value, '1');
  assert.equal(await client.evaluate('total + i'), '101');
});

test('structures, arrays of structures and lists unfold; each part names its own expression', async () => {
  const { client, stop } = await at('call');
  const locals = await children(client, await scopeReference(client, stop.top.id, 'Locals'));
  const list = await children(client, locals['list'].variablesReference);
  assert.deepEqual(Object.keys(list), ['value', 'low', 'high', 'next', 'name', '(union)']);
  assert.equal(list['value'].value, '10');
  assert.deepEqual([list['low'].value, list['high'].value], ['5', '17'], 'bit fields');
  assert.equal(list['name'].value, '"first"');
  assert.equal(list['next'].evaluateName, 'list->next');
  const union = await children(client, list['(union)'].variablesReference);
  assert.equal(union['number'].value, '4702394921427289928');
  assert.equal(union['bytes'].value, '"HGFEDCBA"');
  assert.equal(union['number'].evaluateName, '(*list).number');
  const next = await children(client, list['next'].variablesReference);
  assert.equal(next['value'].value, '20');
  assert.equal(next['value'].evaluateName, 'list->next->value');
  assert.equal(next['next'].variablesReference, 0);

  const globals = await children(client, await scopeReference(client, stop.top.id, 'Globals'));
  assert.equal(globals['counter'].value, '7');
  const pairs = await children(client, globals['pairs'].variablesReference);
  assert.deepEqual(
    Object.values(pairs).map(({ name, value, evaluateName }) => [name, value, evaluateName]),
    [
      ['[0]', '{x = 1, y = 2}', 'pairs[0]'],
      ['[1]', '{x = 3, y = 4}', 'pairs[1]'],
      ['[2]', '{x = 5, y = 6}', 'pairs[2]'],
    ],
  );
  const words = await children(client, globals['words'].variablesReference);
  assert.match(words['[1]'].value, /^0x[0-9a-f]+ "one"$/);
  // Every part can be watched by the expression that it names.
  for (const part of [...Object.values(list), ...Object.values(next), ...Object.values(pairs)]) {
    if (part.evaluateName === undefined || part.name.startsWith('(')) continue;
    assert.equal(await client.evaluate(part.evaluateName), part.value, part.evaluateName);
  }
});

test('a large array comes in pages', async () => {
  const { client, stop } = await at('call');
  const globals = await children(client, await scopeReference(client, stop.top.id, 'Globals'));
  assert.equal(globals['numbers'].indexedVariables, 5000);
  const reference = globals['numbers'].variablesReference;
  const last = await children(client, reference, { filter: 'indexed', start: 4998, count: 2 });
  assert.deepEqual(
    Object.values(last).map(({ name, value }) => [name, value]),
    [
      ['[4998]', '0'],
      ['[4999]', '42'],
    ],
  );
  assert.deepEqual(await children(client, reference, { filter: 'named' }), {});
  const rest = await children(client, reference, { start: 4997 });
  assert.deepEqual(Object.keys(rest), ['[4997]', '[4998]', '[4999]'], 'without a count: all from there on');
  assert.deepEqual(await children(client, reference, { start: 6000 }), {});
  const all = Object.values(await children(client, reference));
  assert.equal(all.length, 1001, 'a client that asks for all of it gets the beginning');
  assert.match(all.at(-1)!.value, /^4000 more/);
  // Setting one by its name works on a later page, too.
  const set = { variablesReference: reference, name: '[4998]', value: '-1' };
  assert.equal((await client.request<{ value: string }>('setVariable', set)).value, '-1');
  assert.equal(await client.evaluate('numbers[4998] + numbers[4999]'), '41');
});

test('variables, members and elements are set, and the program goes on with them', async () => {
  const { client, stop } = await at('call');
  const reference = await scopeReference(client, stop.top.id, 'Locals');
  const locals = await children(client, reference);
  const set = async (variablesReference: number, name: string, value: string): Promise<string> =>
    (await client.request<{ value: string }>('setVariable', { variablesReference, name, value })).value;
  assert.equal(await set(reference, 'total', 'point.y * 2'), '40');
  assert.equal(await set(locals['point'].variablesReference, 'x', '-1'), '-1');
  assert.equal(await set(reference, 'paint', 'GREEN'), 'GREEN');
  assert.equal(await set(reference, 'yes', 'false'), 'false');
  assert.equal(await set(reference, 'letter', "'A'"), "65 'A'");
  assert.equal(await set(reference, 'letter', "66 'h'"), "66 'B'", 'as it is shown: the number counts');
  const list = await children(client, locals['list'].variablesReference);
  assert.equal(await set(locals['list'].variablesReference, 'high', '31'), '31');
  assert.equal(await set(locals['list'].variablesReference, 'name', '"new"'), '"new"');
  assert.equal(list['low'].value, '5');
  assert.equal(await client.evaluate('list->low'), '5', 'its neighbour in the same byte stays');
  for (const [name, value, words] of [
    ['point', '5', /same type/],
    ['total', 'frob', /nothing is called "frob"/],
    ['frob', '1', /no such variable/],
    ['wild', '*wild', /single value|cannot be read/],
  ] as const) {
    assert.match(await client.refusal('setVariable', { variablesReference: reference, name, value }), words);
  }
  await client.request('setBreakpoints', { source: { path: place.path('data.c') }, breakpoints: [] });
  await client.request('continue', { threadId: 1 });
  await client.ended();
  assert.match(client.console, /result 49\n/, '40 + -1 + 10');
});

test('a watch can be edited: members through pointers, registers, CSR fields', async () => {
  const { client, stop } = await at('call');
  const frameId = stop.top.id;
  const set = async (expression: string, value: string): Promise<string> =>
    (await client.request<{ value: string }>('setExpression', { expression, value, frameId })).value;
  assert.equal(await set('list->next->value', '0x21'), '33');
  assert.equal(await client.evaluate('second.value'), '33');
  assert.equal(await set('*(char *)text', '74'), "74 'J'");
  assert.match(await client.evaluate('text'), /"Jello\\n"$/);
  assert.equal(await set('$a3', '12'), '0xc (12)');
  assert.match(await set('sstatus.SUM', '1'), /^0x1/);
  assert.match(await client.evaluate('sstatus.SUM'), /^0x1/);
  assert.match(
    await client.refusal('setExpression', { expression: 'total + 1', value: '1', frameId }),
    /not a place/,
  );
});

test('two processes of one program: each thread has its own locals, globals and registers, running or not', async () => {
  const client = await place.start();
  const path = place.path('twin.c');
  await client.begin({
    launch: { programs: [{ path }, { path, args: ['x'] }], stopOnEntry: false, timeSlice: 2000 },
    breakpoints: { [path]: [{ line: place.line('twin.c', 'spin') }] },
  });
  const seen = new Set<number>();
  let stop = await client.stopped();
  while (seen.size < 2 || !seen.has(stop.threadId)) {
    seen.add(stop.threadId);
    stop = await client.go('continue');
  }
  const spinOf = async (pid: number): Promise<number> =>
    (await client.frames(pid)).find(({ name }) => name === 'spin')!.id;
  for (const [pid, id, copy] of [
    [1, '1', '11'],
    [2, '2', '22'],
  ] as const) {
    const frameId = await spinOf(pid);
    const locals = await children(client, await scopeReference(client, frameId, 'Locals'));
    assert.deepEqual([locals['id'].value, locals['copy'].value], [id, copy]);
    assert.equal(await client.evaluate('mine == copy || mine == 0', frameId), '1');
    assert.equal(await client.evaluate('pid', frameId), `${pid}`);
    assert.equal(await client.evaluate('mode', frameId), 'user');
  }
  // From one process to the other, whoever runs.
  const other = stop.threadId === 1 ? 2 : 1;
  assert.equal(await client.evaluate(`process(${other}).copy`, stop.top.id), `${11 * other}`);
  assert.equal(await client.evaluate(`process(${other}, mine) == ${11 * other}`, stop.top.id), '1');
  assert.equal(await client.evaluate(`process(${other}, *(int *)&mine)`, stop.top.id), `${11 * other}`);
  assert.match(await client.refusal('evaluate', { expression: 'process(99).mine' }), /no process 99/);
  // The same address, another memory.
  const mine = (await client.evaluate('&mine', stop.top.id)).split(' ')[0];
  const read = async (owner: number | string): Promise<number> => {
    const { data } = await client.request<{ data: string }>('readMemory', {
      memoryReference: `${mine}@${owner}`,
      count: 4,
    });
    return Buffer.from(data, 'base64').readInt32LE();
  };
  assert.equal(await read(other), 11 * other);
  // A variable of a process that does not run is set where it lives.
  const reference = await scopeReference(client, await spinOf(other), 'Locals');
  await client.request('setVariable', { variablesReference: reference, name: 'copy', value: '1000' });
  assert.equal(await client.evaluate('copy', await spinOf(other)), '1000');
  assert.equal(await client.evaluate('copy', await spinOf(stop.threadId)), `${11 * stop.threadId}`);
});

test('frames of the kernel show its variables', async () => {
  const { client } = await at('write');
  await client.request('setFunctionBreakpoints', { breakpoints: [{ name: 'system_call_handler' }] });
  const stop = await client.go('continue');
  assert.equal(stop.mode, 'kernel');
  const globals = await children(client, await scopeReference(client, stop.top.id, 'Globals'));
  const table = globals['process_table'];
  assert.match(table.type!, /^struct process \[\d+\]$/);
  const [first] = Object.values(await children(client, table.variablesReference, { start: 0, count: 1 }));
  const members = await children(client, first.variablesReference);
  assert.equal(members['pid'].value, '1');
  assert.equal(members['name'].value, '"data"');
  assert.equal(await client.evaluate('process_table[0].pid'), '1');
  assert.equal(await client.evaluate('(&process_table[0])->name'), '"data"');
  assert.match(members['state'].value, /^[A-Z]+$/);
  assert.equal(await client.evaluate(`process_table[0].state == ${members['state'].value}`), '1');
  assert.equal(await client.evaluate('((struct process *)&process_table)->pid'), '1');
  const handler = stop.frames.find(({ name }) => name === 'system_call_handler')!;
  const locals = await children(client, await scopeReference(client, handler.id, 'Locals'));
  assert.match(locals['frame'].value, /^0x8/);
  const frame = await children(client, locals['frame'].variablesReference);
  assert.equal(frame['a7'].value, '13', 'the number of write');
  assert.equal(await client.evaluate('frame->a2 == 6 && frame->a7 == SYS_write', handler.id), '1');
  // The program's variables stay within reach of its own frames.
  const user = stop.frames.find(({ name }) => name === 'work')!;
  assert.equal(await client.evaluate('total', user.id), '7');
});

test('hexadecimal, wherever it is asked for', async () => {
  const { client, stop } = await at('call');
  const reference = await scopeReference(client, stop.top.id, 'Locals');
  const locals = await children(client, reference, { format: { hex: true } });
  assert.equal(locals['total'].value, '0xfffffffd');
  assert.equal(locals['small'].value, '0xff');
  assert.equal(locals['point'].value, '{x = 0xa, y = 0x14}');
  assert.equal(locals['letter'].value, "0x68 'h'");
});

test('the console assigns, watches and hovers do not; a caret says where an expression is wrong', async () => {
  const { client, stop } = await at('call');
  const frameId = stop.top.id;
  const type = (expression: string) =>
    client.request<{ result: string; variablesReference: number }>('evaluate', {
      expression,
      frameId,
      context: 'repl',
    });
  assert.equal((await type('point.x += 5')).result, '15');
  assert.equal((await type('counter++')).result, '7');
  assert.equal(await client.evaluate('counter', frameId), '8');
  const point = await type('point = pairs[2]');
  assert.equal(point.result, '{x = 5, y = 6}');
  assert.deepEqual(Object.keys(await children(client, point.variablesReference)), ['x', 'y']);
  for (const context of ['watch', 'hover', 'clipboard', 'variables', undefined]) {
    const refused = await client.refusal('evaluate', { expression: 'counter = 1', frameId, context });
    assert.match(refused, /"=".*column 9/);
  }
  assert.equal(await client.evaluate('counter', frameId), '8');
  const wrong = await client.refusal('evaluate', { expression: 'total + frob', frameId, context: 'repl' });
  assert.equal(wrong, 'total + frob\n        ^ nothing is called "frob" here');
  // The clipboard gets all of a value.
  const long = await client.request<{ result: string }>('evaluate', {
    expression: 'numbers',
    frameId,
    context: 'clipboard',
  });
  assert.equal(long.result.split(',').length, 4097);
});

test('completion knows variables, members, fields of CSRs, registers, system calls and types', async () => {
  const { client, stop } = await at('call');
  const complete = async (text: string): Promise<string[]> => {
    const { targets } = await client.request<DebugProtocol.CompletionsResponse['body']>('completions', {
      frameId: stop.top.id,
      text,
      column: text.length + 1,
    });
    // What the client would have then.
    return targets.map(({ label, start, length }) => {
      assert.equal(start! - 1 + length!, text.length);
      return text.slice(0, start! - 1) + label;
    });
  };
  assert.deepEqual(await complete('tot'), ['total']);
  assert.deepEqual(await complete('1 + list->ne'), ['1 + list->next']);
  assert.deepEqual(
    await complete('list->next->'),
    ['value', 'low', 'high', 'next', 'name', 'number', 'bytes'].map((name) => `list->next->${name}`),
  );
  assert.deepEqual(await complete('pairs[1 + (1)].'), ['pairs[1 + (1)].x', 'pairs[1 + (1)].y']);
  assert.deepEqual(await complete('((struct pair *)p)->'), [
    '((struct pair *)p)->x',
    '((struct pair *)p)->y',
  ]);
  assert.deepEqual(await complete('sstatus.SP'), ['sstatus.SPIE', 'sstatus.SPP']);
  assert.equal((await complete('a7 == SYS_wr'))[0], 'a7 == SYS_write');
  assert.ok((await complete('$s')).includes('$sepc'));
  assert.deepEqual(await complete('(struct pai'), ['(struct pair']);
  assert.ok((await complete('GR')).includes('GREEN'));
  assert.ok((await complete('coun')).includes('counter'));
  assert.deepEqual(await complete('frob->'), []);
  assert.deepEqual(await complete('pairs->'), ['pairs->x', 'pairs->y']);
  // What the other process sees in its own code: not the registers alone, also its variables.
  assert.deepEqual(await complete('process(pid).tot'), ['process(pid).total']);
  assert.deepEqual(await complete('1 + process(1, list->ne'), ['1 + process(1, list->next']);
  assert.deepEqual(await complete('process((1), pairs[(tot'), ['process((1), pairs[(total']);
  assert.ok((await complete('process(1).')).includes('process(1).counter'));
  assert.deepEqual(await complete('process(7).'), []);
  assert.deepEqual(await complete('process(7, co'), []);
  assert.ok((await complete('process(coun')).includes('process(counter'));
  assert.ok((await complete('')).length > 50);
});

test('the sources of the session: the program, its library, the kernel', async () => {
  const { client } = await at('call');
  const { sources } = await client.request<DebugProtocol.LoadedSourcesResponse['body']>('loadedSources');
  const paths = sources.map(({ path }) => path!);
  assert.ok(paths.includes(place.path('data.c')));
  for (const file of ['trap_vector.S', 'scheduler.c', 'print.c']) {
    assert.ok(
      paths.some((path) => path.endsWith(file)),
      file,
    );
  }
  assert.equal(new Set(paths).size, paths.length);
});

test('memory of any process, of the kernel and physical is read and written; editors of it hear of changes', async () => {
  const { client, stop } = await at('call');
  const frameId = stop.top.id;
  type Memory = { address: string; data?: string; unreadableBytes?: number };
  const read = async (memoryReference: string, count: number): Promise<string> => {
    const { data } = await client.request<Memory>('readMemory', { memoryReference, count });
    return Buffer.from(data ?? '', 'base64').toString('hex');
  };
  const { memoryReference } = await client.request<{ memoryReference: string }>('evaluate', {
    expression: 'counter',
    frameId,
  });
  assert.match(memoryReference, /^0x[0-9a-f]+@1$/);
  assert.equal(await read(memoryReference, 4), '07000000');
  assert.equal(await read('&counter', 4), '07000000', 'an expression is an address, too');
  assert.equal(await read('pairs', 8), '0100000002000000');
  const data = Buffer.from([9, 0, 0, 0]).toString('base64');
  assert.deepEqual(await client.request('writeMemory', { memoryReference, data }), {});
  assert.equal(await client.evaluate('counter', frameId), '9');
  const partial = { memoryReference: '0xfffffffffffffff0', data, allowPartial: true };
  assert.deepEqual(await client.request('writeMemory', partial), { bytesWritten: 0 });
  assert.match(
    await client.refusal('writeMemory', { memoryReference: '0x0@1', data }),
    /cannot all be written/,
  );
  assert.match(await client.refusal('writeMemory', { memoryReference, data: '?' }), /base64/);
  assert.match(await client.refusal('readMemory', { memoryReference: '0x0@99', count: 1 }), /no process/);
  assert.match(await client.refusal('readMemory', { memoryReference: 'frob', count: 1 }), /frob/);
  const beyond = { memoryReference: '0x10000000000000000', count: 1 };
  assert.match(await client.refusal('readMemory', beyond), /more than 64 bits/);
  // The same bytes by three ways.
  const symbol = (await client.evaluate('&process_table', frameId)).split(' ')[0];
  const bytes = await read(`${symbol}@kernel`, 16);
  assert.equal(await read(`${symbol}@physical`, 16), bytes);
  assert.equal(await read(`${symbol}@1`, 16), bytes);
  const code = await client.request<DebugProtocol.DisassembleResponse['body'] & object>('disassemble', {
    memoryReference: 'main@1',
    instructionCount: 2,
  });
  assert.equal(code.instructions[0].symbol, 'main');
});

test('whoever shows something hears that it was changed', async () => {
  const client = await place.start();
  const initialize = client.initializeRequest.bind(client);
  client.initializeRequest = () =>
    initialize({
      adapterID: 'trapframe',
      supportsMemoryEvent: true,
      supportsInvalidatedEvent: true,
      pathFormat: 'path',
    });
  await client.begin({ launch: { program: place.path('hello.s') } });
  await client.stopped();
  await client.request('readMemory', { memoryReference: '0x2000@1', offset: 2, count: 4 });
  await client.request('setExpression', { expression: '*(char *)&message', value: "'J'" });
  assert.deepEqual((await client.next('memory')).body, { memoryReference: '0x2000@1', offset: 2, count: 4 });
  assert.deepEqual((await client.next('invalidated')).body, { areas: ['variables'] });
  await client.request('evaluate', { expression: 'a0 = 1', context: 'repl' });
  assert.deepEqual((await client.next('invalidated')).body, { areas: ['all'] });
});
