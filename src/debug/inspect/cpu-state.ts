import { csrNumber } from '../../isa/csrs';
import { interruptName } from '../../isa/causes';
import { Privilege, type Hart } from '../../machine/types';

const CSR = {
  mstatus: csrNumber('mstatus')!,
  mip: csrNumber('mip')!,
  satp: csrNumber('satp')!,
  time: csrNumber('time')!,
  stimecmp: csrNumber('stimecmp')!,
};
/** Bits of mstatus (privileged specification, "Machine Status Registers"). */
const SIE = 1n << 1n;
const MIE = 1n << 3n;

/**
 * Whether interrupts for the kernel can come between two instructions now: always in a mode below the one that handles
 * them, in that mode itself if its enable bit says so.
 */
export function interruptsEnabled(hart: Hart): boolean {
  const status = hart.readCsr(CSR.mstatus) ?? 0n;
  switch (hart.privilege) {
    case Privilege.user:
      return true;
    case Privilege.supervisor:
      return (status & SIE) !== 0n;
    case Privilege.machine:
      return (status & MIE) !== 0n;
  }
}

/** Names of the interrupts that wait to be taken. */
export function pendingInterrupts(hart: Hart): string[] {
  const pending = hart.readCsr(CSR.mip) ?? 0n;
  return [1, 3, 5, 7, 9, 11].filter((bit) => (pending >> BigInt(bit)) & 1n).map((bit) => interruptName(bit));
}

/** Root page table of an satp, a physical address; undefined with translation off. */
export const rootOf = (satp: bigint): bigint | undefined =>
  satp >> 60n === 0n ? undefined : (satp & ((1n << 44n) - 1n)) << 12n;

export const satpOf = (hart: Hart): bigint => hart.readCsr(CSR.satp) ?? 0n;

/** Ticks of the clock until stimecmp raises the kernel's timer interrupt, 0 or less when it has; undefined: it is not set. */
export function ticksToTimer(hart: Hart): number | undefined {
  const [now, then] = [hart.readCsr(CSR.time), hart.readCsr(CSR.stimecmp)];
  if (now === undefined || then === undefined || then >= NEVER) return undefined;
  return Number(then - now);
}
/** Kernels write all ones, or half of them, for "no interrupt". */
const NEVER = (1n << 63n) - 1n;
