/** The supervisor's own timer (privileged specification, "Sstc"). */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Cause, Interrupt } from '../../src/isa/causes';
import { bare } from './bare';

const STIP = 1n << 5n;
/** Supervisor mode at `there`, with menvcfg.STCE and mcounteren as given, and stvec at `handler`. */
const program = (enabled: boolean, counters: number, code: string): string => `
        .globl  _start, handler, machine, there, done
_start: la      t0, machine
        csrw    mtvec, t0
        li      t0, -1
        csrw    pmpaddr0, t0
        li      t0, 0x1f
        csrw    pmpcfg0, t0
        li      t0, 0x222
        csrw    mideleg, t0
        la      t0, handler
        csrw    stvec, t0
        li      t0, ${enabled ? 1 : 0}
        slli    t0, t0, 63
        csrw    menvcfg, t0
        li      t0, ${counters}
        csrw    mcounteren, t0
        li      t0, 0x800
        csrs    mstatus, t0
        la      t0, there
        csrw    mepc, t0
        mret
        .balign 4
machine: j      machine
        .balign 4
handler: csrr   a0, scause
        csrr    a1, time
        csrr    a2, stimecmp
        csrr    a3, sip
        li      t0, -1
        csrw    stimecmp, t0
        csrr    a4, sip
done:   j       done
there:
${code}
1:      j       1b
`;

test('interrupts when time reaches stimecmp, and the next comparison clears it', () => {
  const run = bare(
    program(
      true,
      2,
      `csrr    t0, time
        addi    t0, t0, 500
        csrw    stimecmp, t0
        li      t0, 0x20
        csrw    sie, t0
        csrsi   sstatus, 2`,
    ),
  );
  run.runTo('done');
  assert.equal(run.register('a0'), (1n << 63n) | BigInt(Interrupt.supervisorTimer));
  assert.equal(run.register('a3') & STIP, STIP);
  assert.equal(run.register('a4') & STIP, 0n);
  // The trap itself and the reading of scause are steps as well.
  assert.equal(run.register('a1') - run.register('a2'), 2n);
});

test('while it is there, mip.STIP cannot be written', () => {
  const run = bare(`
        .globl  _start, done
_start: li      t0, 1
        slli    t0, t0, 63
        csrw    menvcfg, t0
        csrw    stimecmp, zero
        csrr    a0, mip
        csrw    mip, zero
        csrr    a1, mip
        li      t0, -1
        csrw    stimecmp, t0
        li      t0, 0x20
        csrw    mip, t0
        csrr    a2, mip
        csrw    menvcfg, zero
        csrw    mip, t0
        csrr    a3, mip
done:   j       done`);
  run.runTo('done');
  const pending = ['a0', 'a1', 'a2', 'a3'].map((name) => run.register(name) & STIP);
  assert.deepEqual(pending, [STIP, STIP, 0n, STIP]);
});

for (const [what, enabled, counters] of [
  ['without STCE', false, 2],
  ['without TM in mcounteren', true, 0],
] as const) {
  test(`stimecmp is illegal for supervisor mode ${what}`, () => {
    const run = bare(program(enabled, counters, 'csrr a0, stimecmp'));
    run.runTo('machine');
    assert.equal(run.csr('mcause'), BigInt(Cause.illegalInstruction));
    assert.equal(run.csr('mepc'), run.label('there'));
  });
}
