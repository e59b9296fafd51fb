/** cycle, time and instret (INTERFACES "Time"; unprivileged specification, "Zicntr"). */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { bare } from './bare';

describe('counters', () => {
  test('instret counts what retired before the instruction that reads it; time counts steps', () => {
    const run = bare(`
        .globl  _start, done
_start: rdinstret a0
        rdinstret a1
        rdtime  a2
        rdtime  a3
        rdcycle a4
        rdinstret a5
done:   j       done`);
    const before = BigInt(5); // the boot ROM
    run.runTo('done');
    assert.deepEqual(
      ['a0', 'a1', 'a2', 'a3', 'a4', 'a5'].map((name) => run.register(name)),
      [0n, 1n, 2n, 3n, 4n, 5n].map((n) => before + n),
    );
  });

  test('a trap is a step that retires nothing', () => {
    const run = bare(`
        .globl  _start, done
_start: la      t0, handler
        csrw    mtvec, t0
        rdinstret a0
        rdtime  a1
        .option norvc
        ebreak
        rdinstret a2
        rdtime  a3
done:   j       done
        .balign 4
handler:
        csrr    t0, mepc
        addi    t0, t0, 4
        csrw    mepc, t0
        mret`);
    run.runTo('done');
    const passed = (from: string, to: string): bigint => run.register(to) - run.register(from);
    // Two reads and four of the handler; the ebreak took a step.
    assert.equal(passed('a0', 'a2'), 6n);
    assert.equal(passed('a1', 'a3'), 7n);
  });

  test('minstret reads what was written to it, and then goes on', () => {
    const run = bare(`
        .globl  _start, done
_start: li      t0, 1000
        csrw    minstret, t0
        csrr    a0, minstret
        csrr    a1, minstret
        li      t0, -1
        csrw    mcycle, t0
        csrr    a2, mcycle
        csrr    a3, mcycle
done:   j       done`);
    run.runTo('done');
    assert.deepEqual(
      ['a0', 'a1', 'a2', 'a3'].map((name) => run.register(name)),
      [1000n, 1001n, 2n ** 64n - 1n, 0n],
    );
  });

  test('an inhibited counter stands still, and keeps its value', () => {
    const run = bare(`
        .globl  _start, done
_start: csrwi   mcountinhibit, 4
        csrr    a0, minstret
        nop
        nop
        csrr    a1, minstret
        csrwi   mcountinhibit, 0
        nop
        csrr    a2, minstret
done:   j       done`);
    run.runTo('done');
    assert.equal(run.register('a0'), run.register('a1'));
    assert.ok(run.register('a2') > run.register('a1'));
    assert.ok(run.register('a2') <= run.register('a1') + 3n);
  });

  for (const [name, number] of [
    ['cycle', 0],
    ['time', 1],
    ['instret', 2],
  ] as const) {
    test(`${name} below machine mode needs its bit in mcounteren, and in user mode that in scounteren`, () => {
      for (const [mode, machine, supervisor, allowed] of [
        ['supervisor', 1, 0, true],
        ['supervisor', 0, 1, false],
        ['user', 1, 1, true],
        ['user', 1, 0, false],
        ['user', 0, 1, false],
      ] as const) {
        const run = bare(`
        .globl  _start, handler, behind
_start: la      t0, handler
        csrw    mtvec, t0
        li      t0, -1
        csrw    pmpaddr0, t0
        li      t0, 0x1f
        csrw    pmpcfg0, t0
        csrwi   mcounteren, ${machine << number}
        csrwi   scounteren, ${supervisor << number}
        li      t0, ${mode === 'user' ? 0 : 0x800}
        csrs    mstatus, t0
        la      t0, there
        csrw    mepc, t0
        mret
there:  csrr    a0, ${name}
behind: j       behind
        .balign 4
handler: j      handler`);
        run.runTo(allowed ? 'behind' : 'handler');
        assert.equal(run.traps.length, allowed ? 0 : 1);
      }
    });
  }
});
