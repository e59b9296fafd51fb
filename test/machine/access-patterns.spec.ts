import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { cores } from '../../src/machine/timing/core';
import { countNames, type Counts } from '../../src/machine/timing/counts';
import { bare, type Bare } from './bare';

const { instructions, data, second } = cores.caches.caches;
const { prices } = cores.caches;
const LINE = 64;

/** What the machine counts from `_start` to `end`. */
function counts(source: string): Counts & { readonly run: Bare } {
  const run = bare(`.globl _start, end\n${source}\nend: j end\n`, { memory: 2 ** 23, costModel: 'caches' });
  const { machine } = run;
  const countsAt = (label: string): Counts => {
    machine.setBreakpoints([run.label(label)]);
    assert.equal(machine.run(10_000_000).kind, 'breakpoint');
    return machine.timing!.countsOf(0);
  };
  const before = countsAt('_start');
  const after = countsAt('end');
  const taken = countNames.map((name) => [name, after[name] - before[name]] as const);
  return { ...(Object.fromEntries(taken) as Counts), run };
}

/** What the machine counts for loads from these addresses in RAM, one after the other, and nothing else. */
function counted(addresses: readonly number[]): Counts {
  // The addresses are a list that would be read by loads, too: they are instructions instead.
  const loads = addresses.map((address) => `li t0, ${address}\n lbu t1, (t0)\n`).join('');
  return counts(`_start:\n${loads}`);
}

/** A loop that loads at a stride, round after round: how textbooks have it. */
function strided(count: number, stride: number, rounds: number): Counts {
  return counts(
    `_start: li s0, ${rounds}
     1: li t0, 0x80100000
        li t1, ${count}
        li t2, ${stride}
     2: lbu t3, (t0)
        add t0, t0, t2
        addi t1, t1, -1
        bnez t1, 2b
        addi s0, s0, -1
        bnez s0, 1b`,
  );
}

/** The caches once more, told otherwise: for each set a list, the newest first. */
class Lru {
  private readonly sets = new Map<number, number[]>();
  constructor(private readonly geometry: { readonly sets: number; readonly ways: number }) {}
  has(line: number): boolean {
    const set = this.sets.get(line % this.geometry.sets) ?? [];
    const others = set.filter((other) => other !== line);
    this.sets.set(line % this.geometry.sets, [line, ...others].slice(0, this.geometry.ways));
    return others.length < set.length;
  }
}

test('random accesses miss as often as lists of lines say', () => {
  fc.assert(
    fc.property(
      // Few sets, many lines of each: so that they get into each other's way.
      fc.array(fc.tuple(fc.nat(3), fc.nat(7), fc.nat(63)), { minLength: 1, maxLength: 150 }),
      (places) => {
        const addresses = places.map(
          ([set, tag, byte]) => 0x8010_0000 + tag * data.sets * LINE + set * LINE + byte,
        );
        const { loads, dataMisses } = counted(addresses);
        const first = new Lru(data);
        const misses = addresses.filter((address) => !first.has(Math.floor(address / LINE))).length;
        assert.deepEqual([loads, dataMisses], [addresses.length, misses]);
      },
    ),
    { numRuns: 30 },
  );
});

test('bytes in a row: one miss for each line', () => {
  const { loads, dataMisses } = strided(8192, 1, 1);
  assert.deepEqual([loads, dataMisses], [8192, 8192 / LINE]);
});

test('what fits is read from memory once', () => {
  const lines = data.sets * data.ways;
  const { loads, dataMisses } = strided(lines, LINE, 10);
  assert.deepEqual([loads, dataMisses], [10 * lines, lines]);
});

test('one line more than a set has ways, in turn: each access misses, which is the worst that LRU does', () => {
  const { dataMisses } = strided(data.ways + 1, data.sets * LINE, 20);
  assert.equal(dataMisses, 20 * (data.ways + 1));
  assert.equal(strided(data.ways, data.sets * LINE, 20).dataMisses, data.ways);
});

