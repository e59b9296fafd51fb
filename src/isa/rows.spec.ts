import assert from 'node:assert/strict';
import { test } from 'node:test';
import { arbitraryWord } from './arbitraries';
import fc from 'fast-check';
import { formats } from './formats';
import { isRowName, rowNamed, rows } from './rows';
import { compressedRows } from './rows/compressed';

test('the position of a row is its index, and its name is its own', () => {
  rows.forEach((row, position) => {
    assert.equal(row.index, position);
    assert.equal(rowNamed(row.name), row);
  });
  const names = [...rows, ...compressedRows].map(({ name }) => name);
  assert.equal(new Set(names).size, names.length);
  assert.ok(isRowName('sfence.vma'));
  assert.ok(!isRowName('fadd.s'));
  assert.throws(() => rowNamed('fadd.s'), { message: "No instruction is named 'fadd.s'." });
});

test('no word can be two instructions: any two patterns disagree in a bit that both fix', () => {
  for (const one of rows) {
    assert.equal((one.match & ~one.mask) >>> 0, 0, `${one.name} matches bits outside its mask`);
    assert.equal(one.match & 3, 3, `${one.name} is not 4 bytes long`);
    for (const other of rows) {
      if (one === other) continue;
      const common = one.mask & other.mask;
      assert.notEqual((one.match ^ other.match) & common, 0, `${one.name} and ${other.name} overlap`);
    }
  }
});

test('no halfword can be two compressed instructions', () => {
  for (let half = 0; half < 0x1_0000; half++) {
    const matching = compressedRows.filter((row) => (half & row.mask) === row.match && row.expand(half));
    assert.ok(
      matching.length <= 1,
      `0x${half.toString(16)} is ${matching.map(({ name }) => name).join(' and ')}`,
    );
    if (matching.length === 1) assert.notEqual(half & 3, 3);
  }
});

test('random words are at most one instruction', () => {
  const random = fc.oneof(arbitraryWord(), fc.integer());
  fc.assert(
    fc.property(random, (word) => {
      assert.ok(rows.filter((row) => (word & row.mask) >>> 0 === row.match).length <= 1);
    }),
    { numRuns: 5000 },
  );
});

test('operands lie outside the fixed bits', () => {
  for (const { name, format, mask } of rows) {
    const { rd, rs1, rs2, immediate } = formats[format];
    if (rd) assert.equal(mask & (31 << 7), 0, name);
    if (rs1) assert.equal(mask & (31 << 15), 0, name);
    if (rs2) assert.equal(mask & (31 << 20), 0, name);
    if (immediate) {
      assert.equal(
        mask & (immediate.encode(immediate.minimum) | immediate.encode(immediate.maximum)),
        0,
        name,
      );
    }
  }
});

test('every instruction has a line of documentation', () => {
  for (const { name, doc } of [...rows, ...compressedRows]) {
    assert.match(doc, /^[A-Z].{10,160}\.$/, name);
  }
});
