import { hex } from '../../base/integers';
import { Cause, causeName, Interrupt } from '../../isa/causes';

/** As much of a trap as can be said in words: what scause, sepc and stval (or their copies in a trap frame) hold. */
export interface TrapFacts {
  readonly cause: number;
  readonly interrupt: boolean;
  readonly epc: bigint;
  readonly value: bigint;
}

/** Splits an scause or mcause register. */
export const causeOf = (register: bigint): { cause: number; interrupt: boolean } => ({
  cause: Number(register & 0x7fff_ffff_ffff_ffffn),
  interrupt: register >> 63n === 1n,
});

/** An ecall, from whatever mode. */
export const isSystemCall = ({ cause, interrupt }: Pick<TrapFacts, 'cause' | 'interrupt'>): boolean =>
  !interrupt &&
  (cause === Cause.ecallFromUser || cause === Cause.ecallFromSupervisor || cause === Cause.ecallFromMachine);

const isTimer = ({ cause, interrupt }: Pick<TrapFacts, 'cause' | 'interrupt'>): boolean =>
  interrupt && (cause === Interrupt.supervisorTimer || cause === Interrupt.machineTimer);

/**
 * What a trap was, as a headline: `System call: write(1, 0x1040, 6)`, `Timer interrupt`, `Load page fault at 0x80000000`.
 * @param call the decoded system call, if it is one and could be decoded
 */
export function headline(trap: TrapFacts, call: string | undefined): string {
  if (isSystemCall(trap)) return call === undefined ? 'System call' : `System call: ${call}`;
  const name = trapName(trap);
  return hasAddress(trap) ? `${name} at ${hex(trap.value)}` : name;
}

/** The same for a trap that interrupts a kernel, or code of a bare machine: nobody decodes its call. */
export const headlineBelow = (trap: TrapFacts): string =>
  !trap.interrupt && trap.cause === Cause.ecallFromSupervisor ? 'SBI call' : headline(trap, undefined);

/** The same without what it is about: `Timer interrupt`, `Load page fault`. */
export const trapName = (trap: Pick<TrapFacts, 'cause' | 'interrupt'>): string =>
  isTimer(trap) ? 'Timer interrupt' : causeName(trap.cause, trap.interrupt);

/** The line between kernel frames and user frames: `── system call: write ──`. */
export function boundary(trap: TrapFacts, callName: string | undefined): string {
  if (isSystemCall(trap)) return `── system call${callName === undefined ? '' : `: ${callName}`} ──`;
  if (isTimer(trap)) return '── timer interrupt ──';
  return `── ${causeName(trap.cause, trap.interrupt).toLowerCase()} ──`;
}

/** The line between the frames of a firmware, or a kernel's own code in machine mode, and those above it: `── SBI call ──`. */
export const boundaryBelow = (trap: TrapFacts): string =>
  isSystemCall(trap) ? '── SBI call ──' : boundary(trap, undefined);

/** Whether the trap value is the address that could not be accessed. */
export const hasAddress = ({ cause, interrupt }: Pick<TrapFacts, 'cause' | 'interrupt'>): boolean =>
  !interrupt && WITH_ADDRESS.includes(cause);

const WITH_ADDRESS: readonly number[] = [
  Cause.instructionAddressMisaligned,
  Cause.loadAddressMisaligned,
  Cause.storeAddressMisaligned,
  Cause.instructionAccessFault,
  Cause.loadAccessFault,
  Cause.storeAccessFault,
  Cause.instructionPageFault,
  Cause.loadPageFault,
  Cause.storePageFault,
];
