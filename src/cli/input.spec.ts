import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { PassThrough, Readable } from 'node:stream';
import { test } from 'node:test';
import { Stdin } from './stdin';
import { commandLine } from './surroundings.fixture';

/** Reads lines and writes them with a > in front, to the end of its input; the status is how many. */
const READER = `
        .globl  main
main:   addi    sp, sp, -80
        li      s0, 0
next:   li      a0, 0
        mv      a1, sp
        li      a2, 64
        li      a7, SYS_read
        ecall
        blez    a0, end
        mv      s1, a0
        li      a0, 1
        la      a1, mark
        li      a2, 1
        li      a7, SYS_write
        ecall
        li      a0, 1
        mv      a1, sp
        mv      a2, s1
        li      a7, SYS_write
        ecall
        addi    s0, s0, 1
        j       next
end:    mv      a0, s0
        addi    sp, sp, 80
        ret
        .section .rodata
mark:   .ascii  ">"
`;

/** The same, but it says first that it is there. */
const ASKER = READER.replace(
  'next:',
  `        li      a0, 1
        la      a1, ask
        li      a2, 1
        li      a7, SYS_write
        ecall
next:`,
).replace('mark:', 'ask:    .ascii  "?"\nmark:');

/** Reads from a pipe that it could only fill itself. */
const DEADLOCK = `
        .globl  main
main:   addi    a0, sp, -8
        li      a7, SYS_pipe
        ecall
        lw      a0, -8(sp)
        addi    a1, sp, -16
        li      a2, 1
        li      a7, SYS_read
        ecall
        ret
`;

/** Without a kernel: waits until three CPUs have come by; the status is the size of the disk in sectors. */
const CPUS = `
        .globl _start
_start: la      t0, count
        li      t1, 1
        amoadd.w zero, t1, (t0)
        csrr    t2, mhartid
        bnez    t2, sleep
        li      t3, 3
1:      lw      t1, (t0)
        bne     t1, t3, 1b
        li      t0, 0x10001000
        lw      t1, 0x100(t0)           # sectors
        slli    t1, t1, 16
        li      t2, 0x3333
        or      t1, t1, t2
        li      t0, 0x100000
        sw      t1, (t0)
sleep:  wfi
        j       sleep
        .data
        .balign 4
count:  .word   0
`;

/** More than waits for a guest at a time. */
const LARGE = new Uint8Array(300_000).map((_, index) => (index * 7) >> 3);

/** Without a kernel: the status is the sum of so many bytes, modulo 100. */
const SUM = `
        .globl  _start
_start: li      t0, 0x10000000
        li      t1, ${LARGE.length}
1:      lbu     t2, 5(t0)
        andi    t2, t2, 1
        beqz    t2, 1b
        lbu     t3, (t0)
        add     a0, a0, t3
        addi    t1, t1, -1
        bnez    t1, 1b
        li      t4, 100
        remu    a0, a0, t4
        slli    a0, a0, 16
        li      t1, 0x3333
        or      a0, a0, t1
        li      t0, 0x100000
        sw      a0, (t0)
`;

/** Reads two bytes and ends. */
const SIP = `
        .globl  main
main:   li      a0, 0
        addi    a1, sp, -16
        li      a2, 2
        li      a7, SYS_read
        ecall
        ret
`;

const { trapframe, reading, path, talking } = commandLine({
  'large.txt': LARGE,
  'sum.s': SUM,
  'sip.s': SIP,
  'reader.s': READER,
  'asker.s': ASKER,
  'cpus.s': CPUS,
  'asleep.s': '.globl _start\n_start: wfi\nj _start\n',
  'deadlock.s': DEADLOCK,
  'lines.txt': 'one\ntwo\n\nfour\n',
  'ragged.txt': 'one\ntwo',
  'empty.txt': '',
  'disk.img': new Uint8Array(7 * 512 - 1),
});

test('--input: what a file holds is read, up to its end, and not echoed', async () => {
  const { status, out } = await trapframe('run', '--input', '@lines.txt', '@reader.s');
  assert.deepEqual({ status, out }, { status: 4, out: '>one\n>two\n>\n>four\n' });
  const ragged = await trapframe('run', '--input', '@ragged.txt', '@reader.s');
  assert.deepEqual([ragged.status, ragged.out], [2, '>one\n>two']);
  const empty = await trapframe('run', '--input', '@empty.txt', '@reader.s');
  assert.deepEqual([empty.status, empty.out], [0, '']);
});

test('who reads after the end reads an end again; a machine that waits for something else is stuck', async () => {
  const both = await trapframe('run', '--input', '@ragged.txt', '@reader.s', '--', '@reader.s');
  assert.deepEqual([both.status, both.out.length], [2, '>one\n>two'.length]);
  const stuck = await trapframe('run', '--input', '@lines.txt', '@deadlock.s');
  assert.equal(stuck.status, 125);
  assert.match(stuck.err, /the machine is stuck: .*: deadlock \(1\) waits for a pipe with something in it$/);
});

test('--disk and --cpus: what the machine has', async () => {
  const none = ['run', '--kernel', 'none', '--cpus', '3'];
  const { status } = await trapframe(...none, '--disk', '@disk.img', '@cpus.s');
  assert.equal(status, 7);
  assert.match(
    (await trapframe('run', '--disk', '@nothere', '@reader.s')).err,
    /nothere: there is no such file$/,
  );
});

