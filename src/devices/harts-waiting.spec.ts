import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { board } from './board.fixture';

const STEPS = 60_000;

/**
 * Hart 0 computes. Each of the others waits for its timer, counts, and wakes its neighbour, which waits for software interrupts as
 * well; the intervals are such that deadlines fall at all places of a turn.
 */
const WAITERS = `
_start: csrr    s0, mhartid
        beqz    s0, busy
        slli    t0, s0, 2
        li      s2, CLINT
        add     s3, s2, t0           # own msip
        slli    t0, s0, 3
        li      t1, 0x4000
        add     s4, s2, t1
        add     s4, s4, t0           # own mtimecmp
        li      t1, 0xbff8
        add     s5, s2, t1           # mtime
        li      t0, 0x88
        csrw    mie, t0
        li      s6, 37
        mul     s6, s6, s0
next:   ld      t0, 0(s5)
        add     t0, t0, s6
        sd      t0, 0(s4)
        addi    s6, s6, 13
        wfi
        csrr    t1, mip
        add     s7, s7, t1
        addi    s8, s8, 1
        sw      zero, 0(s3)
        li      t2, 1
        andi    t3, s8, 3
        bnez    t3, next
        sw      t2, 4(s3)            # the next hart, or nobody
        j       next
busy:   addi    s8, s8, 1
        xor     s7, s7, s8
        j       busy
`;

/** @param ends instants at which the host lets go of the machine */
function hashAfter(cpus: number, ends: readonly number[]): string {
  const { machine } = board(WAITERS, { cpus });
  for (const end of ends) assert.deepEqual(machine.run(end), { kind: 'limit' });
  assert.ok(
    machine.harts.every((hart) => hart.readRegister(24) > 5n),
    'all of them did something',
  );
  return machine.hash();
}

for (const cpus of [2, 3, 8]) {
  test(`a run is the same however it is cut, while harts wait (${cpus} harts)`, () => {
    const whole = hashAfter(cpus, [STEPS]);
    const arbitraryCuts = fc.uniqueArray(fc.integer({ min: 1, max: STEPS - 1 }), { maxLength: 100 });
    fc.assert(
      fc.property(arbitraryCuts, (cuts) => {
        assert.equal(hashAfter(cpus, [...cuts.sort((a, b) => a - b), STEPS]), whole);
      }),
      { numRuns: 20 },
    );
  });
}
