/**
 * Looking changes nothing: guests that rewrite page tables without `sfence.vma` run the same whether digests, checkpoints, restores
 * and watches empty the translation buffers on the way or not. On one CPU, and on two that share the tables; with either engine.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { csrNumber } from '../../src/isa/csrs';
import type { EngineName, Machine } from '../../src/machine/types';
import { bare } from './bare';

const MEMORY = 2 ** 20;
const ROOT = 0x8001_0000;
const MIDDLES = [ROOT + 0x1000, ROOT + 0x2000];
const LEAVES = [ROOT + 0x3000, ROOT + 0x4000];
/** Pages with code at their start, and data behind it. */
const PAGES = Array.from({ length: 6 }, (_, index) => ROOT + 0x5000 + 0x1000 * index);
const MAPPED = 4;

const [V, R, W, X, A, D] = [1, 2, 4, 8, 64, 128];
const ALL = V | R | W | X | A | D;

const entry = (address: number, bits: number): bigint => (BigInt(address >>> 12) << 10n) | BigInt(bits);
const arbitraryLeaf = fc
  .tuple(
    fc.constantFrom(...PAGES),
    fc.constantFrom(ALL, ALL, ALL, ALL & ~D, ALL & ~A, ALL & ~(A | D), ALL & ~W, ALL & ~X, V | R, 0),
  )
  .map(([page, bits]) => entry(page, bits));
const arbitraryPointer = (tables: readonly number[]): fc.Arbitrary<bigint> =>
  fc.constantFrom(...tables.map((table) => entry(table, V)), ...tables.map((table) => entry(table, V)), 0n);
/** A place in a page table, and what is stored there. */
const arbitraryEntry = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.tuple(
      fc.tuple(fc.constantFrom(...LEAVES), fc.nat(MAPPED - 1)).map(([table, index]) => table + 8 * index),
      arbitraryLeaf,
    ),
  },
  fc.tuple(fc.constantFrom(...MIDDLES, MIDDLES[0] + 8), arbitraryPointer(LEAVES)),
  fc.tuple(fc.constant(ROOT), arbitraryPointer(MIDDLES)),
);
/** Through one table, and through the other. */
const arbitraryPage = fc
  .tuple(fc.nat(MAPPED - 1), fc.constantFrom(0, 0x20_0000))
  .map(([page, table]) => page * 0x1000 + table);

/** How a page-table entry is written: at once, in parts, by an atomic instruction. */
const WRITES = [
  'sd t1, 0(t2)',
  'sd t1, 0(t2)',
  'sw t1, 0(t2)\n srli t1, t1, 32\n sw t1, 4(t2)',
  'sb t1, 0(t2)',
  'amoswap.d t3, t1, (t2)',
  'lr.d t3, (t2)\n sc.d t3, t1, (t2)',
  'amoand.w t3, t1, (t2)',
  'addi t2, t2, -1\n lb t3, 0(t2)\n slli t4, t1, 8\n or t3, t3, t4\n sd t3, 0(t2)',
];
const ACCESSES = ['ld a1, 0(t2)', 'sd a1, 0(t2)', 'lbu a1, 3(t2)', 'sh a1, 6(t2)', 'amoadd.w a1, a1, (t2)'];

const arbitraryPart = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .tuple(arbitraryEntry, fc.constantFrom(...WRITES))
      .map(([[place, value], write]) => `li t1, ${value}\n li t2, ${place}\n ${write}`),
  },
  {
    weight: 6,
    arbitrary: fc
      .tuple(arbitraryPage, fc.constantFrom(64, 72, 0xff8), fc.constantFrom(...ACCESSES))
      .map(([page, offset, access]) => `li t2, ${page + offset}\n ${access}`),
  },
  // Code, whose first instruction stores, perhaps into the entry that it runs through.
  {
    weight: 3,
    arbitrary: fc
      .tuple(arbitraryEntry, arbitraryPage)
      .map(([[place, value], page]) => `li t1, ${value}\n li t2, ${place}\n li t3, ${page}\n jalr t3`),
  },
  // Code without its store.
  { weight: 3, arbitrary: arbitraryPage.map((page) => `li t3, ${page}\n jalr 4(t3)`) },
  // Code is changed: another number is added.
  arbitraryPage.map((page) => `li t1, 0x12350513\n li t2, ${page + 4}\n sw t1, 0(t2)`),
  fc.constant('sfence.vma'),
);
const arbitraryProgram = fc.array(arbitraryPart, { minLength: 3, maxLength: 25, size: 'max' });

/** A table that the generated loop comes through first, as it knows the page already by another. */
const aliased = [
  `li t2, 0x1040\n ld a1, 0(t2)\n li t2, 0x200040\n ld a2, 0(t2)`,
  `li t1, ${entry(PAGES[5], ALL)}\n li t2, ${LEAVES[1]}\n sd t1, 0(t2)`,
  `li t2, 0x200000\n ld a2, 0(t2)`,
];