test('stdin: what is there from the start makes the same run as a file', async () => {
  const { status, out } = await reading(
    Readable.from([Buffer.from('one\ntwo\n\n'), Buffer.from('four\n')]),
    'run',
    '@reader.s',
  );
  assert.deepEqual({ status, out }, { status: 4, out: '>one\n>two\n>\n>four\n' });
});

test('stdin: the machine waits for what comes late', async () => {
  const pipe = new PassThrough();
  const late = new Map([
    ['?', 'one\n'],
    ['?>one\n', 'two\n'],
  ]);
  const answer = (out: string): void => {
    const line = late.get(out);
    if (line !== undefined) pipe.write(line);
    else if (out.endsWith('two\n')) pipe.end();
  };
  const { status, out } = await talking(pipe, answer, 'run', '@asker.s');
  assert.deepEqual({ status, out }, { status: 2, out: '?>one\n>two\n' });
});

test('stdin without end: no more is read than will soon be needed', async () => {
  let given = 0;
  const yes = new Readable({
    read() {
      given += 1 << 16;
      this.push(Buffer.alloc(1 << 16, 'y\n'));
    },
  });
  const { status } = await reading(yes, 'run', '@sip.s');
  assert.equal(status, 2);
  assert.ok(given < 4 << 20, `${given} bytes were read for a program that takes two`);
});

test('--input: a large file, a device and a pipe are read as they are needed', async () => {
  // More than waits at a time, to the end, and twice the same.
  const instructions = async (): Promise<unknown> => {
    const { status } = await trapframe(
      'run',
      '--kernel',
      'none',
      '--input',
      '@large.txt',
      '--stats',
      '@stats.json',
      '@sum.s',
    );
    assert.equal(status, LARGE.reduce((sum, byte) => sum + byte, 0) % 100);
    return (JSON.parse(readFileSync(path('stats.json'), 'utf8')) as { instructions: unknown }).instructions;
  };
  assert.equal(await instructions(), await instructions());
  if (process.platform === 'win32') return;
  assert.equal((await trapframe('run', '--input', '/dev/null', '@reader.s')).status, 0);
  assert.equal((await trapframe('run', '--input', '/dev/zero', '@sip.s')).status, 2);
  spawnSync('mkfifo', [path('pipe')]);
  const run = trapframe('run', '--input', '@pipe', '@reader.s');
  await writeFile(path('pipe'), 'one\ntwo\n');
  assert.deepEqual((await run).out, '>one\n>two\n');
  assert.match(
    (await trapframe('run', '--input', '@nothing', '@sip.s')).err,
    /nothing: there is no such file$/,
  );
  assert.match(
    (await trapframe('run', '--disk', '/dev/zero', '@sip.s')).err,
    /\/dev\/zero is a device, not a regular file$/,
  );
});

test('stdin: a machine that nothing can wake is stuck, though a pipe is open', async () => {
  const { status } = await reading(new PassThrough(), 'run', '--kernel', 'none', '@asleep.s');
  assert.equal(status, 125);
});

test('stdin: programs that wait for each other are stuck, though a pipe is open', async () => {
  const { status } = await reading(new PassThrough(), 'run', '@deadlock.s');
  assert.equal(status, 125);
});

test('stdin: Control-C is for the shell where one runs', async () => {
  const terminal = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => terminal });
  const talk = [
    ['$ ', 'sleep 100000\r'],
    ['sleep 100000\n', '\x03'],
    ['$ ', 'echo still here\r'],
    ['\nstill here\n$ ', 'exit 4\r'],
  ];
  let from = 0;
  const answer = (out: string): void => {
    const place = talk.length > 0 ? out.indexOf(talk[0][0], from) : -1;
    if (place < 0) return;
    from = place + talk[0][0].length;
    terminal.write(talk.shift()![1]);
  };
  const { status, out } = await talking(terminal, answer, 'run', 'builtin:sh');
  assert.equal(status, 4, out);
  assert.match(out, /\^C\n/);
  assert.match(out, /\nstill here\n/);
});

test('stdin: Control-C is ours where nobody wants it, and the third in a row always', async () => {
  const terminal = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => terminal });
  let ours = 0;
  const stdin = new Stdin(terminal as never, () => ours++);
  const typed: number[] = [];
  const input = { open: true, pending: 0, type: (bytes: Uint8Array) => typed.push(...bytes) };
  await stdin.connect(input as never, new Uint8Array());
  terminal.emit('data', Uint8Array.of(3));
  assert.deepEqual([ours, typed], [1, []]);
  stdin.takesControlC = () => true;
  for (const byte of [3, 3, 97, 3, 3, 3]) terminal.emit('data', Uint8Array.of(byte));
  assert.deepEqual([ours, typed], [2, [3, 3, 97, 3, 3]]);
});

test('stdin: a terminal is typed at, and shows what is typed', async () => {
  const terminal = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => terminal });
  const answer = (out: string): void => {
    if (out === '?') terminal.write('onn\x7fe\r\x04');
  };
  const { status, out } = await talking(terminal, answer, 'run', '@asker.s');
  assert.deepEqual({ status, out }, { status: 1, out: '?onn\b \be\n>one\n' });
});
