/** Calls, returns from traps and accesses to CSRs are the same with each engine, wherever a run is cut and whoever watches. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { EngineName } from '../../src/machine/types';
import { bare } from './bare';

interface Choice {
  /** Of the calls from user and supervisor mode: bits of medeleg. */
  readonly delegated: number;
  /** Steps between two interrupts of the timer, of machine mode or of supervisor mode. */
  readonly timer: number;
  readonly isMachineTimer: boolean;
  /** Bits of sstatus that the handler changes with each call. */
  readonly flipped: number;
  /** What the program does besides calling: an instruction that is for other modes. */
  readonly odd: string;
  readonly cpus: number;
}

/** Both levels have a handler of the same kind, which a program in user mode and one in supervisor mode call. */
const source = ({ delegated, timer, isMachineTimer, flipped, odd }: Choice): string => `
        .globl  _start
_start: la      t0, from_machine
        csrw    mtvec, t0
        la      t0, from_supervisor
        csrw    stvec, t0
        li      t0, -1
        srli    t0, t0, 10
        csrw    pmpaddr0, t0
        li      t0, 0x1f
        csrw    pmpcfg0, t0
        li      t0, ${delegated}
        csrw    medeleg, t0
        li      t0, 0x20
        csrw    mideleg, t0
        li      t0, 1
        slli    t0, t0, 63
        csrw    menvcfg, t0
        li      t0, ${isMachineTimer ? 0x80 : 0x20}
        csrw    mie, t0
        li      t0, 0x2004000
        li      t1, ${isMachineTimer ? timer : -1}
        sd      t1, 0(t0)
        li      t1, ${isMachineTimer ? -1 : timer}
        csrw    stimecmp, t1
        la      sp, data
        csrw    sscratch, sp
        csrw    mscratch, sp
        li      a7, ${flipped}
        la      t0, program
        csrw    mepc, t0
        csrr    t0, mhartid
        andi    t0, t0, 1
        slli    t0, t0, 11
        li      t1, 0x1800
        csrc    mstatus, t1
        csrs    mstatus, t0
        mret

program: addi   s0, s0, 1
        ecall
        ld      t2, 8(sp)
        add     t2, t2, s0
        sd      t2, 8(sp)
        andi    t1, s0, 15
        bnez    t1, program
        .option push
        .option norvc
        ${odd}
        .option pop
        j       program

${['m', 's']
  .map(
    (level) => `
        .balign 4
from_${level === 'm' ? 'machine' : 'supervisor'}:
        csrrw   sp, ${level}scratch, sp
        sd      t0, 16(sp)
        csrr    t0, ${level}cause
        bltz    t0, 1f
        csrr    t0, ${level}epc
        addi    t0, t0, 4
        csrw    ${level}epc, t0
        ${level === 's' ? 'csrsi sstatus, 2\n        nop\n        csrci sstatus, 2' : 'csrsi mscratch, 0'}
        csrr    t0, ${level}status
        xor     t0, t0, a7
        csrw    ${level}status, t0
        csrrs   t0, ${level}tval, a7
        csrrc   t0, ${level}tval, s0
        j       2f
1:      addi    s3, s3, 1
        li      t0, -1
        ${level === 's' ? 'csrw stimecmp, t0' : 'li t1, 0x2004000\n        sd t0, 0(t1)'}
2:      andi    t0, s0, 7
        bnez    t0, 3f
        rdtime  t0
        addi    t0, t0, ${timer}
        ${
          isMachineTimer
            ? level === 'm'
              ? 'li t1, 0x2004000\n        sd t0, 0(t1)'
              : 'nop'
            : `csrw stimecmp, t0`
        }
3:      ld      t0, 16(sp)
        csrrw   sp, ${level}scratch, sp
        ${level}ret
`,
  )
  .join('')}
        .balign 4096
data:   .zero   4096
`;

const arbitraryChoice = fc.record({
  delegated: fc.constantFrom(0, 0x100, 0x200, 0x300, 0xb3ff),
  timer: fc.integer({ min: 20, max: 400 }),
  isMachineTimer: fc.boolean(),
  // SIE, SPIE, SPP, SUM, MXR and none
  flipped: fc.constantFrom(0, 0x2, 0x20, 0x100, 0x4_0000, 0x8_0000, 0x4_0020),
  odd: fc.constantFrom(
    'nop',
    'csrr t1, mepc',
    'sret',
    'mret',
    'csrw sscratch, sp',
    'csrsi sstatus, 2',
    'unimp',
  ),
  cpus: fc.constantFrom(1, 1, 2),
});

const arbitraryWatch = fc.constantFrom('nobody', 'nobody', 'traps', 'returns', 'returns to user');

const LENGTH = 6000;
const engines: readonly EngineName[] = ['interpreter', 'auto', 'translator'];

test('mode changes are the same with each engine, whoever watches', () => {
  fc.assert(
    fc.property(
      arbitraryChoice,
      fc.array(fc.tuple(fc.integer({ min: 1, max: 700 }), arbitraryWatch), { maxLength: 30 }),
      (choice, pieces) => {
        const runs = engines.map((engine) => bare(source(choice), { cpus: choice.cpus, engine }));
        for (const [piece, watch] of [...pieces, [LENGTH, 'nobody'] as const]) {
          const states = runs.map(({ machine }) => {
            const told: unknown[] = [];
            machine.onTrap = watch === 'traps' ? (trap) => (told.push(trap), false) : undefined;
            machine.onReturn = watch === 'returns' ? (one) => (told.push(one), false) : undefined;
            machine.onReturnToUser = watch === 'returns to user' ? (one) => void told.push(one) : undefined;
            const stop = machine.run(machine.instant + piece);
            return {
              stop,
              told,
              at: machine.instant,
              hash: machine.hash(),
              retired: machine.current.retired,
            };
          });
          for (const state of states) assert.deepEqual(state, states[0]);
        }
      },
    ),
    { numRuns: process.env['CI'] === 'true' ? 300 : 60 },
  );
});

test('what the first trap was is told though translated code has taken it', () => {
  const told = engines.map((engine) => {
    const { machine } = bare(
      `
        .globl  _start
_start: la      t0, handler
        csrw    mtvec, t0
        li      s0, 500
1:      ecall
        addi    s0, s0, -1
        bnez    s0, 1b
        la      t0, broken
        csrw    mtvec, t0
        ecall
        .balign 4
handler: csrr   t1, mepc
        addi    t1, t1, 4
        csrw    mepc, t1
        mret
        .balign 4
broken: unimp
`,
      { engine },
    );
    machine.onTrap = undefined;
    return machine.run(100_000);
  });
  assert.equal(told[0].kind, 'stuck');
  assert.match(JSON.stringify(told[0]), /the first trap was/);
  for (const stop of told) assert.deepEqual(stop, told[0]);
});