test('what does not fit the first cache but the second is paid for by its price', () => {
  const lines = 2 * data.sets * data.ways;
  const once = strided(lines, LINE, 1);
  const thrice = strided(lines, LINE, 3);
  assert.equal(thrice.dataMisses - once.dataMisses, 2 * lines);
  assert.equal(thrice.secondMisses, once.secondMisses);
  const mispredictions = thrice.mispredictions - once.mispredictions;
  assert.equal(
    thrice.stalls - once.stalls,
    2 * lines * prices.second + mispredictions * prices.misprediction,
  );
});

test('what fits neither comes from memory each time', () => {
  // One set of the second cache, and more lines than it has ways.
  const lines = second.ways + 1;
  const { secondMisses, instructionMisses } = strided(lines, second.sets * LINE, 5);
  assert.equal(secondMisses, 5 * lines + instructionMisses);
});

for (const [name, inner, outer] of [
  ['rows', 4, 1024],
  ['columns', 1024, 4],
] as const) {
  test(`a matrix of 256 times 256 words, by ${name}`, () => {
    const { loads, dataMisses, secondMisses, instructionMisses } = counts(
      `_start: li s0, 0x80100000
          li s1, 256
       1: mv t0, s0
          li t1, 256
       2: lw t2, (t0)
          addi t0, t0, ${inner}
          addi t1, t1, -1
          bnez t1, 2b
          addi s0, s0, ${outer}
          addi s1, s1, -1
          bnez s1, 1b`,
    );
    assert.equal(loads, 65536);
    // A row is 16 lines. A column's 256 lines lie in 4 sets (a row apart is 16 sets), which have 16 places.
    assert.equal(dataMisses, name === 'rows' ? 65536 / 16 : 65536);
    assert.equal(secondMisses, 65536 / 16 + instructionMisses, 'the second cache holds all of it');
  });
}

test('instructions that go round in more lines than the cache has miss each time', () => {
  const lines = instructions.sets * instructions.ways;
  const rounds = (count: number): number =>
    counts(
      `_start: li s0, 3
          j 1f
          .balign 64
       1: .rept ${count - 1}
          j . + 64
          .balign 64
          .endr
          addi s0, s0, -1
          beqz s0, end
          j 1b`,
    ).instructionMisses;
  // And the lines before and behind them.
  const few = rounds(lines / 2);
  assert(few >= lines / 2 && few <= lines / 2 + 3, `${few}`);
  const many = lines + instructions.sets;
  assert(rounds(many) >= 3 * many);
});

test('cycle is instret plus the stalls, and the program can read it', () => {
  const { run } = counts(
    `_start: csrr s2, mcycle
        csrr s3, minstret
        li t0, 0x80100000
        lw t1, (t0)
        csrr s4, mcycle
        csrr s5, minstret`,
  );
  const { stalls } = run.machine.timing!.countsOf(0);
  assert.equal(run.csr('mcycle'), run.csr('minstret') + BigInt(stalls));
  const stalled = run.register('s4') - run.register('s2') - (run.register('s5') - run.register('s3'));
  assert.equal(Number(stalled), prices.memory);
});

test('a store takes the line out of the first cache of the other CPU', () => {
  const { machine } = bare(
    `_start: csrr t0, mhartid
        li s0, 0x80080000
        bnez t0, other
     1: lw t1, (s0)
        j 1b
     other: li s1, 4000
     2: addi s1, s1, -1
        bnez s1, 2b
        sw s1, (s0)
     3: j 3b`,
    { cpus: 2, costModel: 'caches' },
  );
  machine.run(10_000);
  const before = machine.timing!.countsOf(0).dataMisses;
  machine.run(40_000);
  assert.equal(machine.timing!.countsOf(0).dataMisses, before + 1);
  assert.equal(machine.timing!.countsOf(1).stores, 1);
});

test('simple: each access has the same price', () => {
  const { machine } = bare(
    '_start: li t0, 0x80080000\n lw t1, (t0)\n sw t1, 8(t0)\n lw t1, (t0)\nend: j end\n',
    {
      costModel: 'simple',
    },
  );
  machine.run(100);
  const { stalls, loads, stores } = machine.timing!.countsOf(0);
  // The reset code loads from the ROM, too.
  assert.equal(stalls, (loads + stores) * cores.simple.prices.memory);
  assert.equal(stores, 1);
});
