import { decode } from '../../../src/isa/decode';
import type { CompressedRow, Decoded } from '../../../src/isa/row';
import type { Emitter } from '../emitter';
import { mark } from './control';

/** A compressed instruction with random operands; jumps skip a halfword. */
export function compressed(emitter: Emitter, row: CompressedRow): void {
  for (let attempt = 0; attempt < 40; attempt++) {
    const half = (emitter.random.below(0x1_0000) & ~row.mask) | row.match;
    const decoded = decode(half);
    if (decoded?.compressed === row && suits(emitter, decoded)) return;
  }
}

/** Emits the instruction if it does no harm. */
function suits(emitter: Emitter, { row, rd, rs1, imm, word, compressed: own }: Decoded): boolean {
  const { random } = emitter;
  const writes = rd !== 0;
  const trace = mark(emitter);
  switch (row.meaning.kind) {
    case 'branch':
    case 'jump': {
      if (row.name === 'jalr') {
        // The target has to be computed first: behind a halfword that is skipped.
        if (rs1 === 0 || !emitter.mayWrite(rs1) || !emitter.mayWrite(rd)) return false;
        emitter.wrote(rs1);
        emitter.wrote(rd);
        emitter.put('auipc', { rd: rs1 });
        emitter.put('addi', { rd: rs1, rs1, imm: 12 + random.below(2) });
        break;
      }
      const [scratchless] = forward
        .get(own!.name)!
        .filter((half) => ((half ^ word) & registerMask(own!)) === 0);
      if (scratchless === undefined || imm === 0) return false;
      emitter.cover(own!.name);
      emitter.half(scratchless);
      trace();
      return true;
    }
    case 'load':
    case 'store':
      if (!emitter.pointers.has(rs1)) return false;
      break;
    case 'compute':
    case 'system':
      break;
    default:
      return false;
  }
  // An address that moves a little is one still.
  if (writes && row.name !== 'jalr' && own!.name !== 'c.addi16sp') {
    if (!emitter.mayWrite(rd)) return false;
    emitter.wrote(rd);
  }
  emitter.cover(own!.name);
  emitter.half(word);
  if (row.name === 'jalr') trace();
  return true;
}

const registerMask = (row: CompressedRow): number => (row.name === 'c.j' ? 0 : 0x0380);

/** For each jump, its halfwords that skip one halfword. */
const forward = new Map<string, number[]>();
for (let half = 0; half < 0x1_0000; half++) {
  if ((half & 3) === 3) continue;
  const decoded = decode(half);
  if (!decoded?.compressed || decoded.imm !== 4) continue;
  if (!['c.j', 'c.beqz', 'c.bnez'].includes(decoded.compressed.name)) continue;
  const { name } = decoded.compressed;
  forward.set(name, [...(forward.get(name) ?? []), half]);
}
