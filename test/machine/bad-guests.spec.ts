/** Guests that go wild: what comes of it is specified, or a stop with a reason; the host is never harmed. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { board } from '../../src/devices/board';
import { createBoard } from '../../src/devices/virt';
import { arbitraryWord } from '../../src/isa/arbitraries';
import { Cause } from '../../src/isa/causes';
import type { Machine } from '../../src/machine/types';
import { bare } from './bare';

const MEMORY = 2 ** 20;
const END = 0x8000_0000 + MEMORY;
const ROM = 0x1000;

const program = (code: string): string => `
        .globl  _start, handler, data, tables
_start: la      t0, handler
        csrw    mtvec, t0
        la      s1, data
        la      s2, tables
        li      t0, -1
        csrw    pmpaddr0, t0
        li      t0, 0x1f
        csrw    pmpcfg0, t0
${code}
        .balign 4
handler: j      handler
        .balign 4096
data:   .zero   4096
tables: .zero   8192
`;

const baseOf = (device: string): number => board.find(({ name }) => name === device)!.base;

describe('a trap handler that traps', () => {
  const loops: Readonly<Record<string, string>> = {
    'lies where nothing is': 'csrw mtvec, zero\n ecall',
    'is a device': `li t0, ${baseOf('uart')}\n csrw mtvec, t0\n ecall`,
    'is illegal': 'la t0, data\n csrw mtvec, t0\n ebreak',
    'traps itself': 'la t0, again\n csrw mtvec, t0\n .balign 4\nagain: ecall',
    'is delegated to, and not mapped':
      'li t0, -1\n csrw medeleg, t0\n csrw stvec, zero\n li t0, 0x800\n csrw mstatus, t0\n csrw mepc, zero\n mret',
  };
  for (const [what, code] of Object.entries(loops)) {
    test(what, () => {
      const run = bare(program(code));
      const stop = run.machine.run(20_000);
      assert.equal(stop.kind, 'stuck');
      assert.match(stop.kind === 'stuck' ? stop.reason : '', /first trap was an? /);
      assert.ok(run.traps.length >= 2, 'the trap and the one that changes nothing');
      const { instant } = run.machine;
      assert.ok(instant < 100);
      assert.deepEqual(run.machine.run(20_000), stop, 'and that is its end');
      assert.equal(run.machine.instant, instant);
    });
  }
});

describe('code is fetched from memory alone', () => {
  const places = {
    ...Object.fromEntries(board.map(({ name, base }) => [name, BigInt(base)])),
    'address 0': 0n,
    'behind the RAM': BigInt(END),
    'far away': 1n << 55n,
    'the last halfword': (1n << 64n) - 2n,
  };
  for (const [what, address] of Object.entries(places)) {
    test(what, () => {
      const run = bare(program(`li a0, ${BigInt.asIntN(64, address)}\n jr a0`));
      run.runTo('handler');
      assert.equal(run.csr('mcause'), BigInt(Cause.instructionAccessFault));
      assert.equal(run.csr('mtval'), address);
      assert.equal(run.csr('mepc'), address);
    });
  }
});

describe('the ROM stays as it is', () => {
  for (const access of [
    'sb a0, 0(a1)',
    'sd a0, 0(a1)',
    'sd a0, 1(a1)',
    'amoadd.w a0, a0, (a1)',
    'lr.w a2, (a1)\n sc.w a2, a0, (a1)',
  ]) {
    test(access.replace(/\n/, ';'), () => {
      const run = bare(program(`li a1, ${ROM + 8}\n li a0, 77\n ${access}`));
      const before = run.machine.readPhysical(ROM, 256);
      run.runTo('handler');
      assert.equal(run.csr('mcause'), BigInt(Cause.storeAccessFault));
      assert.deepEqual(run.machine.readPhysical(ROM, 256), before);
    });
  }
});

describe('page tables', () => {
  /** Loads as supervisor with these entries: root[0], and the first entry of the table behind it. */
  const load = (root: string, second = 'zero') =>
    bare(
      program(`
        ${root}
        sd      t1, 0(s2)
        mv      t1, ${second}
        li      t2, 4096
        add     t2, t2, s2
        sd      t1, 0(t2)
        srli    t0, s2, 12
        li      t1, 8
        slli    t1, t1, 60
        or      t0, t0, t1
        csrw    satp, t0
        li      t0, ${(1 << 17) | (1 << 11)}
        csrs    mstatus, t0
        lw      a0, 0x10(zero)`),
    );
  const pointerTo = (address: string): string => `${address}\n srli t1, t1, 2\n ori t1, t1, 1`;

  for (const [what, entry, cause] of [
    ['that lead to themselves end after three levels', pointerTo('mv t1, s2'), Cause.loadPageFault],
    ['that lead behind the RAM', pointerTo(`li t1, ${END}`), Cause.loadAccessFault],
    ['that lead into a device', pointerTo(`li t1, ${baseOf('finisher')}`), Cause.loadAccessFault],
    ['that lead out of every map', `li t1, ${2n ** 54n - 1023n}`, Cause.loadAccessFault],
    ['that are not there at all', 'li t1, 0', Cause.loadPageFault],
    ['whose gigabyte does not begin at one', 'srli t1, s2, 2\n ori t1, t1, 0xcf', Cause.loadPageFault],
    ['with reserved bits', 'li t1, -1', Cause.loadPageFault],
  ] as const) {
    test(what, () => {
      const run = load(entry);
      run.runTo('handler');
      assert.equal(run.csr('mcause'), BigInt(cause));
      assert.equal(run.csr('mtval'), 0x10n);
    });
  }

  test('a root that is no memory', () => {
    const run = bare(
      program(`
        li      t0, 8
        slli    t0, t0, 60
        csrw    satp, t0
        li      t0, ${(1 << 17) | (1 << 11)}
        csrs    mstatus, t0
        lw      a0, 0(s1)`),
    );
    run.runTo('handler');
    assert.equal(run.csr('mcause'), BigInt(Cause.loadAccessFault));
  });
});

