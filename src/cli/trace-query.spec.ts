import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commandLine } from './surroundings.fixture';

const { trapframe } = commandLine({
  'twice.s': `
        .globl main
main:   li s1, 2
1:      li a0, 1
        la a1, text
        li a2, 3
        li a7, SYS_write
        ecall
        addi s1, s1, -1
        bnez s1, 1b
        li a0, 0
        ret
text:   .ascii "hi\\n"
`,
  'nosy.s': '.globl main\nmain: li t0, 0x80000000\n ld a0, 0(t0)\n ret\n',
});

const lines = (text: string): string[] => text.trimEnd().split('\n');

test('only the events for which an expression over their facts holds', async () => {
  const where = ['--where', 'kind == trap && pid == 2 && call == write'];
  const { out, status } = await trapframe('trace', ...where, '@twice.s', '--', '@twice.s');
  assert.equal(status, 0);
  assert.equal(lines(out).length, 2);
  for (const line of lines(out)) assert.match(line, /pid 2 .*System call: write\(1, /);
  const both = await trapframe('trace', ...where, '--only', 'exit', '@twice.s');
  assert.equal(both.out, '');
});

test('counted by fields: the fields, then count; an object for each group as JSON', async () => {
  const of = (...words: string[]) =>
    trapframe('trace', '--where', 'kind == trap', '--group-by', 'pid,call', ...words);
  const programs = ['@twice.s', '--', '@twice.s'];
  const { out } = await of(...programs);
  assert.deepEqual(
    lines(out).map((line) => line.trim().split(/ +/)),
    [
      ['pid', 'call', 'count'],
      ['1', 'write', '2'],
      ['2', 'write', '2'],
      ['1', 'exit', '1'],
      ['2', 'exit', '1'],
    ],
  );
  const json = await of('--format', 'json', ...programs);
  assert.deepEqual(
    lines(json.out).map((line) => JSON.parse(line) as unknown),
    [
      { pid: 1, call: 'write', count: 2 },
      { pid: 2, call: 'write', count: 2 },
      { pid: 1, call: 'exit', count: 1 },
      { pid: 2, call: 'exit', count: 1 },
    ],
  );
  const csv = await of('--format', 'csv', ...programs);
  assert.deepEqual(lines(csv.out).slice(0, 2), ['pid,call,count', '1,write,2']);
});

test('sums of what calls have taken', async () => {
  const { out } = await trapframe(
    'trace',
    '--where',
    'kind == return && call == write',
    '--group-by',
    'call',
    '--sum',
    'steps,result',
    '--format',
    'json',
    '@twice.s',
  );
  const group = JSON.parse(out) as { call: string; count: number; steps: number; result: number };
  assert.deepEqual([group.call, group.count, group.result], ['write', 2, 6]);
  const json = await trapframe('trace', '--format', 'json', '--where', 'call == write', '@twice.s');
  const instants = lines(json.out).map((line) => (JSON.parse(line) as { at: number }).at);
  assert.equal(group.steps, instants[1] - instants[0] + instants[3] - instants[2]);
});

test('events with commas', async () => {
  const { out } = await trapframe('trace', '--format', 'csv', '--only', 'trap,console', '@twice.s');
  assert.equal(lines(out)[0], 'at,cpu,pid,from,to,kind,cause,detail');
  assert.match(lines(out)[1], /^\d+,0,1,user,kernel,trap,8,"System call: write\(1, 0x[0-9a-f]+, 3\), pc 0x/);
  assert.match(lines(out)[2], /,console,,"""hi"""$/);
});

test('a fault is found by its address, and by who was killed for it', async () => {
  const { out } = await trapframe('trace', '--where', 'value == 0x80000000', '@nosy.s');
  assert.match(out, /exception +13 {2}Load page fault[^]*killed +13 {2}nosy \(1\) is killed/);
  const named = await trapframe('trace', '--where', 'kind == killed && name == "nosy"', '@nosy.s');
  assert.equal(lines(named.out).length, 1);
});

test('what is wrong is one line, before the machine starts', async () => {
  const failing = async (...words: string[]): Promise<string> => {
    const { status, err, out } = await trapframe('trace', ...words, '@twice.s');
    assert.deepEqual([status, out], [2, '']);
    return err;
  };
  assert.match(await failing('--where', 'call == wrte'), /called "wrte"; did you mean write\? \(column 9/);
  assert.match(await failing('--where', 'kind == '), /column/);
  assert.match(await failing('--group-by', 'pids'), /no field "pids" to group by; did you mean pid\?/);
  assert.match(await failing('--sum', 'steps'), /--sum .*needs --group-by/);
  assert.match(await failing('--group-by', 'pid', '--sum', 'name'), /"name" cannot be added up/);
  assert.match(await failing('--group-by', 'pid', '--format', 'chrome'), /one of text, json, csv/);
});
