import { HART_SIZE, SLOTS_SIZE, Slot, WORKING_END } from './layout';
import { PMP_ENTRIES } from './pmp';
import { ALL_INTERRUPTS, SUPERVISOR_INTERRUPTS } from './status';
import { MEDELEG_MASK, MSTATUS_MASK } from './csr-file';
import { Privilege } from './types';

/** Bits that a slot can have, of its low and its high word; slots that are not here can have all. */
const POSSIBLE: readonly (readonly [slot: number, low: number, high: number])[] = [
  [Slot.registers, 0, 0], // x0
  [Slot.pc, ~1, -1],
  // Working slots, which are zero in a checkpoint.
  [Slot.address, 0, 0],
  [Slot.value, 0, 0],
  [Slot.budget, 0, 0],
  [Slot.readTlb & ~7, -1, 0],
  [Slot.writeTlb, 0, 0],
  [Slot.waiting & ~7, 3, 1], // with the privilege below it
  [Slot.lines, 0, SUPERVISOR_INTERRUPTS], // with the interrupts set by software above it
  ...Array.from({ length: (WORKING_END - Slot.ip) / 8 }, (_, n) => [Slot.ip + 8 * n, 0, 0] as const),
  [Slot.mstatus, MSTATUS_MASK, 0],
  [Slot.mie, ALL_INTERRUPTS, 0],
  [Slot.medeleg, MEDELEG_MASK, 0],
  [Slot.mideleg, SUPERVISOR_INTERRUPTS, 0],
  [Slot.mtvec, ~2, -1],
  [Slot.stvec, ~2, -1],
  [Slot.mepc, ~1, -1],
  [Slot.sepc, ~1, -1],
  [Slot.mcounteren, 7, 0],
  [Slot.scounteren, 7, 0],
  [Slot.mcountinhibit, 5, 0],
  [Slot.menvcfg, 1, 1 << 31],
  [Slot.senvcfg, 1, 0],
  [Slot.pmpcfg, 0x9f9f_9f9f | 0, 0x9f9f_9f9f | 0],
  [Slot.pmpcfg + 8, 0x9f9f_9f9f | 0, 0x9f9f_9f9f | 0],
  ...Array.from({ length: PMP_ENTRIES }, (_, n) => [Slot.pmpaddr + 8 * n, -1, 0x3f_ffff] as const),
];

/**
 * Why these bytes are no state that a hart can be in: the WARL rules of the CSRs hold in it, and the engine relies on them.
 * undefined: they are one.
 */
export function illegalHart(hart: Uint8Array, memory: number): string | undefined {
  const view = new DataView(hart.buffer, hart.byteOffset, HART_SIZE);
  const wrong = POSSIBLE.find(
    ([slot, low, high]) =>
      (view.getInt32(slot, true) & ~low) !== 0 || (view.getInt32(slot + 4, true) & ~high) !== 0,
  );
  if (wrong) return `bits at 0x${wrong[0].toString(16)}`;
  for (let at: number = SLOTS_SIZE; at < HART_SIZE; at++)
    if (hart[at] !== 0) return `bytes at 0x${at.toString(16)}`;
  const privilege = view.getInt32(Slot.privilege, true);
  if (!(Object.values(Privilege) as number[]).includes(privilege)) return `mode ${privilege}`;
  if (((view.getInt32(Slot.mstatus, true) >> 11) & 3) === 2) return 'MPP';
  const mode = view.getUint32(Slot.satp + 4, true) >>> 28;
  if (mode !== 0 && mode !== 8) return `satp mode ${mode}`;
  const reservation = view.getInt32(Slot.reservation, true);
  if (reservation < -1 || reservation >= memory || (reservation >= 0 && reservation % 4 !== 0))
    return 'reservation';
  const retired = view.getFloat64(Slot.retired, true);
  if (!Number.isSafeInteger(retired) || retired < 0) return 'instructions retired';
  for (let n = 0; n < PMP_ENTRIES; n++) {
    if ((hart[Slot.pmpcfg + n] & 3) === 2) return `pmp${n}cfg`;
  }
  return undefined;
}
