import type { Format, Row } from '../../isa/row';

interface Field {
  readonly name: string;
  readonly high: number;
  readonly low: number;
}

const field = (name: string, high: number, low: number): Field => ({ name, high, low });
const funct7 = field('funct7', 31, 25);
const rs2 = field('rs2', 24, 20);
const rs1 = field('rs1', 19, 15);
const funct3 = field('funct3', 14, 12);
const rd = field('rd', 11, 7);
const opcode = field('opcode', 6, 0);
const immediate = [field('imm[11:0]', 31, 20), rs1, funct3, rd, opcode];
const order = [field('funct5', 31, 27), field('aq', 26, 26), field('rl', 25, 25)];

/** From bit 31 down (unprivileged specification, "RV32/64G Instruction Set Listings"). */
const layouts: Readonly<Record<Format, readonly Field[]>> = {
  r: [funct7, rs2, rs1, funct3, rd, opcode],
  i: immediate,
  load: immediate,
  jalr: immediate,
  s: [field('imm[11:5]', 31, 25), rs2, rs1, funct3, field('imm[4:0]', 11, 7), opcode],
  b: [field('imm[12|10:5]', 31, 25), rs2, rs1, funct3, field('imm[4:1|11]', 11, 7), opcode],
  u: [field('imm[31:12]', 31, 12), rd, opcode],
  j: [field('imm[20|10:1|11|19:12]', 31, 12), rd, opcode],
  shift64: [field('funct6', 31, 26), field('shamt', 25, 20), rs1, funct3, rd, opcode],
  shift32: [funct7, field('shamt', 24, 20), rs1, funct3, rd, opcode],
  csr: [field('csr', 31, 20), rs1, funct3, rd, opcode],
  csrImmediate: [field('csr', 31, 20), field('zimm', 19, 15), funct3, rd, opcode],
  amo: [...order, rs2, rs1, funct3, rd, opcode],
  loadReserved: [...order, field('rs2', 24, 20), rs1, funct3, rd, opcode],
  fence: [field('fm', 31, 28), field('pred', 27, 24), field('succ', 23, 20), rs1, funct3, rd, opcode],
  fenceVma: [funct7, rs2, rs1, funct3, rd, opcode],
  fixed: [field('funct12', 31, 20), rs1, funct3, rd, opcode],
};

/**
 * The fields of an instruction, drawn one beside the other: bit numbers, bits, names.
 * @param word the instruction; without one, bits that depend on the operands are dots
 */
export function drawEncoding(row: Row, word?: number): string {
  const columns = layouts[row.format].map(({ name, high, low }) => {
    const numbers = high === low ? String(high) : `${high}-${low}`;
    const bits = bitsOf(row, word, high, low);
    return [numbers, bits, name].map((cell, _, cells) =>
      cell.padEnd(Math.max(...cells.map(({ length }) => length))),
    );
  });
  return [0, 1, 2]
    .map((line) =>
      columns
        .map((column) => column[line])
        .join(' | ')
        .trimEnd(),
    )
    .join('\n');
}

function bitsOf(row: Row, word: number | undefined, high: number, low: number): string {
  let bits = '';
  for (let bit = high; bit >= low; bit--) {
    const isFixed = ((row.mask >>> bit) & 1) === 1;
    const source = word ?? row.match;
    bits += isFixed || word !== undefined ? String((source >>> bit) & 1) : '.';
  }
  return bits;
}
