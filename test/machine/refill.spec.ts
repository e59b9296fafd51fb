/** Page tables as the generated loop walks them, beside the walker in TypeScript. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { csrNumber } from '../../src/isa/csrs';
import type { WatchedAccess } from '../../src/machine/types';
import { bare, type Bare } from './bare';

const ROOT = 0x8001_0000;
const MIDDLE = ROOT + 0x1000;
const LEAVES = [ROOT + 0x2000, ROOT + 0x3000];
const DATA = ROOT + 0x4000;
const DATA_PAGES = 4;
/** Has the place of `DATA` in the buffers. */
const FAR = DATA + 0x10_0000;
const MEMORY = 0x20_0000;
/** Where the code runs when addresses are translated: its physical addresses have another meaning then. */
const SHIFT = 0x4000_0000n;

/** Pages that share a place in the buffers: two of each of two tables, two of 2 MiB, one of 1 GiB; and others. */
const PAGES = [
  0x0,
  0x10_0000,
  0x20_0000,
  0x30_0000,
  0x40_0000,
  0x60_0000,
  0x4000_0000,
  0x1000,
  0x40_1000,
  0x4000_3000,
  0x80_0000_0000,
  DATA,
];

const V = 1;
const R = 2;
const W = 4;
const X = 8;
const U = 16;
const G = 32;
const A = 64;
const D = 128;

/** Mostly what supervisor mode may read and write; in the tables of user mode U is the other way round. */
const arbitraryBits = fc.oneof(
  { weight: 6, arbitrary: fc.constant(V | R | W | A | D) },
  ...[V | R | W | U | A | D, V | R | W | A, V | R | W, V | R | A, V | X | A].map((bits) => fc.constant(bits)),
  fc.integer({ min: 0, max: 1023 }),
);
/** A leaf to one of these addresses, or to where no memory is. */
const arbitraryLeaf = (addresses: fc.Arbitrary<number>): fc.Arbitrary<bigint> =>
  fc
    .tuple(
      fc.oneof({ weight: 20, arbitrary: addresses }, fc.constant(0x1000_0000)),
      arbitraryBits,
      fc.oneof({ weight: 20, arbitrary: fc.constant(0n) }, fc.constant(1n << 54n), fc.constant(1n << 63n)),
    )
    .map(([address, bits, high]) => high | (BigInt(address >>> 12) << 10n) | BigInt(bits));
const arbitraryData = fc.integer({ min: 0, max: DATA_PAGES - 1 }).map((page) => DATA + page * 0x1000);
const arbitrarySmall = arbitraryLeaf(arbitraryData);
/** Of a higher level; most other addresses are misaligned there. */
const arbitraryLarge = arbitraryLeaf(
  fc.oneof({ weight: 3, arbitrary: fc.constant(0x8000_0000) }, arbitraryData),
);
const arbitraryPointer = (address: number): fc.Arbitrary<bigint> =>
  fc.oneof({ weight: 16, arbitrary: fc.constant(V) }, ...[V | G, V | A, V | U, V | W, 0].map((bits) => fc.constant(bits)))
    .map((bits) => (BigInt(address >>> 12) << 10n) | BigInt(bits)); // prettier-ignore

const arbitraryTables = fc.record({
  leaves: fc.array(fc.array(arbitrarySmall, { minLength: 4, maxLength: 4 }), { minLength: 2, maxLength: 2 }),
  pointers: fc.tuple(arbitraryPointer(LEAVES[0]), arbitraryPointer(LEAVES[1]), arbitraryPointer(MIDDLE)),
  large: fc.tuple(arbitraryLarge, arbitraryLarge, arbitraryLarge),
});

/** The registers from x8 on hold addresses. */
const FIRST = 8;
const ADDRESSES = 24;
const arbitraryAddress = fc
  .tuple(fc.constantFrom(...PAGES), fc.constantFrom(0, 0, 8, 16, 4, 1, 0xff8, 0xffc, 0xfff))
  .map(([page, offset]) => BigInt(page + offset));
const arbitraryAccess = fc
  .tuple(
    fc.constantFrom('ld', 'sd', 'lw', 'sw', 'lhu', 'sh', 'lb', 'sb'),
    fc.integer({ min: FIRST, max: FIRST + ADDRESSES - 1 }),
  )
  .map(([name, register]) => `${name} ${name.startsWith('s') ? 't1' : 't2'}, 0(x${register})`);
const arbitraryCode = fc.array(
  fc.oneof({ weight: 30, arbitrary: arbitraryAccess }, fc.constant('sfence.vma')),
  { minLength: 2, maxLength: 100, size: 'max' },
);

