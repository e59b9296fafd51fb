import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  bitsOfReal,
  decimalOf,
  floatFormat,
  integerOfReal,
  order,
  product,
  quotient,
  realOfBits,
  realOfDecimal,
  realOfInteger,
  sum,
  type Real,
} from './ieee754';

const double = floatFormat(8)!;
const single = floatFormat(4)!;
const quadruple = floatFormat(16)!;

const view = new DataView(new ArrayBuffer(8));
/** Of what is no number the one that RISC-V makes. */
function bitsOf(number: number): bigint {
  if (Number.isNaN(number)) return 0x7ff8_0000_0000_0000n;
  view.setFloat64(0, number);
  return view.getBigUint64(0);
}
function singleBitsOf(number: number): bigint {
  if (Number.isNaN(number)) return 0x7fc0_0000n;
  view.setFloat32(0, number);
  return BigInt(view.getUint32(0));
}
const real = (number: number): Real => realOfBits(bitsOf(number), double);
/** Any bits, so also subnormal numbers and those near the bounds. */
const numbers = fc.bigInt(0n, (1n << 64n) - 1n).map((bits) => {
  view.setBigUint64(0, bits);
  return view.getFloat64(0);
});
const near = fc.oneof(
  numbers,
  fc.double(),
  fc.integer(),
  fc.constantFrom(0, -0, 5e-324, 1e-7, 1e-6, 1e20, 1e21, 1e308, NaN, Infinity),
);

test('a double, its bits and its decimal digits are those of the host', () => {
  fc.assert(
    fc.property(near, (number) => {
      assert.equal(bitsOfReal(real(number), double), bitsOf(number));
      assert.equal(decimalOf(bitsOf(number), double), Object.is(number, -0) ? '-0' : `${number}`);
      assert.equal(bitsOfReal(real(number), single), singleBitsOf(Math.fround(number)));
    }),
  );
});

test('sums, products, quotients and the order of doubles are those of the host', () => {
  fc.assert(
    fc.property(near, near, (a, b) => {
      assert.equal(bitsOfReal(sum(real(a), real(b)), double), bitsOf(a + b));
      assert.equal(bitsOfReal(product(real(a), real(b)), double), bitsOf(a * b));
      assert.equal(bitsOfReal(quotient(real(a), real(b)), double), bitsOf(a / b));
      const place = order(real(a), real(b));
      assert.deepEqual([place! < 0, place === 0, place! > 0], [a < b, a === b, a > b]);
    }),
  );
});

test('decimal digits are read as the host reads them', () => {
  fc.assert(
    fc.property(fc.bigInt(0n, 10n ** 25n), fc.integer({ min: -350, max: 320 }), (digits, exponent) => {
      assert.equal(
        bitsOfReal(realOfDecimal(digits, exponent), double),
        bitsOf(Number(`${digits}e${exponent}`)),
      );
    }),
  );
});

test('integers are rounded once, and come back without a fraction', () => {
  // Halfway between two floats but for its last bit, which a double would lose.
  const close = (1n << 60n) + (1n << 36n) + 1n;
  assert.equal(bitsOfReal(realOfInteger(close), single), singleBitsOf(2 ** 60 + 2 ** 37));
  assert.equal(integerOfReal(real(-7.9)), -7n);
  assert.equal(integerOfReal(real(Infinity)), undefined);
  fc.assert(fc.property(fc.bigInt(), (number) => integerOfReal(realOfInteger(number)) === number));
});

test('a quadruple reads with the digits that mean it', () => {
  const shown = (digits: bigint, exponent: number): string =>
    decimalOf(bitsOfReal(realOfDecimal(digits, exponent), quadruple), quadruple);
  assert.equal(shown(1n, -1), '0.1');
  assert.equal(shown(1n, 4000), '1e+4000');
  assert.equal(shown(3141592653589793238462643383279503n, -33), '3.141592653589793238462643383279503');
  const third = quotient(realOfInteger(1n), realOfInteger(3n));
  assert.equal(decimalOf(bitsOfReal(third, quadruple), quadruple), '0.3333333333333333333333333333333333');
  fc.assert(
    fc.property(fc.bigInt(0n, (1n << 128n) - 1n), (bits) => {
      const text = decimalOf(bits, quadruple);
      const [, sign, whole, fraction = '', exponent = '0'] =
        /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(text) ?? [];
      if (whole === undefined) return;
      const read = realOfDecimal(BigInt(whole + fraction), Number(exponent) - fraction.length);
      assert.equal(bitsOfReal(read, quadruple) | (sign === '-' ? 1n << 127n : 0n), bits);
    }),
    { numRuns: 30 },
  );
});
