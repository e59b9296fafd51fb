import type { CompressedRow, Format, Row } from './row';

/**
 * How operands are written, as GNU as has it. Words are placeholders: registers `rd`, `rs1`, `rs2`; `imm` in decimal;
 * `shamt` an amount in hexadecimal; `upper` the upper 20 bits; `target` an address (pc + imm); `csr` its name; `zimm` the
 * 5-bit immediate of CSR instructions; `pred`, `succ` the sets of a fence.
 */
const formatSyntax: Readonly<Record<Format, string>> = {
  r: 'rd,rs1,rs2',
  i: 'rd,rs1,imm',
  load: 'rd,imm(rs1)',
  jalr: 'rd,imm(rs1)',
  s: 'rs2,imm(rs1)',
  b: 'rs1,rs2,target',
  u: 'rd,upper',
  j: 'rd,target',
  shift64: 'rd,rs1,shamt',
  shift32: 'rd,rs1,shamt',
  csr: 'rd,csr,rs1',
  csrImmediate: 'rd,csr,zimm',
  amo: 'rd,rs2,(rs1)',
  loadReserved: 'rd,(rs1)',
  fence: 'pred,succ',
  fenceVma: 'rs1,rs2',
  fixed: '',
};

/** Where a compressed instruction is not written like the one it expands to. */
const compressedSyntax: Readonly<Record<string, string>> = {
  'c.nop': '',
  'c.addi': 'rd,imm',
  'c.addiw': 'rd,imm',
  'c.li': 'rd,imm',
  'c.addi16sp': 'rd,imm',
  'c.srli': 'rd,shamt',
  'c.srai': 'rd,shamt',
  'c.slli': 'rd,shamt',
  'c.andi': 'rd,imm',
  'c.sub': 'rd,rs2',
  'c.xor': 'rd,rs2',
  'c.or': 'rd,rs2',
  'c.and': 'rd,rs2',
  'c.subw': 'rd,rs2',
  'c.addw': 'rd,rs2',
  'c.j': 'target',
  'c.beqz': 'rs1,target',
  'c.bnez': 'rs1,target',
  'c.jr': 'rs1',
  'c.jalr': 'rs1',
  'c.mv': 'rd,rs2',
  'c.add': 'rd,rs2',
};

/** How the operands of a base instruction are written. */
export const operandSyntax = (row: Row): string => formatSyntax[row.format];

/** How the operands of a compressed instruction that expands to `row` are written. */
export const compressedOperandSyntax = (compressed: CompressedRow, row: Row): string =>
  compressedSyntax[compressed.name] ?? operandSyntax(row);
