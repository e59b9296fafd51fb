/** Interrupts, timers and waiting (privileged specification, "Machine Interrupt Registers", "Wait for Interrupt", "Sstc"). */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { bare } from './bare';

const MTIMECMP = 0x200_4000;

describe('interrupts that are ready together', () => {
  // Software sets what it can; MSIP and the timer come from the CLINT.
  const run = bare(`
        .globl  _start, wait
_start: la      t0, handler
        csrw    mtvec, t0
        li      t0, 0x2000000
        li      t1, 1
        sw      t1, 0(t0)
        li      t0, ${MTIMECMP}
        sd      zero, 0(t0)
        li      t0, 0x222
        csrw    mip, t0
        li      t0, 0xaaa
        csrw    mie, t0
        csrsi   mstatus, 8
wait:   j       wait
        # Takes each once: disables what it took.
        .balign 4
handler:
        csrr    t0, mcause
        li      t1, 1
        sll     t1, t1, t0
        csrc    mie, t1
        mret`);
  test('are taken as the specification orders them', () => {
    run.machine.run(200);
    assert.deepEqual(
      run.traps.map(({ interrupt, cause }) => [interrupt, cause]),
      [3, 7, 9, 1, 5].map((cause) => [true, cause]),
      'machine software, machine timer, supervisor external, software, timer',
    );
  });
});

test('a machine interrupt comes before a delegated one', () => {
  const run = bare(`
        .globl  _start, supervisor
_start: la      t0, machine
        csrw    mtvec, t0
        la      t0, supervisor
        csrw    stvec, t0
        li      t0, 0x200
        csrw    mideleg, t0
        li      t0, 0x202
        csrw    mip, t0
        csrw    mie, t0
        li      t0, -1
        csrw    pmpaddr0, t0
        li      t0, 0x1f
        csrw    pmpcfg0, t0
        la      t0, user
        csrw    mepc, t0
        mret
user:   j       user
        .balign 4
machine: li     t0, 2
        csrc    mie, t0
        mret
        .balign 4
supervisor: j   supervisor`);
  run.runTo('supervisor');
  assert.deepEqual(
    run.traps.map(({ cause, to }) => [cause, to]),
    [
      [1, 3],
      [9, 1],
    ],
  );
});

describe('tvec', () => {
  for (const vectored of [0, 1]) {
    test(
      vectored ? 'vectored: interrupts go to BASE + 4 * cause, exceptions to BASE' : 'direct: all go to BASE',
      () => {
        const run = bare(`
        .globl  _start, base, behind
_start: la      t0, base
        addi    t0, t0, ${vectored}
        csrw    mtvec, t0
        ebreak
behind: li      t0, 2
        csrw    mip, t0
        csrw    mie, t0
        csrsi   mstatus, 8
1:      j       1b
        .balign 256
base:   .zero   64`);
        const handlers: bigint[] = [];
        run.machine.onTrap = (trap) => {
          handlers.push(trap.handler);
          return true;
        };
        run.machine.run(1000);
        // There are no handlers: on behind the ebreak.
        const hart = run.machine.harts[0];
        hart.pc = run.label('behind');
        hart.writeCsr(0x300, 0n);
        run.machine.run(1000);
        const base = run.label('base');
        assert.deepEqual(handlers, [base, base + BigInt(vectored * 4)]);
      },
    );
  }
});

describe('the timer interrupt is taken at the exact step', () => {
  for (const [name, arm, pending] of [
    ['CLINT', `li t0, ${MTIMECMP}\n        sd a0, 0(t0)`, 7],
    ['Sstc', `li t0, 1\n        slli t0, t0, 63\n        csrw menvcfg, t0\n        csrw 0x14d, a0`, 5],
  ] as const) {
    for (const when of [100, 101, 137]) {
      test(`${name}, at ${when}`, () => {
        const run = bare(`
        .globl  _start, here
_start: la      t0, handler
        csrw    mtvec, t0
        li      a0, ${when}
        ${arm}
        li      t0, ${1 << pending}
        csrw    mie, t0
        csrsi   mstatus, 8
1:      addi    a1, a1, 1
        j       1b
        .balign 4
handler: j      handler`);
        run.machine.onTrap = () => true;
        const stop = run.machine.run(1000);
        assert.equal(stop.kind, 'trap');
        assert(stop.kind === 'trap');
        assert.equal(stop.trap.cause, pending);
        // mtime is the number of steps: at ${when} of them the interrupt is pending, and the next step takes it.
        assert.equal(stop.trap.at, when + 1);
        assert.equal(run.machine.instant, when + 1);
      });
    }
  }
});

describe('wfi', () => {
  const program = (enable: string): string => `
        .globl  _start, behind
_start: la      t0, handler
        csrw    mtvec, t0
        li      t0, ${MTIMECMP}
        li      t1, 5000
        sd      t1, 0(t0)
        li      t0, 0x80
        csrw    mie, t0
        ${enable}
        wfi
behind: j       behind
        .balign 4
        .globl  handler
handler: j      handler`;

  test('waits until an interrupt is pending, and goes on behind when it is not taken', () => {
    const run = bare(program(''));
    run.runTo('behind');
    assert.equal(run.machine.instant, 5000);
    assert.deepEqual(run.traps, []);
  });

  test('the interrupt finds the instruction behind as the next one', () => {
    const run = bare(program('csrsi mstatus, 8'));
    run.runTo('handler');
    assert.equal(run.csr('mepc'), run.label('behind'));
    assert.equal(run.machine.instant, 5001);
  });

  test('waiting retires nothing', () => {
    const run = bare(program(''));
    run.runTo('behind');
    assert.ok(run.machine.harts[0].retired < 40);
  });

  test('with nothing to wait for, the machine is stuck and says so', () => {
    const run = bare('        .globl _start\n_start: wfi\n        j _start');
    const stop = run.machine.run(100_000);
    assert.equal(stop.kind, 'stuck');
  });

  test('is illegal in supervisor mode with TW, and in user mode', () => {
    for (const [mode, status] of [
      ['supervisor', (1 << 21) | 0x800],
      ['user', 0],
    ] as const) {
      const run = bare(`
        .globl  _start, machine
_start: la      t0, machine
        csrw    mtvec, t0
        li      t0, -1
        csrw    pmpaddr0, t0
        li      t0, 0x1f
        csrw    pmpcfg0, t0
        li      t0, ${status}
        csrs    mstatus, t0
        la      t0, there
        csrw    mepc, t0
        mret
there:  wfi
        .balign 4
machine: j      machine`);
      run.runTo('machine');
      assert.equal(run.csr('mcause'), 2n, mode);
      assert.equal(run.csr('mtval'), 0x1050_0073n, mode);
    }
  });
});
