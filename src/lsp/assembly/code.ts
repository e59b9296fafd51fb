import { decode, instructionLength } from '../../isa/decode';
import type { Decoded } from '../../isa/row';
import type { Piece } from '../source/pieces';
import type { Assembly } from './assembly';

/** The machine instructions that a statement became. Empty when there are mistakes in it. */
export function instructionsOf(assembly: Assembly, piece: Piece): Decoded[] {
  const statement = assembly.statement(piece);
  if (statement?.kind !== 'instruction') return [];
  const { bytes } = statement;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const instructions: Decoded[] = [];
  for (let offset = 0; offset + 2 <= view.byteLength;) {
    const low = view.getUint16(offset, true);
    const length = instructionLength(low);
    if (offset + length > view.byteLength) break;
    const decoded = decode(length === 4 ? view.getUint32(offset, true) : low);
    if (decoded === undefined) break;
    instructions.push(decoded);
    offset += length;
  }
  return instructions;
}
