/** Traps of the whole machine (privileged specification, "Machine-Level ISA", "Supervisor-Level ISA"). */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Cause } from '../../src/isa/causes';
import { Privilege } from '../../src/machine/types';
import { bare } from './bare';

/** Goes to supervisor or user mode at a label, with all of memory open to it. */
const enter = (mode: 'supervisor' | 'user', label: string): string => `
        li      t0, -1
        csrw    pmpaddr0, t0
        li      t0, 0x1f
        csrw    pmpcfg0, t0
        li      t0, 0x1800
        csrc    mstatus, t0
        li      t0, ${mode === 'supervisor' ? 0x800 : 0}
        csrs    mstatus, t0
        la      t0, ${label}
        csrw    mepc, t0
        mret
`;
const handlers = `
        .balign 4
        .globl  machine, supervisor, over
machine:
        j       over
        .balign 4
supervisor:
over:   j       over
`;

describe('which mode takes a trap', () => {
  const program = (medeleg: number, mode: 'supervisor' | 'user'): string => `
        .globl  _start, there
_start: la      t0, machine
        csrw    mtvec, t0
        la      t0, supervisor
        csrw    stvec, t0
        li      t0, ${medeleg}
        csrw    medeleg, t0
        ${enter(mode, 'there')}
there:  ecall
        ${handlers}`;

  test('machine mode, if nothing is delegated', () => {
    const run = bare(program(0, 'user'));
    run.runTo('machine');
    const [trap] = run.traps;
    assert.equal(run.traps.length, 1);
    assert.deepEqual(
      [trap.cause, trap.from, trap.to, trap.epc],
      [Cause.ecallFromUser, Privilege.user, Privilege.machine, run.label('there')],
    );
    assert.equal(run.csr('mcause'), BigInt(Cause.ecallFromUser));
    assert.equal(run.csr('mepc'), run.label('there'));
    assert.equal(run.csr('mtval'), 0n);
    assert.equal((run.csr('mstatus') >> 11n) & 3n, BigInt(Privilege.user));
  });

  test('supervisor mode, if it is delegated', () => {
    const run = bare(program(1 << Cause.ecallFromUser, 'user'));
    run.runTo('supervisor');
    assert.equal(run.machine.harts[0].privilege, Privilege.supervisor);
    assert.equal(run.csr('scause'), BigInt(Cause.ecallFromUser));
    assert.equal(run.csr('sepc'), run.label('there'));
    assert.equal((run.csr('sstatus') >> 8n) & 1n, 0n, 'SPP: it came from user mode');
  });

  test('a trap never goes down: machine mode takes its own, whatever is delegated', () => {
    const run = bare(`
        .globl  _start, there
_start: la      t0, machine
        csrw    mtvec, t0
        li      t0, -1
        csrw    medeleg, t0
there:  ebreak
        ${handlers}`);
    run.runTo('machine');
    assert.equal(run.csr('mcause'), BigInt(Cause.breakpoint));
    assert.equal(run.csr('mepc'), run.label('there'));
  });

  test('ecall from machine mode cannot be delegated', () => {
    const run = bare(`
        .globl  _start, done
_start: li      t0, -1
        csrw    medeleg, t0
done:   j       done`);
    run.runTo('done');
    assert.equal((run.csr('medeleg') >> BigInt(Cause.ecallFromMachine)) & 1n, 0n);
  });
});

describe('the trap value of an illegal instruction holds its bits', () => {
  for (const [what, bits, value] of [
    ['four bytes', '.word 0xffffffff', 0xffff_ffffn],
    ['four bytes, a CSR that there is not', '.word 0x5c0022f3', 0x5c00_22f3n],
    ['two bytes', '.half 0', 0n],
    ['two bytes, reserved', '.half 0x8002', 0x8002n],
  ] as const) {
    test(what, () => {
      const run = bare(`
        .globl  _start, there
_start: la      t0, machine
        csrw    mtvec, t0
there:  ${bits}
        nop
        ${handlers}`);
      run.runTo('machine');
      assert.equal(run.csr('mcause'), BigInt(Cause.illegalInstruction));
      assert.equal(run.csr('mepc'), run.label('there'));
      assert.equal(run.csr('mtval'), value);
    });
  }
});

describe('sret', () => {
  const program = (status: number): string => `
        .globl  _start, there, landed
_start: la      t0, machine
        csrw    mtvec, t0
        li      t0, ${status}
        csrs    mstatus, t0
        la      t0, landed
        csrw    sepc, t0
        ${enter('supervisor', 'there')}
there:  sret
landed: j       landed
        ${handlers}`;
  const TSR = 1 << 22;
  const SPIE = 1 << 5;

  test('goes to sepc in the mode of SPP, and takes SIE from SPIE', () => {
    const run = bare(program(SPIE));
    run.runTo('landed');
    assert.equal(run.machine.harts[0].privilege, Privilege.user);
    const status = run.csr('sstatus');
    assert.equal((status >> 1n) & 1n, 1n, 'SIE');
    assert.equal((status >> 5n) & 1n, 1n, 'SPIE');
    assert.deepEqual(run.traps, []);
  });

  test('is illegal in supervisor mode with TSR', () => {
    const run = bare(program(TSR));
    run.runTo('machine');
    assert.equal(run.csr('mcause'), BigInt(Cause.illegalInstruction));
    assert.equal(run.csr('mtval'), 0x1020_0073n);
    assert.equal(run.csr('mepc'), run.label('there'));
  });
});

test('mret to a lower mode clears MPRV, and MPP becomes the lowest mode', () => {
  const run = bare(`
        .globl  _start, there
_start: li      t0, 0x20000
        csrs    mstatus, t0
        ${enter('supervisor', 'there')}
there:  j       there`);
  run.runTo('there');
  assert.equal((run.csr('mstatus') >> 17n) & 1n, 0n);
  assert.equal((run.csr('mstatus') >> 11n) & 3n, 0n);
});

test('an instruction whose second half cannot be fetched: the trap value is that half, epc the instruction', () => {
  // Page 0 of the address space is this program's first page, page 1 is not mapped.
  const run = bare(`
        .globl  _start, machine
_start: la      t0, machine
        csrw    mtvec, t0
        la      t0, root
        la      t1, middle
        srli    t1, t1, 2
        ori     t1, t1, 1
        sd      t1, 0(t0)
        la      t1, leaves
        srli    t1, t1, 2
        ori     t1, t1, 1
        la      t2, middle
        sd      t1, 0(t2)
        la      t1, code
        srli    t1, t1, 2
        ori     t1, t1, 0xdf
        la      t2, leaves
        sd      t1, 0(t2)
        srli    t0, t0, 12
        li      t1, 8
        slli    t1, t1, 60
        or      t0, t0, t1
        csrw    satp, t0
        li      t0, -1
        csrw    pmpaddr0, t0
        li      t0, 0x1f
        csrw    pmpcfg0, t0
        li      t0, 0x1800
        csrc    mstatus, t0
        li      t0, 0xffe
        csrw    mepc, t0
        mret
        .balign 4
machine: j      machine
        .balign 4096
root:   .zero   4096
middle: .zero   4096
leaves: .zero   4096
code:   .zero   4094
        .half   0x0013          # the first half of a nop of four bytes
`);
  run.runTo('machine');
  assert.equal(run.csr('mcause'), BigInt(Cause.instructionPageFault));
  assert.equal(run.csr('mepc'), 0xffen);
  assert.equal(run.csr('mtval'), 0x1000n);
});
