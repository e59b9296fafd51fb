/** Jumps and branches (unprivileged specification, "RV32I", "Control Transfer Instructions"). */
import { add, and, constant, eq, geS, geU, imm, ltS, ltU, ne, pc, rs1, rs2 } from '../expression';
import type { Expression } from '../expression';
import { definer, Opcode, pattern } from './define';

const define = definer('I');
const target = add(pc, imm);

const branch = (name: string, funct3: number, condition: Expression, doc: string) =>
  define(name, 'b', pattern(Opcode.branch, funct3), { kind: 'branch', condition, target }, doc);

export const controlRows = [
  define(
    'jal',
    'j',
    pattern(Opcode.jal),
    { kind: 'jump', target },
    'Jump and link: continues at pc + imm; rd = the address of the instruction behind it (where to return to).',
  ),
  define(
    'jalr',
    'jalr',
    pattern(Opcode.jalr, 0),
    { kind: 'jump', target: and(add(rs1, imm), constant(-2n)) },
    'Jump and link register: continues at rs1 + imm (made even); rd = the address of the instruction behind it.',
  ),
  branch('beq', 0, eq(rs1, rs2), 'Branch if equal: continues at pc + imm if rs1 = rs2.'),
  branch('bne', 1, ne(rs1, rs2), 'Branch if not equal: continues at pc + imm if rs1 and rs2 differ.'),
  branch(
    'blt',
    4,
    ltS(rs1, rs2),
    'Branch if less than: continues at pc + imm if rs1 < rs2 as signed numbers.',
  ),
  branch(
    'bge',
    5,
    geS(rs1, rs2),
    'Branch if greater or equal: continues at pc + imm if rs1 >= rs2 as signed numbers.',
  ),
  branch(
    'bltu',
    6,
    ltU(rs1, rs2),
    'Branch if less than, unsigned: continues at pc + imm if rs1 < rs2 as unsigned numbers.',
  ),
  branch(
    'bgeu',
    7,
    geU(rs1, rs2),
    'Branch if greater or equal, unsigned: continues at pc + imm if rs1 >= rs2 as unsigned numbers.',
  ),
];
