/**
 * Compressed instructions from their operands: the inverse of what the rows expand to, found by expanding every halfword
 * of a row once. So there is no second description of their encodings.
 */
import type { Operands } from './encode';
import { isHint } from './hints';
import type { CompressedRow, Row } from './row';
import { rowNamed } from './rows';
import { compressedRows } from './rows/compressed';
import { compressedOperandSyntax } from './syntax';

/** A compressed row, and what its operands are. */
export interface CompressedShape {
  readonly compressed: CompressedRow;
  /** The row that it expands to. */
  readonly row: Row;
  /** How its operands are written. */
  readonly syntax: string;
  /** Registers that each operand may be, in ascending order. */
  readonly registers: {
    readonly rd: readonly number[];
    readonly rs1: readonly number[];
    readonly rs2: readonly number[];
  };
  /** Values that the immediate may have, in ascending order. */
  readonly immediates: readonly number[];
  /** The halfword with these operands; of those that the syntax does not have, any. Undefined when there is none. */
  readonly encode: (operands: Operands) => number | undefined;
}

const shapes = new Map<string, CompressedShape>();
const byName = new Map(compressedRows.map((row) => [row.name, row]));

export const compressedNames: readonly string[] = [...byName.keys()];

/** What is known about `c.addi`; undefined when nothing has that name. */
export function compressedShape(name: string): CompressedShape | undefined {
  const compressed = byName.get(name);
  if (compressed === undefined) return undefined;
  let shape = shapes.get(name);
  if (shape === undefined) shapes.set(name, (shape = shapeOf(compressed)));
  return shape;
}

function shapeOf(compressed: CompressedRow): CompressedShape {
  const halves = [...halvesOf(compressed)];
  const row = rowNamed(halves[0].expanded.name);
  const syntax = compressed.name === 'c.nop' ? 'imm' : compressedOperandSyntax(compressed, row);
  const words = new Set(syntax.match(/\w+/g));
  const has = { rd: words.has('rd'), rs1: words.has('rs1'), rs2: words.has('rs2') };
  const hasImmediate = ['imm', 'shamt', 'upper', 'target'].some((word) => words.has(word));
  const keyOf = ({ rd = 0, rs1 = 0, rs2 = 0, imm = 0 }: Operands): number =>
    (hasImmediate ? imm : 0) * 0x8000 +
    ((has.rd ? rd : 0) | ((has.rs1 ? rs1 : 0) << 5) | ((has.rs2 ? rs2 : 0) << 10));
  const found = new Map<number, number>();
  for (const { half, expanded } of halves) found.set(keyOf(expanded), half);
  const values = (of: (expanded: Required<Operands>) => number): number[] =>
    [...new Set(halves.map(({ expanded }) => of(expanded)))].sort((a, b) => a - b);
  return {
    compressed,
    row,
    syntax,
    registers: { rd: values(({ rd }) => rd), rs1: values(({ rs1 }) => rs1), rs2: values(({ rs2 }) => rs2) },
    immediates: values(({ imm }) => imm),
    encode: (operands) => found.get(keyOf(operands)),
  };
}

/** The halfwords that are this instruction: the bits outside of its mask take all values. */
function* halvesOf(row: CompressedRow) {
  const free = ~row.mask & 0xffff;
  let bits = 0;
  do {
    const half = row.match | bits;
    const expanded = compressedRows.find(
      ({ mask, match, expand }) => (half & mask) === match && expand(half),
    );
    if (expanded === row) yield { half, expanded: row.expand(half)! };
    bits = (bits - free) & free;
  } while (bits !== 0);
}

/** Compressed instructions by the row that they expand to, in the order in which GNU as prefers them. */
const preferred: Readonly<Record<string, readonly string[]>> = {
  addi: ['c.addi4spn', 'c.addi', 'c.nop', 'c.addi16sp', 'c.li'],
  addiw: ['c.addiw'], lui: ['c.lui'], ebreak: ['c.ebreak'],
  slli: ['c.slli'], srli: ['c.srli'], srai: ['c.srai'], andi: ['c.andi'],
  add: ['c.add', 'c.mv'], and: ['c.and'], or: ['c.or'], xor: ['c.xor'], sub: ['c.sub'], addw: ['c.addw'], subw: ['c.subw'],
  lw: ['c.lwsp', 'c.lw'], ld: ['c.ldsp', 'c.ld'], sw: ['c.swsp', 'c.sw'], sd: ['c.sdsp', 'c.sd'],
  jalr: ['c.jr', 'c.jalr'], jal: ['c.j'], beq: ['c.beqz'], bne: ['c.bnez'],
}; // prettier-ignore

/** Instructions whose two sources may change places. */
const commutative = new Set(['add', 'and', 'or', 'xor', 'addw']);

/** The halfword that does the same as an instruction, as GNU as chooses it; undefined when there is none. */
export function compress(row: Row, operands: Required<Operands>): number | undefined {
  const names = preferred[row.name];
  if (names === undefined) return undefined;
  const { rd, rs1, rs2, imm } = operands;
  for (const name of names) {
    const half = same(name, operands);
    if (half !== undefined) return half;
  }
  if (row.name === 'addi' && imm === 0 && rd !== 0 && rs1 !== 0) {
    return compressedShape('c.mv')!.encode({ rd, rs2: rs1 });
  }
  if (commutative.has(row.name) && rs1 !== 0) return same(names[0], { ...operands, rs1: rs2, rs2: rs1 });
  return undefined;
}

/** The halfword if it expands to exactly this, and is no hint: no plain instruction is compressed to one. */
function same(name: string, { rd, rs1, rs2, imm }: Required<Operands>): number | undefined {
  const shape = compressedShape(name)!;
  const half = shape.encode({ rd, rs1, rs2, imm });
  const expanded = half === undefined ? undefined : shape.compressed.expand(half);
  if (expanded === undefined || isHint(name, expanded)) return undefined;
  const isSame = expanded.rd === rd && expanded.rs1 === rs1 && expanded.rs2 === rs2 && expanded.imm === imm;
  return isSame ? half : undefined;
}
