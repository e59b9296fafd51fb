/** Causes of traps (privileged specification, tables of mcause and scause values after a trap). */

/** Codes of exceptions: mcause or scause with the interrupt bit clear. */
export const Cause = {
  instructionAddressMisaligned: 0,
  instructionAccessFault: 1,
  illegalInstruction: 2,
  breakpoint: 3,
  loadAddressMisaligned: 4,
  loadAccessFault: 5,
  storeAddressMisaligned: 6,
  storeAccessFault: 7,
  ecallFromUser: 8,
  ecallFromSupervisor: 9,
  ecallFromMachine: 11,
  instructionPageFault: 12,
  loadPageFault: 13,
  storePageFault: 15,
} as const;
export type Cause = (typeof Cause)[keyof typeof Cause];

/** Codes of interrupts: mcause or scause with the interrupt bit set; also their bits in mip, mie, sip, sie, mideleg. */
export const Interrupt = {
  supervisorSoftware: 1,
  machineSoftware: 3,
  supervisorTimer: 5,
  machineTimer: 7,
  supervisorExternal: 9,
  machineExternal: 11,
} as const;
export type Interrupt = (typeof Interrupt)[keyof typeof Interrupt];

/** One cause of traps. */
export interface CauseDescription {
  readonly code: number;
  /** In the specification's words. */
  readonly name: string;
  /** One sentence for a student. */
  readonly doc: string;
}

const cause = (code: number, name: string, doc: string): CauseDescription => ({ code, name, doc });

export const exceptions: readonly CauseDescription[] = [
  cause(
    Cause.instructionAddressMisaligned,
    'Instruction address misaligned',
    'A jump went to an odd address, where no instruction can begin.',
  ),
  cause(
    Cause.instructionAccessFault,
    'Instruction access fault',
    'An instruction was fetched from a physical address that has no memory or may not be executed.',
  ),
  cause(
    Cause.illegalInstruction,
    'Illegal instruction',
    'The bits are no instruction of this machine, or it is one that the current mode may not execute.',
  ),
  cause(Cause.breakpoint, 'Breakpoint', 'An ebreak instruction was executed.'),
  cause(
    Cause.loadAddressMisaligned,
    'Load address misaligned',
    'A load-reserved instruction used an address that is no multiple of its size.',
  ),
  cause(
    Cause.loadAccessFault,
    'Load access fault',
    'A load went to a physical address that has no memory and no device, or may not be read.',
  ),
  cause(
    Cause.storeAddressMisaligned,
    'Store/AMO address misaligned',
    'An atomic instruction used an address that is no multiple of its size.',
  ),
  cause(
    Cause.storeAccessFault,
    'Store/AMO access fault',
    'A store went to a physical address that has no memory and no device, or may not be written.',
  ),
  cause(
    Cause.ecallFromUser,
    'Environment call from U-mode',
    'A user program asked the kernel for something with ecall: a system call.',
  ),
  cause(
    Cause.ecallFromSupervisor,
    'Environment call from S-mode',
    'The kernel asked the machine-mode software below it for something with ecall.',
  ),
  cause(Cause.ecallFromMachine, 'Environment call from M-mode', 'Software in machine mode executed ecall.'),
  cause(
    Cause.instructionPageFault,
    'Instruction page fault',
    'The page tables do not allow this mode to execute from that virtual address.',
  ),
  cause(
    Cause.loadPageFault,
    'Load page fault',
    'The page tables do not allow this mode to read from that virtual address.',
  ),
  cause(
    Cause.storePageFault,
    'Store/AMO page fault',
    'The page tables do not allow this mode to write to that virtual address.',
  ),
];

export const interrupts: readonly CauseDescription[] = [
  cause(
    Interrupt.supervisorSoftware,
    'Supervisor software interrupt',
    'Software asked for attention, for instance another CPU, to be handled in supervisor mode.',
  ),
  cause(
    Interrupt.machineSoftware,
    'Machine software interrupt',
    'Another CPU wrote to the CLINT to get attention, to be handled in machine mode.',
  ),
  cause(
    Interrupt.supervisorTimer,
    'Supervisor timer interrupt',
    'The time has reached stimecmp: the kernel takes the CPU back.',
  ),
  cause(Interrupt.machineTimer, 'Machine timer interrupt', 'The time has reached mtimecmp of the CLINT.'),
  cause(
    Interrupt.supervisorExternal,
    'Supervisor external interrupt',
    'A device wants the kernel, through the interrupt controller (PLIC).',
  ),
  cause(
    Interrupt.machineExternal,
    'Machine external interrupt',
    'A device wants attention, through the interrupt controller (PLIC), in machine mode.',
  ),
];

const find = (code: number, interrupt: boolean): CauseDescription | undefined =>
  (interrupt ? interrupts : exceptions).find((description) => description.code === code);

/** Name of a cause in the specification's words; codes without a meaning read `Reserved exception 10`. */
export const causeName = (code: number, interrupt: boolean): string =>
  find(code, interrupt)?.name ?? `Reserved ${interrupt ? 'interrupt' : 'exception'} ${code}`;

/** What a cause means, in a sentence; empty for codes without a meaning. */
export const causeDoc = (code: number, interrupt: boolean): string => find(code, interrupt)?.doc ?? '';

/** Name of an interrupt by its code, which is also its bit in mip and mie. */
export const interruptName = (code: number): string => causeName(code, true);
