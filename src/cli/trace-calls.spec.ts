import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commandLine } from './surroundings.fixture';

const { trapframe } = commandLine({
  'fib.s': `
        .globl main, fib
main:   addi sp, sp, -16
        sd ra, 8(sp)
        li a0, 4
        call fib
        li a7, SYS_getpid
        ecall
        li a0, 0
        ld ra, 8(sp)
        addi sp, sp, 16
        ret
fib:    li t0, 2
        bltu a0, t0, 1f
        addi sp, sp, -16
        sd ra, 8(sp)
        sd s0, 0(sp)
        mv s0, a0
        addi a0, a0, -1
        call fib
        addi a1, s0, -2
        mv s0, a0
        mv a0, a1
        call fib
        add a0, a0, s0
        ld ra, 8(sp)
        ld s0, 0(sp)
        addi sp, sp, 16
1:      ret
`,
});

test('calls of a function of a program: recursive ones with their depth, each with its result', async () => {
  const { out, status } = await trapframe(
    'trace',
    '--calls',
    'fib',
    '--format',
    'json',
    '@fib.s',
    '--',
    '@fib.s',
  );
  assert.equal(status, 0);
  const calls = out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown> & { arguments: { value: string }[] });
  const fib = (n: number): number => (n < 2 ? n : fib(n - 1) + fib(n - 2));
  const wanted = (n: number, depth: number): [number, number, number][] => [
    [n, fib(n), depth],
    ...(n < 2 ? [] : [...wanted(n - 1, depth + 1), ...wanted(n - 2, depth + 1)]),
  ];
  const pids = [...new Set(calls.map(({ pid }) => pid))];
  assert.equal(pids.length, 2);
  for (const pid of pids) {
    const seen = calls
      .filter((call) => call['pid'] === pid)
      .map(({ arguments: args, result, depth }) => [
        parseInt(args[0].value),
        parseInt(String(result)),
        depth,
      ]);
    assert.deepEqual(seen, wanted(4, 0));
  }
  for (const call of calls) assert.ok(Number(call['returned']) > Number(call['at']));
});

test('calls in the kernel, as text and as a table; those that do not come back', async () => {
  const { out } = await trapframe('trace', '--calls', 'sys_getpid', '@fib.s');
  assert.match(out, /^\d+ cpu 0 pid 1 sys_getpid\(frame = 0x[0-9a-f]+.*\) = 1\n$/);
  const exit = await trapframe('trace', '--calls', 'process_exit', '--format', 'csv', '@fib.s');
  const [head, row] = exit.out.trimEnd().split('\n');
  assert.equal(head, 'at,cpu,pid,name,arguments,result,returned,caller,depth');
  assert.match(row, /^\d+,0,1,process_exit,.*status = 0.*,,,sys_exit\+\d+,0$/);
});

test('what does not go together is refused, and a name that no function has', async () => {
  for (const [words, message] of [
    [['--calls', 'fibb'], /no program of this run has a function "fibb"; did you mean fib\?/],
    [
      ['--calls', 'fib', '--where', 'pid == 1'],
      /--calls shows calls of a function, and --where is about events/,
    ],
    [['--calls', 'fib', '--group-by', 'pid'], /--group-by is about events/],
    [
      ['--calls', 'fib', '--format', 'chrome'],
      /--format chrome shows events; with --calls it takes one of text, json, csv/,
    ],
    [['--calls', ''], /--calls "" is not allowed; it takes the name of a function/],
  ] as const) {
    const { status, err, out } = await trapframe('trace', ...words, '@fib.s');
    assert.equal(status, 2, err);
    assert.match(err, message);
    assert.equal(out, '');
  }
});
