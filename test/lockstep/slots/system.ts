/** Traps on purpose, trap returns, waiting, address-translation fences. */
import type { SystemOperation } from '../../../src/isa/row';
import { RECOVERY, SAFE, type Emitter, type Mode } from '../emitter';
import type { Situation } from '../situation';

const MSTATUS = 0x300;
const SSTATUS = 0x100;
const MEPC = 0x341;
const SEPC = 0x141;
const MIE = 0x304;
const MIP = 0x344;

export function system(emitter: Emitter, situation: Situation, operation: SystemOperation): void {
  const { mode, random } = emitter;
  switch (operation) {
    case 'ecall':
    case 'ebreak':
      emitter.put(operation);
      return;
    case 'sfenceVma':
      emitter.put('sfence.vma', {
        rs1: random.once(2) ? emitter.source() : 0,
        rs2: random.once(2) ? emitter.source() : 0,
      });
      return;
    case 'wfi':
      if (mode === 'S' && !situation.waits) return;
      if (mode === 'M') {
        const [bit] = emitter.scratch(1);
        emitter.put('csrrci', { rs1: 8, imm: MSTATUS });
        emitter.put('addi', { rd: bit, imm: Number(situation.interrupt) });
        emitter.put('csrrs', { rs1: bit, imm: MIP });
        emitter.put('csrrs', { rs1: bit, imm: MIE });
      }
      emitter.put('wfi');
      return;
    case 'mret':
      if (mode === 'M') trapReturn(emitter, situation, 'M');
      else emitter.put('mret');
      return;
    case 'sret':
      if (mode === 'U' || (mode === 'S' && situation.traps.TSR)) emitter.put('sret');
      else if (!situation.waits) trapReturn(emitter, situation, 'S');
  }
}

/** Goes on behind a trap return, in the mode that it leads to. */
function trapReturn(emitter: Emitter, situation: Situation, level: 'M' | 'S'): void {
  const { random } = emitter;
  if (emitter.literalsLeft < 6) return;
  const [target, bits] = emitter.scratch(2) as [number, number];
  const modes: Mode[] = level === 'S' ? ['S', 'U'] : ['M', 'M', 'M', 'S', 'U'];
  let to = random.pick(modes);
  // Most blocks stay where they are.
  if (to !== emitter.mode && !random.once(level === 'S' && emitter.mode === 'M' ? 2 : 4)) {
    if (level === 'S' && emitter.mode === 'M') return;
    to = emitter.mode;
  }
  const status = emitter.mode === 'M' ? MSTATUS : SSTATUS;
  const lowest = level === 'M' ? 11 : 8;
  const field = level === 'M' ? 3n << 11n : 1n << 8n;
  const value = { M: 3n, S: 1n, U: 0n }[to] << BigInt(lowest);
  // TSR, TVM and TW would make what follows trap.
  const clear = field | (emitter.mode === 'M' ? 7n << 20n : 0n);
  if (emitter.mode === 'M') situation.traps.TSR = false;
  let behind = 0;
  const from = emitter.mode;
  emitter.put('csrrci', { rs1: from === 'M' ? 8 : 2, imm: status });
  emitter.loadLiteral(bits, () => clear);
  emitter.put('csrrc', { rs1: bits, imm: status });
  emitter.loadLiteral(bits, () => value);
  emitter.put('csrrs', { rs1: bits, imm: status });
  emitter.loadLiteral(target, () => emitter.addressOf(behind, to));
  emitter.put('csrrw', { rs1: target, imm: level === 'M' ? MEPC : SEPC });
  emitter.put(level === 'M' ? 'mret' : 'sret');
  behind = emitter.size;
  if (to === from) return;
  emitter.mode = to;
  situation.modes.push({ size: behind, mode: to });
  const safe = situation.safeAddress(to);
  emitter.loadLiteral(SAFE, () => safe);
  emitter.loadLiteral(RECOVERY, situation.end);
}
