import assert from 'node:assert/strict';
import { test } from 'node:test';
import { divS, divU, remS, rs1, rs2 } from './expression';
import { evaluate } from './evaluate';
import { rowNamed } from './rows';

const MINIMUM = -(2n ** 63n);
const MAXIMUM = 2n ** 63n - 1n;
const MINIMUM_32 = -(2n ** 31n);

/** The result of a computing instruction, as a signed number. */
function result(name: string, one: bigint, other: bigint, pc = 0n): bigint {
  const { meaning } = rowNamed(name);
  assert.equal(meaning.kind, 'compute');
  if (meaning.kind !== 'compute') return 0n;
  return BigInt.asIntN(64, evaluate(meaning.value, { rs1: one, rs2: other, imm: other, pc }));
}

function check(
  cases: readonly (readonly [name: string, one: bigint, other: bigint, expected: bigint])[],
): void {
  for (const [name, one, other, expected] of cases) {
    assert.equal(result(name, one, other), expected, `${name} ${one}, ${other}`);
  }
}

test('addition and comparison', () => {
  check([
    ['add', MAXIMUM, 1n, MINIMUM],
    ['sub', MINIMUM, 1n, MAXIMUM],
    ['addi', -1n, 1n, 0n],
    ['addw', 0x7fff_ffffn, 1n, MINIMUM_32],
    ['addiw', 0x1_ffff_ffffn, 0n, -1n],
    ['subw', MINIMUM_32, 1n, 0x7fff_ffffn],
    ['slt', -1n, 0n, 1n],
    ['sltu', -1n, 0n, 0n],
    ['slti', 5n, 5n, 0n],
    ['sltiu', 5n, -1n, 1n],
    ['xori', 0b1010n, -1n, -11n],
    ['andi', 0xf0fn, 0xffn, 0xfn],
    ['or', 1n, MINIMUM, MINIMUM + 1n],
    ['lui', 0n, -4096n, -4096n],
  ]);
  assert.equal(result('auipc', 0n, -4096n, 0x1000n), 0n);
});

test('shifts take the amount modulo the width', () => {
  check([
    ['sll', 1n, 63n, MINIMUM],
    ['sll', 1n, 64n, 1n],
    ['srl', -1n, 60n, 15n],
    ['sra', MINIMUM, 63n, -1n],
    ['sra', MINIMUM, 127n, -1n],
    ['slli', 3n, 63n, MINIMUM],
    ['srai', -8n, 1n, -4n],
    ['srli', -8n, 1n, MAXIMUM - 3n],
    ['sllw', 1n, 31n, MINIMUM_32],
    ['sllw', 1n, 32n, 1n],
    ['srlw', -1n, 0n, -1n],
    ['srlw', 0xffff_ffff_8000_0000n, 31n, 1n],
    ['srlw', 0xff_8000_0000n, 63n, 1n],
    ['sraw', 0x8000_0000n, 31n, -1n],
    ['sraw', 0x7_0000_0010n, 36n, 1n],
    ['slliw', 0xffff_ffffn, 4n, -16n],
    ['srliw', -1n, 1n, 0x7fff_ffffn],
    ['sraiw', 0x8000_0000n, 4n, -0x800_0000n],
  ]);
});

test('products', () => {
  check([
    ['mul', MINIMUM, -1n, MINIMUM],
    ['mul', 0x1_0000_0001n, 0x1_0000_0001n, 0x2_0000_0001n],
    ['mulh', MINIMUM, MINIMUM, 2n ** 62n],
    ['mulh', -1n, -1n, 0n],
    ['mulh', -1n, 1n, -1n],
    ['mulhu', -1n, -1n, -2n],
    ['mulhu', MINIMUM, 2n, 1n],
    ['mulhsu', -1n, -1n, -1n],
    ['mulhsu', 1n, -1n, 0n],
    ['mulhsu', MINIMUM, -1n, MINIMUM],
    ['mulw', 0x1_0000_0003n, 0x7fff_ffffn, 0x7fff_fffdn],
    ['mulw', MINIMUM_32, -1n, MINIMUM_32],
  ]);
});

test('division by zero and overflow have the results of the specification', () => {
  check([
    ['div', 7n, 0n, -1n],
    ['div', MINIMUM, -1n, MINIMUM],
    ['div', -7n, 2n, -3n],
    ['divu', 7n, 0n, -1n],
    ['divu', -1n, 2n, MAXIMUM],
    ['divu', MINIMUM, -1n, 0n],
    ['rem', 7n, 0n, 7n],
    ['rem', MINIMUM, -1n, 0n],
    ['rem', -7n, 2n, -1n],
    ['rem', 7n, -2n, 1n],
    ['remu', -1n, 0n, -1n],
    ['remu', -1n, 10n, 5n],
    ['divw', 7n, 0x5_0000_0000n, -1n],
    ['divw', MINIMUM_32, -1n, MINIMUM_32],
    ['divw', -7n, 2n, -3n],
    ['divuw', 7n, 0x5_0000_0000n, -1n],
    ['divuw', -1n, 1n, -1n],
    ['remw', 0x1_8000_0000n, 0n, MINIMUM_32],
    ['remw', MINIMUM_32, -1n, 0n],
    ['remw', -7n, 2n, -1n],
    ['remuw', 0x8000_0000n, 0n, MINIMUM_32],
    ['remuw', -1n, 10n, 5n],
  ]);
});

test('where WebAssembly would trap, so does an expression', () => {
  assert.throws(() => evaluate(divS(rs1, rs2), { rs1: 1n, rs2: 0n }), RangeError);
  assert.throws(() => evaluate(divU(rs1, rs2), { rs1: 1n, rs2: 0n }), RangeError);
  assert.throws(() => evaluate(remS(rs1, rs2), { rs1: 1n, rs2: 0n }), RangeError);
  assert.throws(() => evaluate(divS(rs1, rs2), { rs1: MINIMUM, rs2: -1n }), RangeError);
  assert.equal(evaluate(remS(rs1, rs2), { rs1: MINIMUM, rs2: -1n }), 0n);
});

test('a leaf without a value is an error', () => {
  assert.throws(() => evaluate(rs1, {}), { message: "The leaf 'rs1' has no value here." });
});