const source = (programs: readonly (readonly string[])[]): string => `
        .globl  _start
        .option norvc
_start: csrr    t0, mhartid
        la      t1, handler
        csrw    mtvec, t1
        li      t1, -1
        csrw    pmpaddr0, t1
        li      t1, 0x1f
        csrw    pmpcfg0, t1
        li      t1, ${(8n << 60n) | BigInt(ROOT >>> 12)}
        csrw    satp, t1
        li      t1, 0x800
        csrw    mstatus, t1
        la      t1, start0
        beqz    t0, 1f
        la      t1, start1
1:      csrw    mepc, t1
        mret
        .balign 4
handler:
        csrr    t5, mepc
        srli    t6, t5, 31
        addi    t5, t5, 4
        bnez    t6, 1f
        mv      t5, ra
1:      csrw    mepc, t5
        mret
start0: ${(programs[0] ?? []).join('\n        ')}
        j       start0
start1: ${(programs[1] ?? []).join('\n        ')}
        j       start1
`;

function prepare(programs: readonly (readonly string[])[], engine: EngineName): Machine {
  const { machine } = bare(source(programs), { cpus: programs.length, memory: MEMORY, engine });
  const write = (address: number, value: bigint): void => {
    assert(machine.writePhysical(address, new Uint8Array(new BigUint64Array([value]).buffer)));
  };
  write(ROOT, entry(MIDDLES[0], V));
  write(ROOT + 8 * 2, entry(0x8000_0000, ALL));
  MIDDLES.forEach((middle, index) => {
    write(middle, entry(LEAVES[index], V));
    write(middle + 8, entry(LEAVES[1 - index], V));
  });
  LEAVES.forEach((leaf, table) => {
    for (let index = 0; index < MAPPED; index++) write(leaf + 8 * index, entry(PAGES[index + table], ALL));
  });
  // sd t1, 0(t2); addi a0, a0, number; ret
  PAGES.forEach((page, number) => {
    write(page, 0x0063_b023n | (BigInt(0x0005_0513 | ((number + 1) << 20)) << 32n));
    write(page + 8, 0x8067n);
  });
  return machine;
}

const LOOKS: readonly ((machine: Machine) => void)[] = [
  () => {},
  (machine) => void machine.hash(),
  (machine) => void machine.saveCheckpoint(),
  (machine) => machine.restoreCheckpoint(machine.saveCheckpoint()),
  (machine) =>
    machine.setWatches({
      memory: [{ address: PAGES[5] + 0x800, length: 8, reads: true, writes: true }],
      registers: new Set(),
      csrs: new Set(),
    }),
  (machine) => machine.setBreakpoints([0x7000n]),
  (machine) => void machine.harts.map((hart) => hart.readCsr(csrNumber('satp')!)),
];

/** Without a digest, which would be a look. */
function stateOf(machine: Machine): unknown {
  return [
    machine.instant,
    machine.harts.map((hart) => [
      hart.pc,
      hart.retired,
      ...Array.from({ length: 32 }, (_, index) => hart.readRegister(index)),
    ]),
    machine.readPhysical(ROOT, 5 * 0x1000 + PAGES.length * 0x1000),
  ];
}

const STEPS = 600;
for (const cpus of [1, 2]) {
  test(`page tables rewritten without a fence: looking changes nothing, on ${cpus} CPU${cpus > 1 ? 's' : ''}`, () => {
    fc.assert(
      fc.property(
        fc.array(arbitraryProgram, { minLength: cpus, maxLength: cpus }),
        fc.array(fc.tuple(fc.integer({ min: 1, max: 40 }), fc.nat(LOOKS.length - 1)), {
          minLength: 5,
          maxLength: 50,
        }),
        (programs, looks) => {
          const straight = prepare(programs, 'interpreter');
          const stepped = prepare(programs, 'interpreter');
          const looked = [prepare(programs, 'interpreter'), prepare(programs, 'translator')];
          // Turns are of a thousand steps: those of both CPUs are in it.
          const end = straight.instant + (cpus > 1 ? 3500 : STEPS);
          straight.run(end);
          for (let index = 0; stepped.instant < end; index++) {
            const [steps, look] = looks[index % looks.length];
            const next = Math.min(end, stepped.instant + steps);
            stepped.run(next);
            for (const machine of looked) {
              machine.run(next);
              assert.deepEqual(stateOf(machine), stateOf(stepped));
              LOOKS[look](machine);
            }
          }
          for (const machine of [stepped, ...looked]) assert.equal(machine.hash(), straight.hash());
        },
      ),
      { numRuns: cpus > 1 ? 15 : 40, examples: [[Array.from({ length: cpus }, () => aliased), [[1, 3]]]] },
    );
  });
}
