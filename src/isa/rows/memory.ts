/** Loads, stores and fences (unprivileged specification, "RV32I", "RV64I", "Zifencei"). */
import { add, imm, rs1, rs2 } from '../expression';
import { definer, Opcode, pattern } from './define';

type Width = 1 | 2 | 4 | 8;

const define = definer('I');
const address = add(rs1, imm);

const load = (name: string, funct3: number, width: Width, signed: boolean, doc: string) =>
  define(name, 'load', pattern(Opcode.load, funct3), { kind: 'load', width, signed, address }, doc);
const store = (name: string, funct3: number, width: Width, doc: string) =>
  define(name, 's', pattern(Opcode.store, funct3), { kind: 'store', width, address, value: rs2 }, doc);

export const memoryRows = [
  load('lb', 0, 1, true, 'Load byte: rd = the byte at address rs1 + imm, sign-extended.'),
  load('lh', 1, 2, true, 'Load halfword: rd = the 2 bytes at address rs1 + imm, sign-extended.'),
  load('lw', 2, 4, true, 'Load word: rd = the 4 bytes at address rs1 + imm, sign-extended.'),
  load('ld', 3, 8, true, 'Load doubleword: rd = the 8 bytes at address rs1 + imm.'),
  load('lbu', 4, 1, false, 'Load byte, unsigned: rd = the byte at address rs1 + imm, zero-extended.'),
  load('lhu', 5, 2, false, 'Load halfword, unsigned: rd = the 2 bytes at address rs1 + imm, zero-extended.'),
  load('lwu', 6, 4, false, 'Load word, unsigned: rd = the 4 bytes at address rs1 + imm, zero-extended.'),
  store('sb', 0, 1, 'Store byte: the low byte of rs2 goes to address rs1 + imm.'),
  store('sh', 1, 2, 'Store halfword: the low 2 bytes of rs2 go to address rs1 + imm.'),
  store('sw', 2, 4, 'Store word: the low 4 bytes of rs2 go to address rs1 + imm.'),
  store('sd', 3, 8, 'Store doubleword: rs2 goes to the 8 bytes at address rs1 + imm.'),
  // The register fields of both fences are reserved, and an implementation ignores them.
  define(
    'fence',
    'fence',
    pattern(Opcode.miscMem, 0),
    { kind: 'fence' },
    'Fence: other CPUs and devices see the accesses before it (predecessors) before those behind it (successors).',
  ),
  definer('Zifencei')(
    'fence.i',
    'fixed',
    pattern(Opcode.miscMem, 1),
    { kind: 'fenceI' },
    'Instruction fence: from here on this CPU executes the instructions that it has stored in memory before.',
  ),
];
