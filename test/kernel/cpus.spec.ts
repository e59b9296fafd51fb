/** The kernel on several CPUs: work is shared, nobody waits longer than needed, and nobody for ever. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Machine } from '../../src/machine/types';
import { Interrupt } from '../../src/isa/causes';
import { assemble } from '../../src/toolchain/assembler/assemble';
import { bootList } from '../../src/toolchain/boot-list';
import { makeInitrd } from '../../src/toolchain/initrd';
import { ownBoard } from './boards';
import { checkKernel } from './checker';

const MEMORY = 16 * 2 ** 20;

const SPIN = `
main:   li      t0, 2000000
1:      addi    t0, t0, -1
        bnez    t0, 1b
        li      a0, 0
        ret
`;
/** A child waits for its parent by asking again and again, and the parent for it by wait. */
const ASKS = `
main:   addi    sp, sp, -16
        mv      a0, sp
        li      a7, SYS_pipe
        ecall
        li      a7, SYS_fork
        ecall
        beqz    a0, child
        lw      s0, 4(sp)
        li      s1, 200
1:      li      a7, SYS_yield           # a writer that is never long in user mode
        ecall
        mv      a0, s0
        la      a1, text
        li      a2, 1
        li      a7, SYS_write
        ecall
        addi    s1, s1, -1
        bnez    s1, 1b
        li      a0, 0
        li      a7, SYS_wait
        ecall
        li      a0, 5
        li      a7, SYS_exit
        ecall
child:  lw      s0, 0(sp)
        li      s1, 200
1:      mv      a0, s0
        addi    a1, sp, 8
        li      a2, 1
        li      a7, SYS_read
        ecall
        blez    a0, 2f
        addi    s1, s1, -1
        bnez    s1, 1b
2:      mv      a0, s1
        li      a7, SYS_exit
        ecall
        .data
text:   .ascii "x"
`;
/** Kills a child that turns without ever calling the kernel. */
const KILLS = `
main:   li      a7, SYS_fork
        ecall
1:      beqz    a0, 1b
        li      t0, 20000               # it is on its way
2:      addi    t0, t0, -1
        bnez    t0, 2b
        li      a7, SYS_kill
        ecall
        li      a0, 0
        li      a7, SYS_wait
        ecall
        li      a0, 6
        li      a7, SYS_exit
        ecall
`;

function boardWith(source: string, count: number, bootargs: string, cpus: number): Machine {
  const { elf, diagnostics } = assemble([{ path: 'program.s', text: source }]);
  assert.ok(elf, JSON.stringify(diagnostics));
  const processes = Array.from({ length: count }, () => ({ file: 'bin/program', argv: ['program'] }));
  return ownBoard(
    makeInitrd([{ name: 'bin/program', bytes: elf }, bootList(processes)]),
    bootargs,
    MEMORY,
    cpus,
  );
}

/** Runs to the end. @returns the steps that it took */
function steps(machine: Machine, code: number): number {
  assert.deepEqual(machine.run(400_000_000), { kind: 'finished', code });
  assert.equal(checkKernel(machine), 0);
  return machine.instant;
}

test('four processes that compute take a quarter of the steps on each of four CPUs', () => {
  const alone = steps(boardWith(SPIN, 4, '', 1), 0);
  const shared = steps(boardWith(SPIN, 4, '', 4), 0) / 4;
  assert.ok(shared < 0.3 * alone && shared > 0.2 * alone, `${alone} alone, ${shared} each`);
});

for (const cpus of [2, 3, 8]) {
  test(`who is always in the kernel keeps nobody out of it (${cpus} CPUs)`, () => {
    const taken = steps(boardWith(ASKS, 4, 'timeslice=1000000000', cpus), 5);
    assert.ok(taken < 100_000_000, `${taken}`);
  });
}

test('a CPU that idles is woken at once, by an interrupt that passes through machine mode', () => {
  const machine = boardWith(ASKS, 1, 'control=cooperative timeslice=1000000000', 2);
  const seen = new Set<string>();
  machine.onTrap = ({ interrupt, cause, cpu }) => {
    if (interrupt) seen.add(`${cpu}: ${cause}`);
    return false;
  };
  assert.ok(steps(machine, 5) < 50_000_000);
  for (const cause of [Interrupt.machineSoftware, Interrupt.supervisorSoftware])
    assert.ok(seen.has(`1: ${cause}`), [...seen].join(', '));
});

test('a process that is told to end ends, though it turns on another CPU and no timer comes', () => {
  steps(boardWith(KILLS, 1, 'control=cooperative', 2), 6);
});

test('each number of CPUs', () => {
  for (let cpus = 1; cpus <= 8; cpus++) steps(boardWith('main: li a0, 3\n ret\n', 9, '', cpus), 3);
});
