/** A machine whose trap handler faults at its first instruction has come to its end, and says why. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bare } from './bare';

for (const [name, source, reason] of [
  [
    'no handler',
    `
        .globl  _start, guilty
_start: li      a7, 1
guilty: ecall
        j       _start
`,
    (at: string) =>
      `no trap handler is installed: mtvec is 0; the first trap was an environment call from M-mode at ${at}`,
  ],
  [
    'a handler that has no stack',
    `
        .globl  _start, guilty, handler
_start: la      t0, handler
        csrw    mtvec, t0
        li      sp, 0
guilty: .word   0
        j       _start
        .balign 4
handler: sd     t0, 0(sp)
        mret
`,
    (at: string, handler: string) =>
      `the trap handler at ${handler} (mtvec) faults at its first instruction: store/AMO access fault, again and again; ` +
      `the first trap was an illegal instruction at ${at}`,
  ],
  [
    'an instruction that the machine does not have',
    `
        .globl  _start, guilty
_start: nop
guilty: .word   0x00052507
        j       _start
`,
    (at: string) =>
      `no trap handler is installed: mtvec is 0; the first trap was an illegal instruction at ${at}, of the F extension ` +
      '(single-precision floating point), which this machine does not have',
  ],
] as const) {
  test(name, () => {
    const { machine, label } = bare(source);
    const stop = machine.run(100_000);
    const hex = (text: string): string => `0x${label(text).toString(16)}`;
    assert.deepEqual(stop, {
      kind: 'stuck',
      reason: reason(hex('guilty'), source.includes('handler:') ? hex('handler') : ''),
    });
    assert.ok(machine.instant < 20, 'as soon as a trap changes nothing');
  });
}

test('a handler whose first instruction faults once, and then no more, goes on', () => {
  const { machine, register } = bare(`
        .globl  _start, handler
_start: la      t0, handler
        csrw    mtvec, t0
        la      sp, room
        li      s0, 3
again:  .word   0
        .balign 4
handler: sd     t0, 0(sp)
        csrr    t1, mepc
        addi    t1, t1, 4
        csrw    mepc, t1
        addi    s0, s0, -1
        bnez    s0, on
        j       .
on:     la      t1, again
        csrw    mepc, t1
        mret
        .data
room:   .dword  0
`);
  assert.equal(machine.run(1000).kind, 'limit');
  assert.equal(register('s0'), 0n);
});
