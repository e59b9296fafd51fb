/** Watched memory, registers and CSRs: told exactly, and nothing else is. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { csrNumber } from '../../src/isa/csrs';
import { registerNumber } from '../../src/isa/registers';
import type { WatchedAccess } from '../../src/machine/types';
import { bare } from './bare';

const NONE: ReadonlySet<number> = new Set();
const numbers = (names: readonly string[], find: (name: string) => number | undefined): Set<number> =>
  new Set(names.map((name) => find(name)!));

/** Runs a program with watches until its label `done`, and tells what was told. */
function watch(
  source: string,
  wanted: {
    memory?: readonly { label: string; offset?: number; length: number; reads?: boolean; writes?: boolean }[];
    registers?: readonly string[];
    csrs?: readonly string[];
  },
) {
  const run = bare(source);
  const told: WatchedAccess[] = [];
  run.machine.onAccess = (access) => {
    told.push(access);
    return false;
  };
  run.machine.setWatches({
    memory: (wanted.memory ?? []).map(({ label, offset = 0, length, reads = false, writes = false }) => ({
      address: Number(run.label(label)) + offset,
      length,
      reads,
      writes,
    })),
    registers: wanted.registers ? numbers(wanted.registers, registerNumber) : NONE,
    csrs: wanted.csrs ? numbers(wanted.csrs, csrNumber) : NONE,
  });
  run.runTo('done');
  return { ...run, told };
}

const accesses = `
        .globl _start, data, done, byte, amo, wide, load
_start: la      t0, data
        li      t1, 0x55
        sd      zero, 0(t0)
byte:   sb      t1, 11(t0)
load:   lwu     t2, 8(t0)
amo:    addi    t3, t0, 8
        amoadd.w t4, t1, (t3)
wide:   sd      t1, 5(t0)
        sd      zero, 16(t0)
done:   j       done
        .balign 4096
data:   .dword 0, 0, 0`;

describe('watched memory', () => {
  test('tells each access that touches a watched byte, whatever its size and place', () => {
    const { told, label, register } = watch(accesses, {
      memory: [{ label: 'data', offset: 8, length: 4, reads: true, writes: true }],
    });
    const base = Number(label('data'));
    const summary = told.map((access) =>
      access.kind === 'memory' ? [access.isWrite, access.address - base, access.length, access.pc] : access,
    );
    assert.deepEqual(summary, [
      [true, 11, 1, label('byte')],
      [false, 8, 4, label('load')],
      [false, 8, 4, label('amo') + 4n],
      [true, 8, 4, label('amo') + 4n],
      [true, 5, 8, label('wide')],
    ]);
    assert.equal(register('t2'), 0x5500_0000n);
  });

  test('reads alone, writes alone', () => {
    const kinds = (reads: boolean, writes: boolean): boolean[] =>
      watch(accesses, { memory: [{ label: 'data', offset: 8, length: 4, reads, writes }] }).told.map(
        (access) => access.kind === 'memory' && access.isWrite,
      );
    assert.deepEqual(kinds(true, false), [false, false]);
    assert.deepEqual(kinds(false, true), [true, true, true]);
  });

  test('stops the run right after the instruction', () => {
    const { machine, label } = bare(accesses);
    machine.setWatches({
      registers: NONE,
      csrs: NONE,
      memory: [{ address: Number(label('data')) + 11, length: 1, reads: false, writes: true }],
    });
    machine.onAccess = () => true;
    const stop = machine.run(1000);
    assert(stop.kind === 'watch' && stop.access.kind === 'memory');
    assert.equal(stop.access.pc, label('byte'));
    assert.equal(machine.current.pc, label('load'));
    assert.deepEqual([...machine.readPhysical(Number(label('data')) + 11, 1)!], [0x55]);
  });

  test('changes nothing of what the program does', () => {
    const plain = bare(accesses);
    plain.runTo('done');
    const watched = watch(accesses, {
      memory: [{ label: 'data', length: 24, reads: true, writes: true }],
      registers: ['t0', 't1', 't4'],
    });
    assert.equal(watched.machine.hash(), plain.machine.hash());
  });

  test('what comes from outside is not told; watching can end', () => {
    const { machine, label } = bare(accesses);
    let count = 0;
    machine.onAccess = () => (count++, false);
    const address = Number(label('data'));
    const all = { registers: NONE, csrs: NONE };
    machine.setWatches({ ...all, memory: [{ address, length: 24, reads: true, writes: true }] });
    assert.ok(machine.writePhysical(address, Uint8Array.of(1)));
    machine.readPhysical(address, 8);
    assert.equal(count, 0);
    machine.setWatches({ ...all, memory: [] });
    machine.run(1000);
    assert.equal(count, 0);
  });
});

describe('watched registers', () => {
  const source = `
        .globl _start, first, second, done
_start: li      a0, 1
first:  addi    s1, a0, 1
        ld      zero, 0(sp)
second: mv      s1, s1
        mv      s2, s1
        addi    zero, s1, 1
done:   j       done
        .balign 8`;

  test('each instruction that writes one, also with the value it had', () => {
    const { told, label } = watch(source.replace('ld      zero, 0(sp)', 'nop'), { registers: ['s1'] });
    const number = registerNumber('s1')!;
    assert.deepEqual(told, [
      { kind: 'register', cpu: 0, pc: label('first'), number },
      { kind: 'register', cpu: 0, pc: label('second'), number },
    ]);
  });

  test('not one that trapped instead', () => {
    const run = bare(`
        .globl _start, done
_start: la      t0, done
        csrw    mtvec, t0
        li      t1, 0x10
        ld      s1, 0(t1)
        .balign 4
done:   j       done`);
    const told: WatchedAccess[] = [];
    run.machine.onAccess = (access) => (told.push(access), false);
    run.machine.setWatches({ memory: [], csrs: NONE, registers: numbers(['s1'], registerNumber) });
    run.runTo('done');
    assert.equal(run.traps.length, 1);
    assert.deepEqual(told, []);
  });

  test('an instruction across the end of a page', () => {
    const { told, label } = watch(
      `
        .globl _start, across, done
_start: j       across
        .balign 4096
        .skip   4094
across: addi    s1, s1, 100
        addi    s2, s2, 100
done:   j       done`,
      { registers: ['s1'] },
    );
    assert.deepEqual(told, [{ kind: 'register', cpu: 0, pc: label('across'), number: registerNumber('s1') }]);
  });

  test('CSRs: the instructions that write one, not those that read it', () => {
    const { told, label } = watch(
      `
        .globl _start, write, set, done
_start: li      a0, 8
write:  csrw    mscratch, a0
        csrr    s1, mscratch
set:    csrs    mscratch, a0
        csrw    mepc, a0
done:   j       done`,
      { csrs: ['mscratch'] },
    );
    assert.deepEqual(
      told.map((access) => [access.kind, access.pc]),
      [
        ['csr', label('write')],
        ['csr', label('set')],
      ],
    );
  });

  test('breakpoints on the same instructions stop as ever', () => {
    const run = bare(source.replace('ld      zero, 0(sp)', 'nop'));
    let count = 0;
    run.machine.onAccess = () => (count++, false);
    run.machine.setWatches({ memory: [], csrs: NONE, registers: numbers(['s1'], registerNumber) });
    run.machine.setBreakpoints([run.label('first')]);
    assert.deepEqual(run.machine.run(1000), { kind: 'breakpoint', cpu: 0, pc: run.label('first') });
    assert.equal(count, 0);
    run.machine.run(1000, { passBreakpoint: true });
    assert.equal(count, 2);
  });
});
