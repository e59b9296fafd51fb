import type { Hart } from '../../machine/types';

/** What the timeline asks about the kernel. The answers come from guest memory at the moment of asking. */
export interface KernelView {
  /** The process that this CPU runs, in user mode or in the kernel on its behalf. */
  running(cpu: number): ProcessName | undefined;
  /** The process whose saved kernel context lies at this address; undefined: it is no process's (a scheduler's). */
  ofContext(address: bigint): ProcessName | undefined;
  /** The process whose record lies at this address. */
  ofRecord(address: bigint): ProcessName | undefined;
  /** The text at an address of kernel memory, up to its NUL. */
  text(address: bigint): string;
  /** The system call that this CPU has just trapped with: `write(1, 0x1040, 6)`. */
  systemCall(hart: Hart): string;
  /** Kernel functions whose first instruction is an event, by address. */
  readonly probes: ReadonlyMap<bigint, Probe>;
}

export interface ProcessName {
  readonly pid: number;
  readonly name: string;
}

/** Functions that a kernel description names as events, by their names there. Their arguments are told there, too. */
export type Probe = 'contextSwitch' | 'processExit' | 'killed' | 'panic' | 'bootStep' | 'load';