const SUM = 1n << 18n;
const MXR = 1n << 19n;
const MPRV = 1n << 17n;
const MPP_SUPERVISOR = 1n << 11n;
const arbitraryMode = fc.record({
  privilege: fc.constantFrom(0, 1, 1, 3),
  status: fc.constantFrom(0n, 0n, SUM, MXR, MPRV, MPRV | MPP_SUPERVISOR | SUM, MPRV | (3n << 11n)),
  isTranslated: fc.oneof({ weight: 6, arbitrary: fc.constant(true) }, fc.constant(false)),
});
/** pmpcfg0, pmpaddr0, pmpaddr1: all open; a page or less of data closed, or read-only, or locked; a page table closed. */
const arbitraryProtection = fc.oneof(
  { weight: 6, arbitrary: fc.constant([0x1fn, -1n, 0n]) },
  ...[
    [0x1f18n, (BigInt(DATA) >> 2n) | 0xffn, -1n],
    [0x1f19n, (BigInt(DATA) >> 2n) | 0x1ffn, -1n],
    [0x1f98n, (BigInt(DATA) >> 2n) | 0x1ffn, -1n],
    [0x1f18n, (BigInt(MIDDLE) >> 2n) | 0x1ffn, -1n],
  ].map((protection) => fc.constant(protection)),
);

const source = (code: readonly string[]): string => `
        .globl  _start, code
_start: j       _start
        .balign 4096
        .option norvc
code:   ${code.join('\n')}
end:    j       end
        .balign 4
handler:
        li      t0, ${DATA}
        ld      t1, 0(t0)
        sd      t1, 0(t0)
        li      t0, ${FAR}
        ld      t1, 0(t0)
        sd      t1, 0(t0)
        csrr    t0, mepc
        addi    t0, t0, 4
        csrw    mepc, t0
        mret
        .globl  handler
`;

interface Situation {
  readonly tables: typeof arbitraryTables extends fc.Arbitrary<infer T> ? T : never;
  readonly addresses: readonly bigint[];
  readonly code: readonly string[];
  readonly mode: typeof arbitraryMode extends fc.Arbitrary<infer T> ? T : never;
  readonly protection: readonly bigint[];
  readonly isWatched: boolean;
}

interface Prepared extends Bare {
  readonly accesses: WatchedAccess[];
  /** Forgets all that was translated, and what the loop may do by itself. */
  forget(): void;
}

function prepare({ tables, addresses, code, mode, protection, isWatched }: Situation): Prepared {
  const run = bare(source(code), { memory: MEMORY });
  const { machine } = run;
  const [hart] = machine.harts;
  const user = mode.privilege === 0 ? BigInt(U) : 0n;
  const write = (address: number, value: bigint): void => {
    machine.writePhysical(address, new Uint8Array(new BigUint64Array([value]).buffer));
  };
  tables.leaves.forEach((leaves, table) =>
    [0, 1, 0x100, (DATA >> 12) & 511].forEach((index, number) =>
      write(LEAVES[table] + 8 * index, leaves[number] ^ user),
    ),
  );
  const [first, second, middle] = tables.pointers;
  [first, second, ...tables.large.slice(0, 2).map((leaf) => leaf ^ user)].forEach((entry, index) =>
    write(MIDDLE + 8 * index, entry),
  );
  const own = BigInt((0x8000_0000 >>> 2) | V | R | X | A) | user;
  [middle, tables.large[2] ^ user, middle, own].forEach((entry, index) => write(ROOT + 8 * index, entry));
  const csr = (name: string, value: bigint): void => {
    assert(hart.writeCsr(csrNumber(name)!, value));
  };
  csr('mtvec', run.label('handler'));
  csr('pmpaddr0', protection[1]);
  csr('pmpaddr1', protection[2]);
  csr('pmpcfg0', protection[0]);
  if (mode.isTranslated) csr('satp', (8n << 60n) | BigInt(ROOT >>> 12));
  csr('mstatus', mode.status);
  addresses.forEach((address, index) =>
    hart.writeRegister(FIRST + index, mode.isTranslated ? address : address + BigInt(DATA)),
  );
  hart.pc = run.label('code') + (mode.isTranslated && mode.privilege !== 3 ? SHIFT : 0n);
  hart.privilege = mode.privilege;
  const accesses: WatchedAccess[] = [];
  machine.onAccess = (access) => {
    accesses.push(access);
    return false;
  };
  const memory = isWatched ? [{ address: DATA, length: 12, reads: true, writes: true }] : [];
  const forget = (): void => machine.setWatches({ memory, registers: new Set(), csrs: new Set() });
  forget();
  return { ...run, accesses, forget };
}

test('the loop translates as TypeScript does, which translates anew at each step', () => {
  fc.assert(
    fc.property(
      fc.record({
        tables: arbitraryTables,
        mode: arbitraryMode,
        protection: arbitraryProtection,
        code: arbitraryCode,
        addresses: fc.array(arbitraryAddress, { minLength: ADDRESSES, maxLength: ADDRESSES }),
        isWatched: fc.boolean(),
      }),
      (situation) => {
        const free = prepare(situation);
        const slow = prepare(situation);
        // Twice, since a digest takes what is not marked as dirty from the one before.
        for (let part = 0; part < 2; part++) {
          const until = free.machine.instant + 2 * situation.code.length;
          free.machine.run(until);
          while (slow.machine.instant < until) {
            slow.forget();
            slow.machine.run(slow.machine.instant + 1);
          }
          assert.equal(free.machine.hash(), slow.machine.hash());
          assert.deepEqual(free.traps, slow.traps);
          assert.deepEqual(free.accesses, slow.accesses);
        }
      },
    ),
    { numRuns: 300 },
  );
});
