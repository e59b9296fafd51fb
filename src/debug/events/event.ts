import type { Mode } from '../system';

/** What kinds of events there are. A trap is asked for by an instruction, an exception is its failure, an interrupt comes from outside. */
export const eventKinds = {
  boot: 'the machine starts, and hands itself to the kernel',
  load: 'the kernel makes a process of a program',
  process: 'a step of making a process, or of clearing away what is left of one',
  trap: 'a program asks the kernel for something: a system call',
  exception: 'an instruction cannot be done: a fault',
  interrupt: 'a device or the timer interrupts',
  return: 'return from trap, into user mode',
  state: 'a process waits for something, or is ready again',
  switch: 'the kernel gives the CPU to a process, or takes it back',
  exit: 'a process ends by its own will',
  killed: 'the kernel kills a process',
  panic: 'the kernel gives up',
  console: 'a line of output',
  halt: 'the machine is switched off',
} as const;

export type EventKind = keyof typeof eventKinds;

/** Something that happened on the machine. Its fields are those of a line of `trapframe trace --format json`. */
export interface TimelineEvent {
  /** The instant: steps made when it had happened. */
  readonly at: number;
  readonly cpu: number;
  /** The process it happened to or was done for; null: to no process, as at boot and when the CPU idles. */
  readonly pid: number | null;
  /** The mode before and after; equal where none changed. */
  readonly from: Mode;
  readonly to: Mode;
  readonly kind: EventKind;
  /** The instruction it belongs to: the one that trapped, the one returned to, the kernel's own that is next. */
  readonly pc: bigint;
  /** Of traps, exceptions and interrupts, and of what follows from one: the cause's code without the interrupt bit. */
  readonly cause: number | null;
  /** In words. */
  readonly detail: string;
}

/** Of an event of kind `state`: the process can run from now on. Else it waits. */
export const becomesReady = ({ detail }: TimelineEvent): boolean => /\(\d+\) is ready/.test(detail);
