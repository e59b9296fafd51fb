/**
 * Multiplication and division (unprivileged specification, "M" extension). Division never traps: the table "Semantics for
 * division by zero and division overflow" is spelt out with `when`, because the engines' own division does trap.
 */
import {
  call, constant, divS, divU, eq, extend32S, extend32U, mul, remS, remU, rs1, rs2, sub, when,
} from '../expression'; // prettier-ignore
import type { Expression } from '../expression';
import { compute, definer, Opcode, pattern } from './define';

const define = definer('M');

const register = (name: string, funct3: number, value: Expression, doc: string) =>
  define(name, 'r', pattern(Opcode.op, funct3, 1), compute(value), doc);
const register32 = (name: string, funct3: number, value: Expression, doc: string) =>
  define(name, 'r', pattern(Opcode.op32, funct3, 1), compute(value), doc);

const zero = constant(0n);
const allOnes = constant(-1n);
const signed1 = extend32S(rs1);
const signed2 = extend32S(rs2);
const unsigned1 = extend32U(rs1);
const unsigned2 = extend32U(rs2);

// x / -1 is written as 0 - x: it wraps for the most negative x, as the specification wants. The 32-bit division needs no
// such care, for its quotient of at most 2^31 fits 64 bits.
const quotient = when(eq(rs2, allOnes), sub(zero, rs1), divS(rs1, rs2));

export const multiplyRows = [
  register('mul', 0, mul(rs1, rs2), 'Multiply: rd = the low 64 bits of rs1 * rs2.'),
  register(
    'mulh',
    1,
    call('mulh', rs1, rs2),
    'Multiply high: rd = the high 64 bits of rs1 * rs2, both signed.',
  ),
  register(
    'mulhsu',
    2,
    call('mulhsu', rs1, rs2),
    'Multiply high, signed by unsigned: rd = the high 64 bits of rs1 (signed) * rs2 (unsigned).',
  ),
  register(
    'mulhu',
    3,
    call('mulhu', rs1, rs2),
    'Multiply high, unsigned: rd = the high 64 bits of rs1 * rs2, both unsigned.',
  ),
  register(
    'div',
    4,
    when(eq(rs2, zero), allOnes, quotient),
    'Divide: rd = rs1 / rs2, signed, rounded toward zero; -1 if rs2 is 0.',
  ),
  register(
    'divu',
    5,
    when(eq(rs2, zero), allOnes, divU(rs1, rs2)),
    'Divide, unsigned: rd = rs1 / rs2; all bits one if rs2 is 0.',
  ),
  register(
    'rem',
    6,
    when(eq(rs2, zero), rs1, remS(rs1, rs2)),
    'Remainder: rd = rs1 modulo rs2 with the sign of rs1; rs1 if rs2 is 0.',
  ),
  register(
    'remu',
    7,
    when(eq(rs2, zero), rs1, remU(rs1, rs2)),
    'Remainder, unsigned: rd = rs1 modulo rs2; rs1 if rs2 is 0.',
  ),

  register32(
    'mulw',
    0,
    extend32S(mul(rs1, rs2)),
    'Multiply, 32 bits: rd = the low word of rs1 * rs2, sign-extended.',
  ),
  register32(
    'divw',
    4,
    when(eq(signed2, zero), allOnes, extend32S(divS(signed1, signed2))),
    'Divide, 32 bits: rd = low word of rs1 / low word of rs2, signed; -1 if the divisor is 0.',
  ),
  register32(
    'divuw',
    5,
    when(eq(unsigned2, zero), allOnes, extend32S(divU(unsigned1, unsigned2))),
    'Divide, unsigned, 32 bits: rd = low word of rs1 / low word of rs2, sign-extended; all bits one if the divisor is 0.',
  ),
  register32(
    'remw',
    6,
    when(eq(signed2, zero), signed1, remS(signed1, signed2)),
    'Remainder, 32 bits: rd = low word of rs1 modulo low word of rs2, signed; low word of rs1 if the divisor is 0.',
  ),
  register32(
    'remuw',
    7,
    when(eq(unsigned2, zero), signed1, extend32S(remU(unsigned1, unsigned2))),
    'Remainder, unsigned, 32 bits: rd = low word of rs1 modulo low word of rs2, sign-extended; low word of rs1 if the divisor is 0.',
  ),
];
