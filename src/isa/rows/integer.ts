/** Computation on registers and immediates (unprivileged specification, chapters "RV32I" and "RV64I"). */
import {
  add, and, constant, extend32S, extend32U, imm, ltS, ltU, or, pc, rs1, rs2, shl, shrS, shrU, sub, xor,
} from '../expression'; // prettier-ignore
import type { Expression } from '../expression';
import { compute, definer, Opcode, pattern } from './define';

const define = definer('I');

const immediate = (
  name: string,
  funct3: number,
  value: Expression,
  doc: string,
  opcode: number = Opcode.opImm,
) => define(name, 'i', pattern(opcode, funct3), compute(value), doc);
const register = (name: string, funct7: number, funct3: number, value: Expression, doc: string) =>
  define(name, 'r', pattern(Opcode.op, funct3, funct7), compute(value), doc);
const register32 = (name: string, funct7: number, funct3: number, value: Expression, doc: string) =>
  define(name, 'r', pattern(Opcode.op32, funct3, funct7), compute(value), doc);
const shift = (name: string, funct6: number, funct3: number, value: Expression, doc: string) =>
  define(name, 'shift64', pattern(Opcode.opImm, funct3, funct6, 6), compute(value), doc);
const shift32 = (name: string, funct7: number, funct3: number, value: Expression, doc: string) =>
  define(name, 'shift32', pattern(Opcode.opImm32, funct3, funct7), compute(value), doc);

/** A 32-bit shift looks at 5 bits of the amount only; wasm's 64-bit shift would look at 6. */
const amount32 = and(rs2, constant(31n));

export const integerRows = [
  define(
    'lui',
    'u',
    pattern(Opcode.lui),
    compute(imm),
    'Load upper immediate: rd = imm, a multiple of 4096.',
  ),
  define(
    'auipc',
    'u',
    pattern(Opcode.auipc),
    compute(add(pc, imm)),
    'Add upper immediate to pc: rd = address of this instruction + imm, a multiple of 4096.',
  ),

  immediate('addi', 0, add(rs1, imm), 'Add immediate: rd = rs1 + imm; overflow wraps around.'),
  immediate(
    'slti',
    2,
    ltS(rs1, imm),
    'Set if less than immediate: rd = 1 if rs1 < imm as signed numbers, else 0.',
  ),
  immediate(
    'sltiu',
    3,
    ltU(rs1, imm),
    'Set if less than immediate, unsigned: rd = 1 if rs1 < imm as unsigned numbers, else 0.',
  ),
  immediate(
    'xori',
    4,
    xor(rs1, imm),
    'Exclusive or immediate: rd = rs1 ^ imm; with imm -1 all bits are inverted.',
  ),
  immediate('ori', 6, or(rs1, imm), 'Or immediate: rd = rs1 | imm.'),
  immediate('andi', 7, and(rs1, imm), 'And immediate: rd = rs1 & imm.'),
  shift('slli', 0x00, 1, shl(rs1, imm), 'Shift left logical: rd = rs1 << imm; zeros come in from the right.'),
  shift(
    'srli',
    0x00,
    5,
    shrU(rs1, imm),
    'Shift right logical: rd = rs1 >> imm; zeros come in from the left.',
  ),
  shift(
    'srai',
    0x10,
    5,
    shrS(rs1, imm),
    'Shift right arithmetic: rd = rs1 >> imm; copies of the sign bit come in from the left.',
  ),

  register('add', 0x00, 0, add(rs1, rs2), 'Add: rd = rs1 + rs2; overflow wraps around.'),
  register('sub', 0x20, 0, sub(rs1, rs2), 'Subtract: rd = rs1 - rs2; overflow wraps around.'),
  register('sll', 0x00, 1, shl(rs1, rs2), 'Shift left logical: rd = rs1 << the low 6 bits of rs2.'),
  register('slt', 0x00, 2, ltS(rs1, rs2), 'Set if less than: rd = 1 if rs1 < rs2 as signed numbers, else 0.'),
  register(
    'sltu',
    0x00,
    3,
    ltU(rs1, rs2),
    'Set if less than, unsigned: rd = 1 if rs1 < rs2 as unsigned numbers, else 0.',
  ),
  register('xor', 0x00, 4, xor(rs1, rs2), 'Exclusive or: rd = rs1 ^ rs2.'),
  register(
    'srl',
    0x00,
    5,
    shrU(rs1, rs2),
    'Shift right logical: rd = rs1 >> the low 6 bits of rs2; zeros come in from the left.',
  ),
  register(
    'sra',
    0x20,
    5,
    shrS(rs1, rs2),
    'Shift right arithmetic: rd = rs1 >> the low 6 bits of rs2; copies of the sign bit come in from the left.',
  ),
  register('or', 0x00, 6, or(rs1, rs2), 'Or: rd = rs1 | rs2.'),
  register('and', 0x00, 7, and(rs1, rs2), 'And: rd = rs1 & rs2.'),

  immediate(
    'addiw',
    0,
    extend32S(add(rs1, imm)),
    'Add immediate, 32 bits: rd = low word of rs1 + imm, sign-extended.',
    Opcode.opImm32,
  ),
  shift32(
    'slliw',
    0x00,
    1,
    extend32S(shl(rs1, imm)),
    'Shift left logical, 32 bits: rd = low word of rs1 << imm, sign-extended.',
  ),
  shift32(
    'srliw',
    0x00,
    5,
    extend32S(shrU(extend32U(rs1), imm)),
    'Shift right logical, 32 bits: rd = low word of rs1 >> imm with zeros from the left, then sign-extended.',
  ),
  shift32(
    'sraiw',
    0x20,
    5,
    shrS(extend32S(rs1), imm),
    'Shift right arithmetic, 32 bits: rd = low word of rs1 >> imm with copies of its sign bit from the left.',
  ),

  register32(
    'addw',
    0x00,
    0,
    extend32S(add(rs1, rs2)),
    'Add, 32 bits: rd = low word of rs1 + rs2, sign-extended.',
  ),
  register32(
    'subw',
    0x20,
    0,
    extend32S(sub(rs1, rs2)),
    'Subtract, 32 bits: rd = low word of rs1 - rs2, sign-extended.',
  ),
  register32(
    'sllw',
    0x00,
    1,
    extend32S(shl(rs1, amount32)),
    'Shift left logical, 32 bits: rd = low word of rs1 << the low 5 bits of rs2, sign-extended.',
  ),
  register32(
    'srlw',
    0x00,
    5,
    extend32S(shrU(extend32U(rs1), amount32)),
    'Shift right logical, 32 bits: rd = low word of rs1 >> the low 5 bits of rs2 with zeros from the left, then sign-extended.',
  ),
  register32(
    'sraw',
    0x20,
    5,
    shrS(extend32S(rs1), amount32),
    'Shift right arithmetic, 32 bits: rd = low word of rs1 >> the low 5 bits of rs2 with copies of its sign bit from the left.',
  ),
];
