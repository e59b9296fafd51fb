/** Breakpoints of the machine, and code that changes itself. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { bare } from './bare';

const loop = `
        .globl  _start, again, last
_start: li      a0, 3
        li      a1, 0
again:  addi    a1, a1, 1
        addi    a0, a0, -1
        bnez    a0, again
last:   j       last
`;

describe('a breakpoint', () => {
  test('stops before its instruction, each time it comes by', () => {
    const { machine, label, register } = bare(loop);
    machine.setBreakpoints([label('again')]);
    for (let round = 0; round < 3; round++) {
      const stop = machine.run(1000, { passBreakpoint: round > 0 });
      assert.deepEqual(stop, { kind: 'breakpoint', cpu: 0, pc: label('again') });
      assert.equal(register('a1'), BigInt(round));
    }
    assert.equal(machine.run(1000, { passBreakpoint: true }).kind, 'limit');
    assert.equal(register('a1'), 3n);
  });

  test('is met again without moving, unless it is passed', () => {
    const { machine, label } = bare(loop);
    machine.setBreakpoints([label('again')]);
    machine.run(1000);
    const { instant } = machine;
    assert.equal(machine.run(1000).kind, 'breakpoint');
    assert.equal(machine.instant, instant);
    assert.equal(machine.run(instant + 1, { passBreakpoint: true }).kind, 'limit');
    assert.equal(machine.instant, instant + 1);
  });

  test('does not stop at the same offset of another page', () => {
    const { machine, label } = bare(`
        .globl  _start, there, other
_start: j       there
        .balign 4096
other:  nop
        j       other
        .balign 4096
there:  nop
        j       other`);
    machine.setBreakpoints([label('there')]);
    assert.equal(machine.run(1000).kind, 'breakpoint');
    assert.equal(machine.run(1000, { passBreakpoint: true }).kind, 'limit');
  });

  test('stays where code is overwritten', () => {
    const { machine, label, register } = bare(`
        .globl  _start, patched, done
_start: la      t0, patched
        lw      t1, new
        sw      t1, 0(t0)
        fence.i
        .option norvc
patched: li     a0, 1
done:   j       done
new:    li      a0, 2`);
    machine.setBreakpoints([label('patched')]);
    assert.equal(machine.run(1000).kind, 'breakpoint');
    machine.run(machine.instant + 1, { passBreakpoint: true });
    assert.equal(register('a0'), 2n);
  });
});

test('code that was executed is executed anew after a store and fence.i', () => {
  const run = bare(`
        .globl  _start, done
_start: li      s0, 2
        lw      t1, new
        la      t0, patched
again:
        .option push
        .option norvc
patched: addi   a0, a0, 1
        .option pop
        sw      t1, 0(t0)
        fence.i
        addi    s0, s0, -1
        bnez    s0, again
done:   j       done
        .option norvc
new:    addi    a0, a0, 16`);
  run.runTo('done');
  assert.equal(run.register('a0'), 17n);
});

test('a store to code through another page of virtual memory counts as well, and to more pages of code than are kept', () => {
  // 600 pages of code run, one after another, then the first one is changed and runs again.
  const pages = 600;
  const run = bare(
    `
        .globl  _start, done
_start: li      s0, 0
        li      s2, 2
        lw      t1, new
rounds: la      s1, first
        li      s3, ${pages}
next:   jalr    s1
        li      t2, 4096
        add     s1, s1, t2
        addi    s3, s3, -1
        bnez    s3, next
        la      s1, first
        sw      t1, 0(s1)
        li      t2, ${4096 * (pages - 1)}
        add     s1, s1, t2
        sw      t1, 0(s1)
        fence.i
        addi    s2, s2, -1
        bnez    s2, rounds
done:   j       done
        .option norvc
new:    addi    a0, a0, 100
        .balign 4096
first:
${`        addi    a0, a0, 1\n        ret\n        .balign 4096\n`.repeat(pages)}`,
    { memory: 4 * 2 ** 20 },
  );
  run.runTo('done');
  assert.equal(run.register('a0'), BigInt(pages + (pages - 2) + 200));
});
