/** Names that a program and the machine both have; labels of assembly by what lies there; values that C alone does not tell. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { workplace, type TestClient } from './adapter';

const place = workplace();

type Evaluated = DebugProtocol.EvaluateResponse['body'];

const evaluated = (
  client: TestClient,
  expression: string,
  context: string,
  frameId?: number,
): Promise<Evaluated> => client.request<Evaluated>('evaluate', { expression, context, frameId });

/** The program stopped at a marked line, at a breakpoint with this condition. */
async function at(
  program: 'own-names.c' | 'labels.s',
  mark: string,
  condition?: string,
): Promise<TestClient> {
  const client = await place.start();
  const path = place.path(program);
  await client.begin({
    launch: { program: path, stopOnEntry: false },
    breakpoints: { [path]: [{ line: place.line(program, mark), ...(condition ? { condition } : {}) }] },
  });
  await client.stopped();
  return client;
}

test("a program's own pid and mode win where they are in scope, in conditions and hovers; $pid and $mode never", async () => {
  const client = await at('own-names.c', 'element', 'pid == 77 && mode == 5 && $pid == 1 && $mode == user');
  for (const context of ['hover', 'watch', 'repl', 'variables']) {
    for (const [expression, result] of [
      ['pid', '77'],
      ['mode', '5'],
      ['i', '3'],
      ['$pid', '1'],
      ['$mode', 'user'],
      ['$mode == user', '1'],
      ['::pid', '77'],
    ] as const) {
      assert.equal(
        (await evaluated(client, expression, context)).result,
        result,
        `${expression} (${context})`,
      );
    }
  }
  // In the kernel, that has no such names, they are the machine's.
  const filters = await client.request<{ breakpoints?: unknown }>('setExceptionBreakpoints', {
    filters: [],
    filterOptions: [{ filterId: 'syscall', condition: 'pid == 1 && mode == kernel' }],
  });
  assert.ok(filters);
  const stop = await client.go('continue');
  assert.equal(stop.mode, 'kernel');
  assert.equal(await client.evaluate('pid'), '1');
  assert.equal(
    await client.evaluate('mode == machine || mode == kernel'),
    '1',
    'also where a variable is called machine',
  );
});

