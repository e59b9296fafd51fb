/** Jumps: over a few halfwords, forward and backward, and to where nothing can be fetched. */
import type { Row } from '../../../src/isa/row';
import { encode } from '../../../src/isa/encode';
import { rowNamed } from '../../../src/isa/rows';
import { NOTHING } from '../memory-map';
import { RECOVERY, type Emitter } from '../emitter';

/** c.addi that leaves a trace in a register, to tell who came by. */
export function mark(emitter: Emitter): () => void {
  const [register] = emitter.scratch(1);
  const amount = 1 + emitter.random.below(31);
  return () => emitter.half(0x0001 | (register << 7) | ((amount & 31) << 2));
}

/** `emitJump` puts an instruction of 4 bytes that goes to pc + its argument, or on. */
function around(emitter: Emitter, emitJump: (distance: number) => void): void {
  const { random } = emitter;
  const jal = (imm: number): void => emitter.word(encode(rowNamed('jal'), { imm }));
  const skipped = 1 + random.below(3);
  const trace = mark(emitter);
  const traces = (): void => {
    for (let n = 0; n < skipped; n++) trace();
  };
  if (random.once(2)) {
    emitJump(4 + 2 * skipped);
    traces();
    return;
  }
  // j 1f; 2: traces; j 3f; 1: jump 2b; 3:
  jal(8 + 2 * skipped);
  traces();
  jal(8);
  emitJump(-(4 + 2 * skipped));
}

export function branch(emitter: Emitter, row: Row): void {
  const rs1 = emitter.source();
  const rs2 = emitter.random.once(4) ? rs1 : emitter.source();
  around(emitter, (imm) => emitter.put(row.name, { rs1, rs2, imm }));
}

export function jump(emitter: Emitter, row: Row): void {
  const { random } = emitter;
  if (row.name === 'jal') {
    const rd = emitter.destination();
    around(emitter, (imm) => emitter.put('jal', { rd, imm }));
    return;
  }
  const [base] = emitter.scratch(1);
  const rd = random.once(3) ? base : emitter.destination();
  const skipped = 1 + random.below(3);
  const lead = random.pick([0, 0x7e0, -0x7e0]);
  const trace = mark(emitter);
  emitter.put('auipc', { rd: base });
  emitter.put('addi', { rd: base, rs1: base, imm: lead });
  // Bit 0 of the target is cleared.
  emitter.put('jalr', { rd, rs1: base, imm: 12 + 2 * skipped - lead + random.below(2) });
  for (let n = 0; n < skipped; n++) trace();
}

/** To an address that cannot be fetched from; the trap handler goes on behind. */
export function wildJump(emitter: Emitter): void {
  const { random } = emitter;
  if (emitter.literalsLeft < 3) return;
  const [base] = emitter.scratch(1);
  const target = random.pick([
    0x0000_0000_0000_0000n, // no memory, not mapped
    0x0000_0038_0000_0000n,
    0xffff_fff0_0000_0000n,
    0x0000_0040_0000_0000n, // not canonical
    0xff00_0000_8000_0000n,
    BigInt(NOTHING),
  ]);
  const rd = emitter.destination();
  emitter.loadLiteral(base, () => target);
  emitter.put('auipc', { rd: RECOVERY });
  emitter.put('addi', { rd: RECOVERY, rs1: RECOVERY, imm: 12 });
  emitter.put('jalr', { rd, rs1: base, imm: 2 * random.below(8) });
}
