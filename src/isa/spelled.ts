import { hex } from '../base/integers';
import { decode } from './decode';
import { disassemble } from './disassemble';
import { encode } from './encode';
import { compressedShape } from './encode-compressed';
import type { Decoded } from './row';

const TOTAL_STORE_ORDER = 0x833;

/**
 * An instruction as the assembler takes it back, bit by bit: compressed ones under their `c.` names, targets as distances
 * (`. + 8`), and by its bits (`.insn 4, 0x...`) what has no other spelling.
 * @param word 32 bits, or 16 of a compressed instruction
 * @param aliases with pseudo-instructions; compressed instructions keep their own names
 */
export function spelled(word: number, aliases = false): string {
  const decoded = decode(word);
  if (decoded === undefined || !isSpellable(decoded)) return bits(word);
  const text = disassemble(decoded, {
    address: 0n,
    aliases: aliases && decoded.length === 4,
    isRelative: true,
  });
  return text;
}

/** An instruction by its bits. */
export function bits(word: number): string {
  return (word & 3) === 3 ? `.insn 4, ${hex(word >>> 0, 8)}` : `.insn 2, ${hex(word & 0xffff, 4)}`;
}

/** Whether the operands say all: bits that the hardware does not look at may be set otherwise. */
function isSpellable({ row, compressed, rd, rs1, rs2, imm, word }: Decoded): boolean {
  if (compressed !== undefined)
    return compressedShape(compressed.name)!.encode({ rd, rs1, rs2, imm }) === word;
  if (encode(row, { rd, rs1, rs2, imm }) !== word >>> 0) return false;
  return (
    row.format !== 'fence' ||
    imm === TOTAL_STORE_ORDER ||
    (imm <= 0xff && (imm & 0xf) !== 0 && imm >> 4 !== 0)
  );
}