describe('memory full of anything', () => {
  const disk = new Uint8Array(4096);
  const make = (image: Uint8Array, cpus: number): Machine =>
    createBoard(
      { segments: [{ address: 0x8000_0000, bytes: image, size: image.length }], entry: 0x8000_0000 },
      { memory: MEMORY, cpus, disk, diskLatency: 100 },
    );
  const SIZE = 0x8000;
  const filled = (words: readonly number[]): Uint8Array =>
    new Uint8Array(Uint32Array.from({ length: SIZE / 4 }, (_, n) => words[n % words.length]).buffer);
  const images: Readonly<Record<string, fc.Arbitrary<Uint8Array>>> = {
    'random bytes': fc.uint8Array({ minLength: 16, maxLength: SIZE }),
    'random instructions': fc.array(arbitraryWord(), { minLength: 50, maxLength: 2000 }).map(filled),
  };
  /** Where registers point at first: to what can be harmed. */
  const value = fc.oneof(
    fc.constantFrom(...board.map(({ base }) => BigInt(base)), 0x8000_0000n, 0x8000_1000n, BigInt(END - 4)),
    fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  );
  const STEPS = 6000;

  for (const [what, image] of Object.entries(images)) {
    test(`${what}: two equal runs, one of them in pieces`, () => {
      fc.assert(
        fc.property(
          image,
          fc.array(value, { minLength: 31, maxLength: 31 }),
          fc.constantFrom(0, 1, 3),
          fc.boolean(),
          fc.integer({ min: 1, max: 2 }),
          (bytes, registers, privilege, translated, cpus) => {
            const [whole, pieces] = [0, 1].map(() => {
              const machine = make(bytes, cpus);
              machine.run(50 * cpus);
              const [hart] = machine.harts;
              registers.forEach((register, n) => hart.writeRegister(n + 1, register));
              hart.pc = 0x8000_0000n;
              hart.writeCsr(0x305, 0x8000_0100n);
              hart.writeCsr(0x3b0, 2n ** 54n - 1n);
              hart.writeCsr(0x3a0, 0x1fn);
              if (translated) hart.writeCsr(0x180, (8n << 60n) | 0x80000n);
              hart.privilege = privilege;
              return machine;
            });
            const stop = whole.run(STEPS);
            while (pieces.instant < STEPS) {
              if (pieces.run(Math.min(STEPS, pieces.instant + 613)).kind !== 'limit') break;
            }
            assert.equal(pieces.hash(), whole.hash());
            if (stop.kind === 'stuck') assert.ok(stop.reason.length > 10);
          },
        ),
        { numRuns: process.env['CI'] === 'true' ? 300 : 25 },
      );
    });
  }
});

test('memory costs what is touched: a gigabyte as little as a megabyte', () => {
  const image = {
    segments: [{ address: 0x8000_0000, bytes: Uint8Array.of(1, 0), size: 2 }],
    entry: 0x8000_0000,
  };
  const pages = [2 ** 20, 2 ** 30].map((memory) => {
    const before = process.memoryUsage().rss;
    const machine = createBoard(image, { memory, cpus: 1 });
    machine.run(1000);
    const { size } = machine.saveCheckpoint().pages;
    assert.ok(process.memoryUsage().rss - before < 2 ** 28, 'memory of the host');
    return size;
  });
  assert.equal(pages[1], pages[0]);
});
