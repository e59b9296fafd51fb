/** Slots about who accesses memory. */
import { rows } from '../../../src/isa/rows';
import { SAFE, type Emitter } from '../emitter';
import { virtualAddress } from '../addresses';

const MSTATUS = 0x300;

/** Another address for a pointer. */
export function reload(emitter: Emitter): void {
  if (emitter.literalsLeft < 2) return;
  const register = emitter.random.pick([2, 9, 10, 11, 12, 13, 14, 15]);
  const value = emitter.addresses();
  emitter.loadLiteral(register, () => value);
  emitter.pointers.add(register);
}

const loads = rows.filter((row) => row.meaning.kind === 'load');
const stores = rows.filter((row) => row.meaning.kind === 'store');

/** In machine mode: a few accesses with the rights and the eyes of another mode (mstatus.MPRV). */
export function modifiedPrivilege(emitter: Emitter): void {
  const { random } = emitter;
  if (!emitter.translated || emitter.literalsLeft < 4) return reload(emitter);
  const [set, clear, pointer, ...results] = emitter.scratch(6) as [number, number, number, ...number[]];
  const MPRV = 1n << 17n;
  const MODES = (3n << 11n) | (3n << 18n);
  const address = virtualAddress(random);
  const status = MPRV | (random.long() & MODES & ~(1n << 12n)) | (random.once(6) ? 3n << 11n : 0n);
  emitter.loadLiteral(pointer, () => address);
  emitter.loadLiteral(clear, () => MPRV | MODES);
  emitter.loadLiteral(set, () => status);
  const bases = [pointer, pointer, SAFE, emitter.pointer()];
  for (let count = 1 + random.below(3); count > 0; count--) {
    // Every time, for a trap changes MPP (and, deviation "mprv-after-trap", QEMU may not notice).
    emitter.put('csrrc', { rs1: clear, imm: MSTATUS });
    emitter.put('csrrs', { rs1: set, imm: MSTATUS });
    const rs1 = random.pick(bases);
    const imm = random.once(2) ? random.below(64) - 32 : random.below(4096) - 2048;
    if (random.once(2)) emitter.put(random.pick(stores).name, { rs1, imm, rs2: emitter.source() });
    else emitter.put(random.pick(loads).name, { rs1, imm, rd: random.pick(results) });
  }
  emitter.put('csrrc', { rs1: clear, imm: MSTATUS });
}
