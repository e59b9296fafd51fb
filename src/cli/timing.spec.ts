import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commandLine } from './surroundings.fixture';

/** Adds up a matrix of 256 times 256 words. @param inner bytes from one element to the next, @param outer from one run to the next */
const walk = (inner: number, outer: number): string => `
        .globl main
main:   la s0, matrix
        li s1, 256
1:      li t1, 256
        mv t2, s0
2:      lw t3, 0(t2)
        addi t2, t2, ${inner}
        addi t1, t1, -1
        bnez t1, 2b
        addi s0, s0, ${outer}
        addi s1, s1, -1
        bnez s1, 1b
        li a0, 0
        ret
        .bss
        .balign 4096
matrix: .skip 262144
`;

const { trapframe, path } = commandLine({ 'rows.s': walk(4, 1024), 'columns.s': walk(1024, 4) });

interface Stats {
  readonly cycles?: number;
  readonly costs?: { readonly user: Readonly<Record<string, number>> };
  readonly processes: readonly { readonly pid: number | null; readonly costs?: object }[];
}

async function statsOf(program: string, ...options: string[]): Promise<Stats> {
  const file = path('stats.json');
  const { status, err, written } = await trapframe('run', ...options, '--stats', file, path(program));
  assert.deepEqual([status, err], [0, '']);
  return JSON.parse(written[file]) as Stats;
}

test('--stats compares a walk by rows with one by columns: the same instructions, sixteen times the misses', async () => {
  const rows = (await statsOf('rows.s', '--cost-model', 'caches')).costs!.user;
  const columns = (await statsOf('columns.s', '--cost-model', 'caches')).costs!.user;
  assert.equal(rows['instructions'], columns['instructions']);
  assert.equal(rows['loads'], 65536);
  assert.equal(rows['dataMisses'], 65536 / 16);
  assert.equal(columns['dataMisses'], 65536);
  assert.equal(rows['cycles'], rows['instructions'] + rows['stalls']);
  assert(columns['cycles'] > 3 * rows['cycles']);
});

test('without a cost model there is nothing of it', async () => {
  const { cycles, costs, processes } = await statsOf('rows.s');
  assert.deepEqual(
    [cycles, costs, processes.map((one) => one.costs)],
    [undefined, undefined, [undefined, undefined]],
  );
});

test('a trace is byte for byte the same with each cost model, and with one there may be events of what never happened', async () => {
  const trace = async (...options: string[]): Promise<string> =>
    (await trapframe('trace', '--format', 'json', ...options, path('rows.s'))).out;
  const plain = await trace();
  assert(plain.length > 1000);
  assert.equal(await trace('--cost-model', 'simple'), plain);
  assert.equal(await trace('--cost-model', 'caches'), plain);
  const more = await trace('--cost-model', 'caches', '--transient', '5');
  const events = more.split('\n');
  const others = events.filter((line) => !line.includes('"kind":"transient"'));
  assert.equal(others.join('\n'), plain);
  assert(others.length < events.length);
});

test('what has no effect, or what no engine can do, is refused', async () => {
  for (const [options, words] of [
    [['--transient', '3'], /--transient 3 needs --cost-model caches/],
    [['--cost-model', 'caches', '--engine', 'translator'], /--engine translator is not allowed/],
    [['--cost-model', 'real'], /one of none, simple, caches/],
  ] as const) {
    const { status, err } = await trapframe('run', ...options, path('rows.s'));
    assert.equal(status, 2);
    assert.match(err, words);
  }
});
