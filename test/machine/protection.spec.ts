/** Physical memory protection (privileged specification, "Physical Memory Protection"). */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Cause } from '../../src/isa/causes';
import { bare } from './bare';

const RWX = 7;
const TOR = 1 << 3;
const NA4 = 2 << 3;
const NAPOT = 3 << 3;
const LOCKED = 0x80;

/** Runs \`code\` in machine mode with the region 0 set to a label, then goes to user mode at \`user\`. */
const program = (setUp: string, code: string): string => `
        .globl  _start, handler, data, user, done
_start: la      t0, handler
        csrw    mtvec, t0
        la      a0, data
        srli    a1, a0, 2
${setUp}
${code}
        la      t0, user
        csrw    mepc, t0
        mret
        .balign 4
handler: j      handler
done:   j       done
        .balign 4096
user:   lw      a2, 0(a0)
        sw      a2, 0(a0)
        j       done
        .balign 4096
data:   .word   1, 2, 3, 4
        .zero   4080
more:   .zero   4096
`;
const open = `
        li      t0, -1
        csrw    pmpaddr15, t0
        li      t0, ${(NAPOT | RWX) * 2 ** 24}
        slli    t0, t0, 32
        csrw    pmpcfg2, t0
`;

test('with no region programmed, user mode can do nothing: not even fetch', () => {
  const run = bare(program('', ''));
  run.runTo('handler');
  assert.equal(run.csr('mcause'), BigInt(Cause.instructionAccessFault));
  assert.equal(run.csr('mepc'), run.label('user'));
  assert.equal(run.csr('mtval'), run.label('user'));
});

for (const [what, rights, cause] of [
  ['read and write', 3, undefined],
  ['read only', 1, Cause.storeAccessFault],
  ['nothing', 0, Cause.loadAccessFault],
] as const) {
  test(`a region with ${what}, in front of one that allows all`, () => {
    const run = bare(
      program(
        `${open}
        csrw    pmpaddr0, a1
        li      t0, ${NA4 | rights}
        csrw    pmpcfg0, t0`,
        '',
      ),
    );
    run.runTo(cause === undefined ? 'done' : 'handler');
    assert.equal(run.traps[0]?.cause, cause);
    if (cause !== undefined) assert.equal(run.csr('mtval'), run.label('data'));
  });
}

describe('a locked region', () => {
  const locked = (rights: number, code: string): string =>
    program(
      `${open}
        csrw    pmpaddr0, a1
        addi    t0, a1, 2
        csrw    pmpaddr1, t0
        li      t0, ${(LOCKED | TOR | rights) << 8}
        csrw    pmpcfg0, t0`,
      code,
    );

  test('holds for machine mode', () => {
    const run = bare(locked(1, 'lw a2, 4(a0)\n        there: sw a2, 4(a0)\n        .globl there'));
    run.runTo('handler');
    assert.equal(run.csr('mcause'), BigInt(Cause.storeAccessFault));
    assert.equal(run.csr('mepc'), run.label('there'));
    assert.equal(run.register('a2'), 2n);
  });

  test('cannot be changed, nor can the address below it', () => {
    const run = bare(
      locked(
        1,
        `csrw    pmpcfg0, zero
        csrw    pmpaddr1, zero
        csrw    pmpaddr0, zero
        csrr    a3, pmpcfg0
        csrr    a4, pmpaddr1
        csrr    a5, pmpaddr0`,
      ),
    );
    run.runTo('user');
    assert.equal(run.register('a3'), BigInt((LOCKED | TOR | 1) << 8));
    assert.equal(run.register('a4'), (run.label('data') + 8n) >> 2n);
    assert.equal(run.register('a5'), run.label('data') >> 2n);
  });
});

test('an access that a region matches in part fails, in machine mode as well', () => {
  const run = bare(
    program(
      `${open}
        csrw    pmpaddr0, a1
        li      t0, ${NA4 | RWX}
        csrw    pmpcfg0, t0`,
      'ld a2, 0(a0)',
    ),
  );
  run.runTo('handler');
  assert.equal(run.csr('mcause'), BigInt(Cause.loadAccessFault));
});

test('code runs up to the end of its region and not beyond, though the page is the same', () => {
  const run = bare(`
        .globl  _start, handler, user, beyond
_start: la      t0, handler
        csrw    mtvec, t0
        la      t0, user
        srli    t1, t0, 2
        csrw    pmpaddr0, t1
        la      t2, beyond
        srli    t1, t2, 2
        csrw    pmpaddr1, t1
        li      t1, ${(TOR | RWX) << 8}
        csrw    pmpcfg0, t1
        csrw    mepc, t0
        mret
        .balign 4
handler: j      handler
        .balign 4096
user:   li      a0, 1
        li      a0, 2
        li      a0, 3
        nop
beyond: li      a0, 4
        li      a0, 5
        j       beyond`);
  run.runTo('handler');
  assert.equal(run.register('a0'), 3n);
  assert.equal(run.csr('mcause'), BigInt(Cause.instructionAccessFault));
  assert.equal(run.csr('mepc'), run.label('beyond'));
  assert.equal(run.csr('mtval'), run.label('beyond'));
});
