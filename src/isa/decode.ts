import { formats } from './formats';
import type { CompressedRow, Decoded, Row } from './row';
import { rowNamed, rows } from './rows';
import { compressedRows } from './rows/compressed';

const isFull = (word: number): boolean => (word & 3) === 3;

/** Rows by opcode (bits 6:2) and funct3; a row whose format has no funct3 is in all eight buckets of its opcode. */
const buckets: readonly (readonly Row[])[] = Array.from({ length: 256 }, (_, key) => {
  const word = ((key >> 3) << 2) | ((key & 7) << 12) | 3;
  return rows.filter((row) => ((word ^ row.match) & row.mask & 0x707f) === 0);
});

/** Compressed rows by quadrant (bits 1:0) and funct3 (bits 15:13). */
const compressedBuckets: readonly (readonly CompressedRow[])[] = Array.from({ length: 32 }, (_, key) => {
  const half = (key & 3) | ((key >> 2) << 13);
  return compressedRows.filter((row) => ((half ^ row.match) & row.mask & 0xe003) === 0);
});

/**
 * The instruction that a word in memory is.
 * @param word 32 bits, little endian, as a signed or unsigned number. If its low two bits are not 3 the instruction is
 *   compressed and the high half is not looked at.
 * @returns undefined for an illegal instruction: a reserved encoding, or of an extension that the machine lacks.
 */
export function decode(word: number): Decoded | undefined {
  if (!isFull(word)) return decodeCompressed(word & 0xffff);
  const bucket = buckets[((word << 1) & 0xf8) | ((word >>> 12) & 7)];
  for (const row of bucket) {
    if (((word ^ row.match) & row.mask) === 0) return decodeAs(row, word);
  }
  return undefined;
}

function decodeAs(row: Row, word: number): Decoded {
  const shape = formats[row.format];
  return {
    row,
    rd: shape.rd ? (word >>> 7) & 31 : 0,
    rs1: shape.rs1 ? (word >>> 15) & 31 : 0,
    rs2: shape.rs2 ? (word >>> 20) & 31 : 0,
    imm: shape.immediate ? shape.immediate.decode(word) : 0,
    length: 4,
    word: word >>> 0,
  };
}

function decodeCompressed(half: number): Decoded | undefined {
  for (const compressed of compressedBuckets[(half & 3) | ((half >>> 13) << 2)]) {
    if (((half ^ compressed.match) & compressed.mask) !== 0) continue;
    const expanded = compressed.expand(half);
    if (!expanded) continue;
    const { name, rd, rs1, rs2, imm } = expanded;
    return { row: rowNamed(name), rd, rs1, rs2, imm, length: 2, word: half, compressed };
  }
  return undefined;
}

/** Bytes of the instruction that begins with this halfword: 2, or 4 when its low two bits are both set. */
export const instructionLength = (half: number): 2 | 4 => (isFull(half) ? 4 : 2);
