import assert from 'node:assert/strict';
import { PassThrough, Readable } from 'node:stream';
import { test } from 'node:test';
import { commandLine } from './surroundings.fixture';

/** Echoes by interrupts up to a q, and takes a timer interrupt each tenth of a second, for ever; at the third it prints a t. */
const TICKING = `
        .globl  _start
_start: la      t0, vector
        csrw    mtvec, t0
        li      t1, 1
        li      t0, 0x0c000028          # priority of the UART's interrupt
        sw      t1, 0(t0)
        li      t0, 0x0c002000          # enabled for hart 0 in machine mode
        li      t2, 1 << 10
        sw      t2, 0(t0)
        li      s0, 0x10000000
        sb      t1, 1(s0)
        li      t1, 7
        sb      t1, 2(s0)
        call    tick
        li      t0, 0x880
        csrw    mie, t0
        csrsi   mstatus, 8
1:      wfi
        j       1b
tick:   li      t0, 0x0200bff8
        ld      t1, 0(t0)
        li      t2, 1000000
        add     t1, t1, t2
        li      t0, 0x02004000
        sd      t1, 0(t0)
        ret
        .balign 4
vector: csrr    t0, mcause
        andi    t0, t0, 15
        li      t1, 11
        beq     t0, t1, 2f
        call    tick
        addi    s1, s1, 1
        li      t4, 3
        bne     s1, t4, 3f
        li      t3, 't'
        sb      t3, 0(s0)
        mret
2:      li      t0, 0x0c200004
        lw      t2, 0(t0)
        lb      t3, 0(s0)
        sb      t3, 0(s0)
        sw      t2, 0(t0)
        li      t4, 'q'
        bne     t3, t4, 3f
        li      t0, 0x100000
        li      t1, 0x5555
        sw      t1, 0(t0)
3:      mret
`;

/** Computes for longer than the bound, and says nothing. */
const COMPUTING = `
        .globl  _start
_start: li      t0, 12000000
1:      addi    t0, t0, -1
        bnez    t0, 1b
        li      t0, 0x100000
        li      t1, 0x5555
        sw      t1, 0(t0)
`;

const { reading, talking, trapframe } = commandLine({ 'ticking.s': TICKING, 'computing.s': COMPUTING });
const BARE = ['--kernel', 'none'];

test('a kernel that polls a timer ends some time after its input has, with 125', async () => {
  const { status, out, err } = await reading(
    Readable.from([Buffer.from('ab')]),
    'run',
    ...BARE,
    '@ticking.s',
  );
  assert.deepEqual({ status, out }, { status: 125, out: 'abt' });
  assert.match(
    err,
    /its input has ended, and in 300000000 instructions nothing has happened but timer interrupts/,
  );
});

test('the bound can be set, and is the same on each run', async () => {
  const stats = async (): Promise<string> => {
    const { status, written } = await reading(
      Readable.from([Buffer.from('ab')]),
      'run',
      ...BARE,
      '--max-idle',
      '2000000',
      '--stats',
      '@stats.json',
      '@ticking.s',
    );
    assert.equal(status, 125);
    return /"steps": \d+/.exec(Object.values(written)[0])![0];
  };
  assert.equal(await stats(), await stats());
  const { status, err } = await trapframe('run', ...BARE, '--max-idle', '0', '@ticking.s');
  assert.equal(status, 2);
  assert.match(err, /--max-idle "0" is not allowed; it takes a whole number from 1 up/);
});

test('who computes is let do it', async () => {
  const { status } = await reading(
    Readable.from([]),
    'run',
    ...BARE,
    '--max-idle',
    '2000000',
    '@computing.s',
  );
  assert.equal(status, 0);
});

test('while input may come, waiting takes the host’s time, and what comes is heard', async () => {
  const input = new PassThrough();
  const start = performance.now();
  const { status, out } = await talking(
    input,
    (said) => void (said.endsWith('t') && input.write('q')),
    'run',
    ...BARE,
    '@ticking.s',
  );
  assert.deepEqual({ status, out }, { status: 0, out: 'tq' });
  // Three tenths of a second; a piece of that is what the instants are not exact by.
  assert.ok(performance.now() - start >= 280, 'the machine was ahead of the host');
});
