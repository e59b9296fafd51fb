import type { Expression } from '../expression';
import type { Extension, Format, Meaning, Row } from '../row';

/** A row before it has its place in the table. */
export type RowDefinition = Omit<Row, 'index'>;

/** Major opcodes (unprivileged specification, table "RISC-V base opcode map"). */
export const Opcode = {
  load: 0x03,
  miscMem: 0x0f,
  opImm: 0x13,
  auipc: 0x17,
  opImm32: 0x1b,
  store: 0x23,
  amo: 0x2f,
  op: 0x33,
  lui: 0x37,
  op32: 0x3b,
  branch: 0x63,
  jalr: 0x67,
  jal: 0x6f,
  system: 0x73,
} as const;

/** The fixed bits of an encoding. */
export interface Pattern {
  readonly mask: number;
  readonly match: number;
}

/**
 * The fixed bits of a word: opcode, funct3 (bits 14:12), and the top `topWidth` bits (7 for funct7, 6 for a
 * 64-bit shift, 5 for an AMO). What is left out is operand.
 */
export function pattern(opcode: number, funct3?: number, top?: number, topWidth = 7): Pattern {
  let mask = 0x7f;
  let match = opcode;
  if (funct3 !== undefined) {
    mask |= 7 << 12;
    match |= funct3 << 12;
  }
  if (top !== undefined) {
    mask |= -1 << (32 - topWidth);
    match |= top << (32 - topWidth);
  }
  return { mask: mask >>> 0, match: match >>> 0 };
}

/** An instruction without operands: every bit is fixed. */
export const exactly = (word: number): Pattern => ({ mask: 0xffff_ffff, match: word });

/** Makes rows of one extension. */
export const definer =
  (extension: Extension) =>
  (name: string, format: Format, bits: Pattern, meaning: Meaning, doc: string): RowDefinition => ({
    name,
    extension,
    format,
    ...bits,
    meaning,
    doc,
  });

export const compute = (value: Expression): Meaning => ({ kind: 'compute', value });
