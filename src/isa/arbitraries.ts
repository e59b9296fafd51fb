/** For specs: fast-check arbitraries of instructions. */
import fc from 'fast-check';
import { csrs } from './csrs';
import { encode, immediateProblem } from './encode';
import type { Operands } from './encode';
import { formats } from './formats';
import type { Immediate } from './formats';
import type { Row } from './row';
import { rows } from './rows';

/** zero and ra are those that pseudo-instructions look for. */
const register = (exists: boolean): fc.Arbitrary<number> =>
  exists
    ? fc.oneof(
        { arbitrary: fc.nat({ max: 31 }), weight: 2 },
        { arbitrary: fc.constantFrom(0, 0, 1, 2), weight: 1 },
      )
    : fc.constant(0);

/** Immediates with a meaning of their own: CSR numbers, sets of a fence, those of pseudo-instructions. */
const NOTABLE = [
  0,
  0,
  1,
  -1,
  0xff,
  0x33,
  0x833,
  0x1000,
  0xc00,
  0xc01,
  0xc02,
  ...csrs.map(({ number }) => number),
];

function arbitraryImmediate(immediate: Immediate): fc.Arbitrary<number> {
  const { minimum, maximum, multiple } = immediate;
  const any = fc
    .integer({ min: minimum / multiple, max: maximum / multiple })
    .map((value) => value * multiple);
  const notable = NOTABLE.filter((value) => immediateProblem(immediate, value) === undefined);
  return fc.oneof(any, fc.constantFrom(...notable));
}

/** Operands that fit the row, all four of them. */
export function arbitraryOperands(row: Row): fc.Arbitrary<Required<Operands>> {
  const { rd, rs1, rs2, immediate } = formats[row.format];
  const imm = immediate ? arbitraryImmediate(immediate) : fc.constant(0);
  return fc.record({ rd: register(rd), rs1: register(rs1), rs2: register(rs2), imm });
}

/** A word that is some instruction of base length, each row as likely. */
export const arbitraryWord = (): fc.Arbitrary<number> =>
  fc.constantFrom(...rows).chain((row) => arbitraryOperands(row).map((operands) => encode(row, operands)));

/** 64-bit values, unsigned, with those near the edges of each width among them. */
export const arbitraryValue = (): fc.Arbitrary<bigint> =>
  fc.oneof(
    fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
    fc
      .tuple(fc.constantFrom(0n, 7n, 8n, 15n, 16n, 31n, 32n, 63n, 64n), fc.integer({ min: -2, max: 2 }))
      .map(([power, offset]) => BigInt.asUintN(64, 2n ** power + BigInt(offset))),
    fc.integer({ min: -40, max: 70 }).map((small) => BigInt.asUintN(64, BigInt(small))),
  );
