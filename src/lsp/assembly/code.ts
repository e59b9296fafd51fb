import { decode, instructionLength } from '../../isa/decode';
import type { Decoded } from '../../isa/row';
import type { Piece } from '../source/pieces';
import type { Assembly } from './assembly';

/** The instructions of each statement, by the offset where the statement begins in the text. */
const known = new WeakMap<Assembly, ReadonlyMap<number, readonly Decoded[]>>();

/**
 * The machine instructions that a statement became, as far as they are known: the first one of each step of its expansion.
 * Empty when there are mistakes in it.
 */
export function instructionsOf(assembly: Assembly, piece: Piece): readonly Decoded[] {
  let all = known.get(assembly);
  if (all === undefined) known.set(assembly, (all = decodeAll(assembly)));
  return (piece.head && all.get(piece.head.start)) ?? [];
}

function decodeAll({ unit }: Assembly): Map<number, Decoded[]> {
  const byStart = new Map<number, Decoded[]>();
  for (const { whole } of unit.sections) {
    if (whole === undefined) continue;
    const bytes = whole.bytes.finish();
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (const { offset, span } of whole.marks) {
      if (span.source !== unit.source || offset + 2 > view.byteLength) continue;
      const low = view.getUint16(offset, true);
      const isWhole = offset + instructionLength(low) <= view.byteLength;
      const decoded = isWhole
        ? decode(instructionLength(low) === 4 ? view.getUint32(offset, true) : low)
        : undefined;
      if (decoded === undefined) continue;
      const list = byStart.get(span.start);
      if (list) list.push(decoded);
      else byStart.set(span.start, [decoded]);
    }
  }
  return byStart;
}
