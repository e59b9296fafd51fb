import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commandLine } from './surroundings.fixture';

const exitWith = (status: number): string => `
        .globl main
main:   li a0, ${status}
        li a7, SYS_exit
        ecall
`;

const { trapframe, path } = commandLine({
  'hello.s': `
        .globl main
main:   li a0, 1
        la a1, greeting
        li a2, 6
        li a7, SYS_write
        ecall
        li a0, 0
        ret
        .section .rodata
greeting: .ascii "hello\\n"
`,
  // Writes its arguments, each on a line; the status is how many there are.
  'nap.s': `
        .globl main
main:   li a7, SYS_fork
        ecall
        beqz a0, 1f
        li a0, 50
        li a7, SYS_sleep
        ecall
1:      li a0, 0
        ret
`,
  'echo.s': `
        .globl main
main:   mv s0, a0
        mv s1, a1
        mv s2, a0
next:   beqz s2, done
        ld a1, 0(s1)
        mv a2, a1
end:    lbu t0, 0(a2)
        addi a2, a2, 1
        bnez t0, end
        sub a2, a2, a1
        addi a2, a2, -1
        call write
        la a1, newline
        li a2, 1
        call write
        addi s1, s1, 8
        addi s2, s2, -1
        j next
done:   mv a0, s0
        li a7, SYS_exit
        ecall
write:  li a0, 1
        li a7, SYS_write
        ecall
        ret
        .section .rodata
newline: .ascii "\\n"
`,
  'seven.s': exitWith(7),
  'most.s': exitWith(123),
  'large.s': exitWith(124),
  'negative.s': exitWith(-1),
  'loop.s': '.globl main\nmain: j main\n',
  'privileged.s': '.globl main\nmain: csrr a0, sstatus\n ret\n',
  'nosy.s': '.globl main\nmain: li t0, 0x80000000\n ld a0, 0(t0)\n ret\n',
  'broken.s': 'main: adi a0, a0, 1\n ret\n .wurst\n',
  'broken2.s': 'main: li a0\n',
  'notes.txt': 'no program at all',
  truncated: new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]),
  'asleep.s': '.globl _start\n_start: wfi\n j _start\n',
});

test('the console of a program goes to stdout, its status is ours', async () => {
  assert.deepEqual(await trapframe('run', '@hello.s'), { status: 0, out: 'hello\n', err: '', written: {} });
  assert.equal((await trapframe('run', '@seven.s')).status, 7);
});

test('arguments arrive, the name of the program before them', async () => {
  const { status, out } = await trapframe('run', '@echo.s', '--time-slice', '', 'Grüße', '-x');
  assert.equal(out, 'echo\n--time-slice\n\nGrüße\n-x\n');
  assert.equal(status, 5);
});

test('several programs run; the first one gives the status', async () => {
  const { status, out } = await trapframe('run', '@seven.s', '--', '@hello.s', '--', '@echo.s', 'x');
  assert.equal(status, 7);
  assert.deepEqual(out.trimEnd().split('\n').sort(), ['echo', 'hello', 'x']);
});

test('statuses from 124 on are ours: a program that ends with one is told about in a line', async () => {
  assert.deepEqual(await trapframe('run', '@most.s'), { status: 123, out: '', err: '', written: {} });
  for (const [name, status] of [
    ['large', '124'],
    ['negative', '-1'],
  ]) {
    const done = await trapframe('run', `@${name}.s`);
    assert.equal(done.status, 123);
    assert.equal(done.err, `trapframe: ${name} ended with status ${status}`);
  }
});

test('two loops share the CPU until the instructions are used up: 124', async () => {
  const words = ['--max-instructions', '3000000', '@loop.s', '--', '@loop.s'];
  const done = await trapframe('run', ...words);
  assert.equal(done.status, 124);
  assert.equal(done.err, 'trapframe: gave up after 3000000 instructions, the most that were allowed');
});

test('a killed program: 128 and the cause, in words; its neighbour finishes', async () => {
  const privileged = await trapframe('run', '@privileged.s', '--', '@hello.s');
  assert.equal(privileged.status, 130);
  assert.match(
    privileged.err,
    /^trapframe: privileged was killed by the kernel: Illegal instruction \(cause 2\), in main(\+\d+)? at privileged\.s:\d+$/,
  );
  assert.match(privileged.out, /hello\n/);
  const nosy = await trapframe('run', '@nosy.s', '--', '@hello.s');
  assert.equal(nosy.status, 141);
  assert.match(nosy.err, /Load page fault \(cause 13\)/);
  assert.match(nosy.out, /hello\n/);
});

test('only the first program gives the status', async () => {
  assert.equal((await trapframe('run', '@hello.s', '--', '@nosy.s')).status, 0);
});

test('errors of all sources at their places, and status 2', async () => {
  const { status, err, out } = await trapframe('run', '@broken.s', '--', '@hello.s', '--', '@broken2.s');
  assert.equal(status, 2);
  assert.equal(out, '');
  for (const place of ['broken.s:1:7: error: ', 'broken.s:3:2: error: ', 'broken2.s:1:']) {
    assert.ok(err.includes(path(place)), `${place} in ${err}`);
  }
  assert.match(err, /\n 1 \| main: adi a0, a0, 1\n {3}\| {7}\^~~/);
});