test('a label of data reads as what lies there, its address beside it', async () => {
  const client = await at('labels.s', 'load', 'counter == 1982 && pid == 42 && $pid == 1');
  for (const context of ['watch', 'hover', 'repl']) {
    const { result, type, memoryReference } = await evaluated(client, 'counter', context);
    const address = /^1982 \(at (0x[0-9a-f]+)\)$/.exec(result)?.[1];
    assert.ok(address, result);
    assert.equal(type, 'unsigned int');
    assert.ok(memoryReference?.startsWith(address));
    const value = async (expression: string): Promise<string> =>
      (await evaluated(client, expression, context)).result;
    assert.equal(await value('&counter'), `${address} <counter>`);
    assert.match(await value('counter + 4'), new RegExp(`^0x[0-9a-f]+ <mode>$`));
    assert.equal(await value('(int *) counter'), `${address} <counter>`);
    assert.equal(await value('*(int *) counter'), '1982');
    assert.equal(await value('counter > 1981'), '1');
    assert.equal(await value('t0 == &counter'), '1');
    assert.match(await value('pid'), /^42 \(at 0x/);
    assert.match(await value('table'), /^\{1, 2, 3\} \(at 0x/);
    assert.match(await value('name'), /^"hello" \(at 0x/);
    assert.equal(await value('name == "hello"'), '1');
    assert.equal(await value('$mode'), 'user');
  }
  const table = await evaluated(client, 'table', 'watch');
  const { variables } = await client.request<{ variables: DebugProtocol.Variable[] }>('variables', {
    variablesReference: table.variablesReference,
  });
  assert.deepEqual(
    variables.map(({ value }) => value),
    ['1', '2', '3'],
  );
  assert.equal(await client.evaluate(variables[2].evaluateName!), '3');
  const set = await client.request<{ value: string }>('setExpression', { expression: 'counter', value: '5' });
  assert.match(set.value, /^5 \(at 0x/);
  assert.match((await evaluated(client, 'counter += 2', 'repl')).result, /^7 \(at 0x/);
  const memory = await client.request<{ data: string }>('readMemory', {
    memoryReference: 'counter',
    count: 4,
  });
  assert.equal(Buffer.from(memory.data, 'base64').readInt32LE(), 7);
});

test('a label of data is watched as wide as it is', async () => {
  const client = await at('labels.s', 'load');
  const info = await client.request<{ dataId: string; description: string }>('dataBreakpointInfo', {
    name: 'counter',
  });
  await client.request('setDataBreakpoints', { breakpoints: [{ dataId: info.dataId, accessType: 'write' }] });
  const stop = await client.go('continue');
  assert.equal(stop.description, 'counter changed: 1982 -> 1983');
  assert.equal(stop.where, `labels.s:${place.line('labels.s', 'stored')}`);
});

test('arrays without a length, negative zero, long double, conditions on elements in parentheses', async () => {
  const client = await at(
    'own-names.c',
    'call',
    '(v[1]) == 20 && !(v[1] - 20) && (argc) * 1 == 1 && (argv[0]) != 0',
  );
  for (const [expression, result] of [
    ['tag.name', '"flexible"'],
    ['tag', '{count = 3, name = "flexible"}'],
    ['tag.name[4]', "105 'i'"],
    ['chain', '{count = 3, items = {1, -2, 3}}'],
    ['chain.items[1]', '-2'],
    ['heap->items[1]', '6'],
    ['zero', '-0'],
    ['third', '0.125'],
    ['third * 3 + 1', '1.375'],
    ['2[v]', '30'],
    ['(v[2])', '30'],
    ['sizeof(v[1])', '4'],
  ] as const) {
    assert.equal(await client.evaluate(expression), result, expression);
  }
  const unfolded = async (expression: string): Promise<string[]> => {
    const { variablesReference } = await evaluated(client, expression, 'watch');
    const { variables } = await client.request<{ variables: DebugProtocol.Variable[] }>('variables', {
      variablesReference,
      start: 0,
      count: 3,
    });
    return variables.map(({ value }) => value);
  };
  assert.deepEqual(await unfolded('chain.items'), ['1', '-2', '3']);
  assert.deepEqual(await unfolded('tag.name'), ["102 'f'", "108 'l'", "101 'e'"]);
  assert.deepEqual((await unfolded('heap->items')).slice(0, 2), ['5', '6']);
});

test('setExpression of pc answers the pc that was set', async () => {
  const client = await at('own-names.c', 'work');
  const main = /^0x[0-9a-f]+/.exec(await client.evaluate('&main'))![0];
  const { value } = await client.request<{ value: string }>('setExpression', {
    expression: 'pc',
    value: 'main',
  });
  assert.equal(/^0x[0-9a-f]+/.exec(value)?.[0], main);
  assert.equal(/^0x[0-9a-f]+/.exec(await client.evaluate('pc'))?.[0], main);
});

test('a watch on a whole array names the element that changed, and where that is', async () => {
  const client = await at('own-names.c', 'element');
  const address = BigInt(/^0x[0-9a-f]+/.exec(await client.evaluate('&local[1]'))![0]);
  const { frames } = await client
    .request<{ frames: never[] }>('stackTrace', { threadId: 1 })
    .then((body) => ({ frames: (body as unknown as { stackFrames: never[] }).stackFrames }));
  const frameId = (frames[0] as { id: number }).id;
  const info = await client.request<{ dataId: string }>('dataBreakpointInfo', { name: 'local', frameId });
  await client.request('setBreakpoints', { source: { path: place.path('own-names.c') }, breakpoints: [] });
  await client.request('setDataBreakpoints', { breakpoints: [{ dataId: info.dataId, accessType: 'write' }] });
  const stop = await client.go('continue');
  assert.equal(stop.description, `local[1] (at 0x${address.toString(16)}) changed: 2 -> 0`);
});

test('the console explains itself, and decodes what a control and status register says', async () => {
  const client = await at('own-names.c', 'work');
  assert.match((await evaluated(client, 'help', 'repl')).result, /\$pid/);
  await client.request('setExceptionBreakpoints', { filters: ['syscall'] });
  await client.go('continue');
  assert.equal((await evaluated(client, 'scause', 'repl')).result, '0x8 — Environment call from U-mode');
  assert.match((await evaluated(client, 'sstatus', 'repl')).result, /^0x[0-9a-f]+ .*SPIE/);
  assert.equal(await client.evaluate('scause'), '0x8', 'elsewhere one number');
});
