/** A run is the same in one go and in pieces. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { bare, type Bare } from './bare';

/** Timer interrupts, traps, waiting, page-crossing instructions and stores to code. */
const source = `
        .globl  _start
_start: la      t0, handler
        csrw    mtvec, t0
        li      t0, 0x2004000
        li      t1, 61
        sd      t1, 0(t0)
        li      t0, 0x80
        csrw    mie, t0
        csrsi   mstatus, 8
        la      s1, patched
1:      addi    s0, s0, 1
        lw      t1, 0(s1)
        sw      t1, 0(s1)
patched: xor    s2, s2, s0
        .option push
        .option norvc
        ebreak
        .option pop
        andi    t2, s0, 7
        bnez    t2, 1b
        wfi
        call    far
        j       1b
        .balign 4
handler:
        csrr    t3, mcause
        bltz    t3, timer
        csrr    t3, mepc
        addi    t3, t3, 4
        csrw    mepc, t3
        mret
timer:  rdtime  t4
        addi    t4, t4, 97
        li      t5, 0x2004000
        sd      t4, 0(t5)
        addi    s3, s3, 1
        mret
        .balign 4096
        .zero   4094
        .option norvc
far:    addi    s4, s4, 3
        ret
`;
const LENGTH = 3000;

test('run in one go, or in random pieces, the state is the same', () => {
  const whole = bare(source);
  assert.equal(whole.machine.run(LENGTH).kind, 'limit');
  const expected = stateOf(whole);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 200 }), { maxLength: 60 }), (pieces) => {
      const run = bare(source);
      for (const piece of pieces) {
        const until = Math.min(LENGTH, run.machine.instant + piece);
        assert.equal(run.machine.run(until).kind, 'limit');
        assert.equal(run.machine.instant, until);
      }
      run.machine.run(LENGTH);
      assert.deepEqual(stateOf(run), expected);
    }),
    { numRuns: 25 },
  );
});

test('single steps give the same state', () => {
  const whole = bare(source);
  whole.machine.run(LENGTH);
  const run = bare(source);
  for (let instant = 1; instant <= LENGTH; instant++) run.machine.run(instant);
  assert.deepEqual(stateOf(run), stateOf(whole));
});

function stateOf({ machine, csr, traps }: Bare): unknown {
  const [hart] = machine.harts;
  return {
    instant: machine.instant,
    pc: hart.pc,
    retired: hart.retired,
    registers: Array.from({ length: 32 }, (_, n) => hart.readRegister(n)),
    csrs: ['mstatus', 'mepc', 'mcause', 'mtval', 'mip', 'minstret', 'mcycle'].map(csr),
    hash: machine.hash(),
    traps: traps.map(({ at, cause, epc }) => [at, cause, epc]),
  };
}
