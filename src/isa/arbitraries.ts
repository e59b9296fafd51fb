/** For specs: fast-check arbitraries of instructions. */
import fc from 'fast-check';
import { encode } from './encode';
import type { Operands } from './encode';
import { formats } from './formats';
import type { Row } from './row';
import { rows } from './rows';

const register = (exists: boolean): fc.Arbitrary<number> => (exists ? fc.nat({ max: 31 }) : fc.constant(0));

/** Operands that fit the row, all four of them. */
export function arbitraryOperands(row: Row): fc.Arbitrary<Required<Operands>> {
  const { rd, rs1, rs2, immediate } = formats[row.format];
  const imm = immediate
    ? fc
        .integer({ min: immediate.minimum / immediate.multiple, max: immediate.maximum / immediate.multiple })
        .map((value) => value * immediate.multiple)
    : fc.constant(0);
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
