import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { buildKernel, judged, said } from '../testing/judged.fixture';

before(buildKernel);

const loop = (count: number): string =>
  `        .globl main\nmain:   li      t0, ${count}\n1:      addi    t0, t0, -1\n        bnez    t0, 1b\n        la      t1, counter\n` +
  `        li      t2, 42\n        sd      t2, 0(t1)\n        li      a0, 0\n        ret\n        .data\ncounter: .dword 7\n`;
const hello =
  '        .globl main\nmain:   li      a7, SYS_write\n        li      a0, 1\n        la      a1, text\n        li      a2, 6\n        ecall\n' +
  '        li      a0, 0\n        ret\n        .data\ntext:   .ascii "hello\\n"\n';

/** Each with whether it must hold. */
const matches = (
  results: readonly (true | null | string)[],
  wanted: readonly (true | null | RegExp)[],
): void => {
  assert.equal(results.length, wanted.length);
  results.forEach((one, index) => {
    const want = wanted[index];
    if (want instanceof RegExp) assert.match(String(one), want);
    else assert.equal(one, want, String(one));
  });
};

test('events: how many, where, in which order', async () => {
  const timer = 'kind == interrupt && cause == 5 && name == "a"';
  const results = await said(
    { 'a.s': loop(40_000), 'b.s': loop(40_000) },
    { programs: ['a.s', 'b.s'], timeSlice: 5000 },
    [
      { kind: 'events', where: timer, atLeast: 3 },
      { kind: 'events', where: timer, exactly: 0 },
      { kind: 'events', where: timer, atMost: 2 },
      { kind: 'events', where: 'kind == killed' },
      { kind: 'events', where: 'kind == exit', exactly: 2 },
      { kind: 'events', where: timer, after: 'kind == exit && name == "a"', exactly: 0 },
      { kind: 'order', events: [timer, 'kind == switch && cpuIs == taken && name == "a"', 'kind == exit'] },
      { kind: 'order', events: ['kind == exit && name == "a"', timer] },
      { kind: 'each', where: 'kind == interrupt && cause == 5', holds: 'from == user' },
      { kind: 'each', where: 'kind == exit', holds: 'name == "a"' },
      { kind: 'each', where: 'kind == panic', holds: 'pid == 1' },
      { kind: 'follows', where: 'kind == interrupt && from == user', then: 'kind == return' },
      { kind: 'follows', where: 'kind == interrupt && from == user', then: 'kind == return', within: 10 },
      { kind: 'follows', where: 'kind == exit', then: 'kind == return' },
    ],
  );
  matches(results, [
    true,
    /^expected: exactly 0 events with .*; but there are \d+; the first: Timer interrupt/,
    /the one too many: /,
    /an event with `kind == killed`; but there is none/,
    true,
    true,
    true,
    /there is no `kind == interrupt .* behind: /,
    true,
    /it does not hold for: /,
    /there are 0 such events; there must be 1/,
    true,
    /at most 10 steps later .* does not follow/,
    /does not follow/,
  ]);
});

test('follows: of two processes each must have its own; `same` says what both events have in common', async () => {
  const switches = (kind: string): string => `kind == switch && cpuIs == ${kind}`;
  const results = await said(
    { 'a.s': loop(4000), 'b.s': loop(4000) },
    { programs: ['a.s', 'b.s'], timeSlice: 3000 },
    [
      // The timer hits both of them in turn, and each goes on at some time.
      { kind: 'follows', where: 'kind == interrupt && cause == 5', then: 'kind == return && to == user' },
      // Only a goes on here: what follows for a is not what b waits for.
      {
        kind: 'follows',
        where: 'kind == interrupt && cause == 5',
        then: 'kind == return && to == user && name == "a"',
      },
      // Whoever it is: on the one CPU somebody goes on behind each.
      {
        kind: 'follows',
        where: 'kind == interrupt && cause == 5',
        then: 'kind == return && to == user && name == "a"',
        same: ['cpu'],
      },
      // b waits while a has its turn, a while b has: nobody is back before the other's turn is over.
      {
        kind: 'follows',
        where: 'kind == interrupt && cause == 5 && name == "a"',
        then: 'kind == return && to == user',
        within: 2900,
      },
      {
        kind: 'follows',
        where: 'kind == interrupt && cause == 5 && name == "a"',
        then: 'kind == return && to == user',
        within: 2900,
        same: ['cpu'],
      },
      // Both in common is as strict as pid alone, where there is one CPU.
      {
        kind: 'follows',
        where: switches('given'),
        then: switches('taken'),
        same: ['pid', 'cpu'],
      },
      // Only the first of b is meant by a stretch.
      {
        kind: 'follows',
        where: 'kind == interrupt && cause == 5',
        then: 'kind == return && to == user && name == "a"',
        before: 'kind == interrupt && cause == 5 && name == "b"',
      },
    ],
  );
  matches(results, [
    true,
    /it does not follow: Timer interrupt/,
    true,
    /at most 2900 steps later .* it does not follow: /,
    true,
    true,
    true,
  ]);
});

test('follows: a late one is told before one that never comes, if it was first', async () => {
  const at = async (check: object): Promise<number | null> => {
    const files = { 'a.s': loop(4000), 'b.s': loop(4000) };
    const run = { programs: ['a.s', 'b.s'], timeSlice: 3000 };
    return (await judged(files, run, [{ kind: 'follows', ...check } as never]))[0].at;
  };
  const interrupted = 'kind == interrupt && cause == 5';
  const back = 'kind == return && to == user';
  const late = await at({ where: `${interrupted} && name == "a"`, then: back, within: 2900 });
  const never = await at({ where: `${interrupted} && name == "b"`, then: `${back} && name == "a"` });
  assert.ok(late !== null && never !== null && late < never);
  assert.equal(await at({ where: interrupted, then: `${back} && name == "a"`, within: 2900 }), late);
  assert.equal(await at({ where: interrupted, then: `${back} && name == "a"` }), never);
});

test('what is expected is said in the words of the lab, but not of a run that there was not', async () => {
  const check = { kind: 'state', holds: 'process(1, counter) == 7', where: 'kind == exit' } as const;
  const expected = 'counter is 7 in the end';
  const [inWords] = await judged({ 'a.s': loop(9) }, { program: 'a.s' }, [{ ...check, expected }]);
  assert.match(inWords.message, /^expected: counter is 7 in the end; but it does not hold \(/);
  assert.equal(inWords.failure?.expected, expected);
  const [unbuilt] = await judged({ 'a.s': 'main: nothing' }, { program: 'a.s' }, [{ ...check, expected }]);
  assert.match(unbuilt.message, /^expected: the programs are built; but a\.s:1:/);
});

test('state: expressions of the debugger at events and at the end', async () => {
  const atExit = 'kind == exit && name == "a"';
  const results = await said({ 'a.s': loop(100) }, { program: 'a.s' }, [
    { kind: 'state', where: atExit, holds: 'process(1).counter == 42' },
    { kind: 'state', where: atExit, holds: 'counter == 42', process: 'a' },
    { kind: 'state', where: atExit, holds: 'counter == 7', process: 'a' },
    { kind: 'state', where: 'kind == load', holds: 'nothing == 7' },
    { kind: 'state', where: 'kind == panic', holds: '1' },
    { kind: 'state', where: 'kind == trap', nth: 9, holds: '1' },
    { kind: 'state', holds: 'mode == kernel' },
    { kind: 'state', holds: 'counter == 42', process: 'a' },
  ]);
  matches(results, [
    true,
    true,
    /`counter == 7` .*; but it does not hold \(counter is 42/,
    /nothing is called "nothing"/,
    /there is no such event/,
    /there are only \d such events/,
    true,
    /cannot be read|there is no process a/,
  ]);
});

test('output, status, steps, times', async () => {
  const results = await said({ 'hello.s': hello, 'a.s': loop(5000) }, { programs: ['hello.s', 'a.s'] }, [
    { kind: 'output', is: 'hello' },
    { kind: 'output', is: 'hallo' },
    { kind: 'output', contains: 'ell', lacks: 'x' },
    { kind: 'output', lacks: 'ell' },
    { kind: 'output', lines: ['hello'], process: 'hello' },
    { kind: 'output', is: '', process: 'a' },
    { kind: 'status', status: [0, 3] },
    { kind: 'status', status: 3 },
    { kind: 'instructions', process: 'a', mode: 'user', atLeast: 10_000, atMost: 10_100 },
    { kind: 'instructions', process: 'a', mode: 'user', atMost: 9000 },
    { kind: 'instructions', atMost: 1000 },
    { kind: 'average', of: 'turnaround', atLeast: 1000 },
    { kind: 'average', of: 'response', processes: ['a'], atMost: 1 },
    { kind: 'average', of: 'waiting', processes: ['nobody'], atMost: 1 },
    { kind: 'mode' },
  ]);
  matches(results, [
    true,
    /the console shows "hallo"; but "hello"/,
    true,
    /no "ell"/,
    true,
    true,
    true,
    /ends with status 3; but it ends with 0/,
    true,
    /a makes at most 9000 steps in user mode; but it makes 10\d\d\d/,
    /the run makes at most 1000 steps; but it makes/,
    true,
    /the average response of a is at most 1 steps; but it is \d/,
    /there is no process nobody/,
    true,
  ]);
});

test('registers are after each trap as before; programs stay in user mode', async () => {
  const right = await said({ 'hello.s': hello }, { program: 'hello.s', timeSlice: 500 }, [
    { kind: 'registers' },
    { kind: 'registers', traps: 'calls', process: 'hello' },
    { kind: 'registers', traps: 'exceptions' },
    { kind: 'switches' },
  ]);
  matches(right, [true, true, /there is no exception that was returned from/, true]);
  // A handler of one's own that forgets a register.
  const handler = (save: string, restore: string): string =>
    `        .globl _start\n_start: la      t0, trap\n        csrw    mtvec, t0\n        li      s3, 5\n        ecall\n        li      t0, 0x5555\n` +
    `        li      t1, 0x100000\n        sw      t0, 0(t1)\n1:      j       1b\n        .balign 4\ntrap:   ${save}\n        csrr    s3, mepc\n` +
    `        addi    s3, s3, 4\n        csrw    mepc, s3\n        ${restore}\n        mret\n`;
  const bare = { program: 'trap.s', kernel: 'none' };
  matches(
    await said({ 'trap.s': handler('csrw mscratch, s3', 'csrr s3, mscratch') }, bare, [
      { kind: 'registers' },
    ]),
    [true],
  );
  matches(await said({ 'trap.s': handler('nop', 'nop') }, bare, [{ kind: 'registers' }]), [
    /after Environment call from M-mode .* s3 is 0x.*; before it was 0x5/,
  ]);
  matches(await said({ 'a.s': loop(9) }, { program: 'a.s', control: 'direct' }, [{ kind: 'mode' }]), [
    /the instruction at 0x.* of a runs in kernel mode/,
  ]);
});

test('every value of vary counts; a student has values of his own; what depends on a failure says nothing', async () => {
  const checks = [
    { id: 'a', kind: 'events', where: 'kind == interrupt && cause == 5 && name == "a"', atLeast: 3 },
    { id: 'b', kind: 'status', status: 0, needs: ['a'] },
  ] as const;
  const results = await judged(
    { 'a.s': loop(30_000) },
    { program: 'a.s', vary: { timeSlice: [1000, 50_000] } },
    checks,
  );
  assert.deepEqual(
    results.map(({ passed }) => passed),
    [false, null],
  );
  assert.match(results[0].message, /\(with timeSlice 50000\)$/);
  assert.match(results[1].message, /^not checked: the check "a" did not pass$/);
});

test('answers are compared with what the run has, and not told', async () => {
  const answers = 'count = 2 # of system calls\nwhere: 0x1_000\nname = HELLO\nwrong = 3\nword = three\n';
  const ask = (question: string, measure: object) => ({ kind: 'answer', question, ...measure }) as const;
  const results = await said({ 'hello.s': hello, 'answers.txt': answers }, { program: 'hello.s' }, [
    ask('count', { count: 'kind == trap' }),
    ask('where', { is: 4096 }),
    ask('name', { field: 'name', where: 'kind == exit' }),
    ask('wrong', { count: 'kind == trap' }),
    ask('wrong', { count: 'kind == trap', tolerance: 1 }),
    ask('word', { is: 3 }),
    ask('none', { is: 3 }),
    ask('count', { field: 'status', where: 'kind == killed' }),
    ask('where', { walk: '0x1000', process: 'hello', where: 'kind == exit' }),
  ]);
  matches(results, [
    true,
    true,
    true,
    /but "3" is not right$/,
    true,
    /"three" is no number/,
    /it has no line "none = \.\.\."/,
    /it never happens in this run/,
    /"0x1_000" is not right$/,
  ]);
});

test('a workload under a policy of the kernel', async () => {
  const workload = JSON.stringify({
    jobs: [
      { name: 'A', arrival: 0, run: 10 },
      { name: 'B', arrival: 0, run: 2 },
    ],
  });
  const check = { kind: 'schedule', workload: 'w.json', of: 'turnaround' } as const;
  const results = await said({ 'hello.s': hello, 'w.json': workload }, { program: 'hello.s' }, [
    { ...check, policy: 'fifo', exactly: 11 },
    { ...check, policy: 'sjf', exactly: 11 },
    { ...check, policy: 'sjf', job: 'B', atMost: 2 },
    { ...check, policy: 'fifo', asPolicy: 'sjf' },
    { ...check, policy: 'stcf', asPolicy: 'sjf' },
  ]);
  matches(results, [
    true,
    /is exactly 11 ticks; but it is 7/,
    true,
    /of A is 10 ticks, and with sjf 12/,
    true,
  ]);
});
