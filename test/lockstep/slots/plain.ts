/** Slots of one instruction that does not jump. */
import { formats } from '../../../src/isa/formats';
import type { Row } from '../../../src/isa/row';
import { SAFE, type Emitter } from '../emitter';
import type { Situation } from '../situation';

export function compute(emitter: Emitter, row: Row): void {
  const { random } = emitter;
  const shape = formats[row.format];
  const { immediate } = shape;
  const imm = immediate
    ? random.pick([
        immediate.minimum,
        immediate.maximum,
        ...Array.from(
          { length: 6 },
          () =>
            immediate.minimum +
            random.below((immediate.maximum - immediate.minimum) / immediate.multiple + 1) *
              immediate.multiple,
        ),
      ])
    : 0;
  emitter.put(row.name, {
    rs1: shape.rs1 ? emitter.source() : 0,
    rs2: shape.rs2 ? emitter.source() : 0,
    imm,
    rd: emitter.destination(),
  });
}

const displacement = (emitter: Emitter): number => {
  const { random } = emitter;
  if (random.once(2)) return random.below(64) - 32;
  return random.once(3) ? random.pick([-2048, 2047, 2040]) : (random.below(32) - 16) * 8;
};

export function load(emitter: Emitter, row: Row): void {
  const rs1 = emitter.pointer();
  emitter.put(row.name, { rs1, imm: displacement(emitter), rd: emitter.destination() });
}

export function store(emitter: Emitter, row: Row): void {
  emitter.put(row.name, { rs1: emitter.pointer(), imm: displacement(emitter), rs2: emitter.source() });
}

export function atomic(emitter: Emitter, situation: Situation, row: Row): void {
  const { random } = emitter;
  const imm = random.below(4);
  if (row.meaning.kind === 'amo') {
    // A safe address keeps most of them from trapping.
    let rs1 = SAFE;
    if (emitter.literalsLeft > 4 && random.once(2)) {
      [rs1] = emitter.scratch(1) as [number];
      // Deviation "amo-no-memory".
      const address = emitter.addresses(true);
      emitter.loadLiteral(rs1, () => address);
    }
    emitter.put(row.name, { rs1, rs2: emitter.source(), imm, rd: emitter.destination() });
    return;
  }
  const suffix = row.name.slice(2);
  if (row.meaning.kind === 'loadReserved') {
    emitter.put(`lr${suffix}`, { rs1: emitter.pointer(), imm, rd: emitter.destination() });
    return;
  }
  // Deviations "reservation": sc only where lr just reserved what can be written, and once more, or elsewhere, to fail.
  if (!situation.isSafe) return;
  emitter.put(`lr${suffix}`, { rs1: SAFE, rd: emitter.destination() });
  let rs1 = SAFE;
  if (random.once(4)) {
    const [other] = emitter.scratch(1);
    emitter.put('addi', { rd: other, rs1: SAFE, imm: random.pick([-16, 8, 16]) });
    rs1 = other!;
  }
  emitter.put(row.name, { rs1, rs2: emitter.source(), imm, rd: emitter.destination() });
  if (random.once(4)) emitter.put(row.name, { rs1: SAFE, rs2: emitter.source(), rd: emitter.destination() });
}

/** With all bits that do not matter: they are reserved, and to be ignored ("Memory Ordering Instructions"). */
export function fence(emitter: Emitter, row: Row): void {
  const { random } = emitter;
  emitter.cover(row.name);
  emitter.word((random.word() & ~row.mask) | row.match);
}