test('input that is no program: one line that says so, and status 2', async () => {
  for (const [name, message] of [
    ['missing.s', /^trapframe: .*missing\.s: there is no such file$/],
    ['notes.txt', /^trapframe: .*notes\.txt is no program: .*\.s, \.S.*ELF/],
    ['truncated', /^trapframe: .*truncated.*$/],
    ['', /^trapframe: .* is a folder/],
  ] as const) {
    const { status, err, out } = await trapframe('run', `@${name}`);
    assert.equal(status, 2, name);
    assert.match(err, message);
    assert.ok(!err.includes('\n'));
    assert.equal(out, '');
  }
  assert.match(
    (await trapframe('run', '--kernel', '@nothere', '@hello.s')).err,
    /nothere: there is no such file$/,
  );
  assert.match((await trapframe('run', '--kernel', '@notes.txt', '@hello.s')).err, /notes\.txt/);
});

test('more than the kernel has room for is refused before the machine starts', async () => {
  const many = await trapframe('run', ...Array<string[]>(129).fill(['@hello.s', '--']).flat().slice(0, -1));
  assert.deepEqual([many.status, many.out], [2, '']);
  assert.match(many.err, /^trapframe: 129 programs are too many: the kernel has room for 128 processes$/);
  const long = await trapframe('run', '@hello.s', ...Array<string>(64).fill('x'));
  assert.deepEqual([long.status, long.out], [2, '']);
  assert.equal((await trapframe('run', '@echo.s', 'x'.repeat(30_000))).out.split('\n')[1].length, 30_000);
  const wide = await trapframe('run', '@hello.s', 'x'.repeat(15_000), 'y'.repeat(15_001));
  assert.equal(wide.status, 2);
  assert.match(wide.err, /hello\.s: arguments of 30001 bytes are too long; a program gets at most 30000$/);
  assert.match(long.err, /hello\.s: 64 arguments are too many; a program gets at most 63$/);
  assert.equal((await trapframe('run', '@echo.s', ...Array<string>(63).fill('x'))).status, 64);
});

test('a bare machine that sleeps for ever is stuck: 125', async () => {
  const { status, err } = await trapframe('run', '--kernel', 'none', '@asleep.s');
  assert.equal(status, 125);
  assert.match(err, /^trapframe: the machine is stuck: [^:]*$/);
});

test('a file for results that cannot be written is told before the machine starts', async () => {
  for (const [file, why] of [
    ['@nowhere/stats.json', 'its folder does not exist'],
    ['@hello.s/stats.json', 'its folder is a file'],
    ['@.', 'it is a folder'],
  ]) {
    const { status, out, err } = await trapframe('run', '--stats', file, '@hello.s');
    assert.deepEqual([status, out], [2, '']);
    assert.equal(err, `trapframe: ${path(file.slice(1))} cannot be written: ${why}`);
  }
});

test('statistics add up', async () => {
  const { written, status } = await trapframe(
    'run',
    '--stats',
    '@stats.json',
    '@echo.s',
    'x',
    '--',
    '@hello.s',
  );
  assert.equal(status, 2);
  const stats = JSON.parse(written[path('stats.json')]) as {
    instructions: number;
    steps: number;
    seconds: number;
    modes: { user: number; kernel: number; machine: number };
    processes: { pid: number | null; name: string; user: number; kernel: number; switches: number }[];
  };
  assert.ok(stats.seconds > 0 && stats.instructions > 0 && stats.instructions <= stats.steps);
  assert.equal(stats.modes.user + stats.modes.kernel + stats.modes.machine, stats.steps);
  assert.deepEqual(
    stats.processes.map(({ pid, name }) => [pid, name]),
    [
      [null, 'kernel'],
      [1, 'echo'],
      [2, 'hello'],
    ],
  );
  const user = stats.processes.reduce((sum, one) => sum + one.user, 0);
  assert.equal(user, stats.modes.user);
  assert.ok(stats.processes.every(({ pid, switches }) => pid === null || switches > 0));
});

test('statistics of processes: a copy has a name, too; who sleeps does not wait for the CPU', async () => {
  const { written } = await trapframe('run', '--time-slice', '10000', '--stats', '@stats.json', '@nap.s');
  type Life = Record<'pid' | 'arrival' | 'firstRun' | 'end' | 'waiting', number> & { name: string };
  const [, parent, child] = (JSON.parse(written[path('stats.json')]) as { processes: Life[] }).processes;
  assert.deepEqual([parent.name, child.name], ['nap', 'nap']);
  for (const { arrival, firstRun, end } of [parent, child]) assert.ok(arrival < firstRun && firstRun < end);
  assert.ok(parent.arrival < child.arrival && child.end < parent.end);
  assert.ok(parent.end - parent.firstRun > 500_000);
  assert.ok(parent.waiting > 0 && parent.waiting < 200_000);
});

test('the same run twice is the same run', async () => {
  const runs = [
    await trapframe('trace', '@echo.s', 'a', '--', '@hello.s'),
    await trapframe('trace', '@echo.s', 'a', '--', '@hello.s'),
  ];
  assert.deepEqual(runs[0], runs[1]);
});
