import { decode } from '../../src/isa/decode';
import { disassemble } from '../../src/isa/disassemble';
import type { ProgramBlock } from './program';

/** The instructions of a slot, one a line, with their offsets in the code. */
export function disassembleSlot(block: ProgramBlock, slot: number): string {
  const from = block.slots[slot] ?? 0;
  const to = block.slots[slot + 1] ?? block.halves.length * 2;
  const lines: string[] = [];
  for (let at = from; at < to;) {
    const low = block.halves[at / 2];
    const word = (low | ((block.halves[at / 2 + 1] ?? 0) << 16)) >>> 0;
    const decoded = decode(word);
    const length = (low & 3) === 3 ? 4 : 2;
    const offset = block.start + at;
    const bits = (length === 4 ? word : low).toString(16).padStart(2 * length, '0');
    const text = decoded ? disassemble(decoded, { address: BigInt(offset) }) : '(illegal)';
    lines.push(`  +0x${offset.toString(16)}  ${bits.padEnd(8)}  ${text}`);
    at += length;
  }
  return lines.join('\n');
}
