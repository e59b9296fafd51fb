import type { Refusal, Stretch, StretchEnd } from '../../machine/timing/stretch';
import type { Mode } from '../system';
import type { Call } from '../traps/system-calls';
import type { TrapFacts } from '../traps/words';

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
  transient: 'instructions that a CPU began ahead of time, and threw away',
  console: 'a line of output',
  halt: 'the machine is switched off',
} as const;

export type EventKind = keyof typeof eventKinds;

/** When, where and to whom something happened: what all events have. */
export interface Occasion {
  /** The instant: steps made when it had happened. */
  readonly at: number;
  readonly cpu: number;
  /** The process it happened to or was done for; null: to no process, as at boot and when the CPU idles. */
  readonly pid: number | null;
  /** What that process was called then, as far as the kernel had told. */
  readonly name: string | null;
  /** The mode before and after; equal where none changed. */
  readonly from: Mode;
  readonly to: Mode;
  /** The instruction it belongs to: the one that trapped, the one returned to, the kernel's own that is next. */
  readonly pc: bigint;
  /** Of traps, exceptions and interrupts, and of what follows from one: the cause's code without the interrupt bit. */
  readonly cause: number | null;
}

/** A step that the kernel tells of, by its number or, where the kernel has no numbers for them, in its own words. */
export type Step =
  { readonly step: number; readonly said?: undefined } | { readonly step?: undefined; readonly said: string };

/** What the machine does between its reset and the first program. */
export type BootFact =
  | { readonly kind: 'boot'; readonly boot: 'reset' | 'handover' }
  | ({ readonly kind: 'boot'; readonly boot: 'step' } & Step)
  /** The hardware has been told something by a CSR: its new value; of `sie` the bits that were added. */
  | {
      readonly kind: 'boot';
      readonly boot: 'setting';
      readonly csr: 'stvec' | 'satp' | 'sie';
      readonly value: bigint;
    };

/** A stretch of transient execution (`machine/timing`): what never happened, and what is left of it. */
export interface TransientFact {
  readonly kind: 'transient';
  /** What it was behind. */
  readonly behind: Stretch['cause'];
  /** How many there were. */
  readonly instructions: number;
  readonly ended: StretchEnd;
  /** Of the first load that permission refused: its address, what went on from it, and the bit that refused it. */
  readonly address?: bigint;
  readonly value?: bigint;
  readonly refusal?: Refusal;
  /** Physical addresses of the lines that it brought into the first cache. */
  readonly lines: readonly bigint[];
  /** All of it, instruction by instruction, while it is told. It is not kept: whoever wants it later has its step made once more. */
  readonly stretch?: Stretch;
}

/** What happened: no words, but what words are made of (`words.ts`). */
export type Fact =
  | BootFact
  | { readonly kind: 'load'; readonly path: string }
  /** `path`: of the program that is being loaded for it. */
  | ({ readonly kind: 'process'; readonly path?: string } & Step)
  /** `call`: absent where the kernel's system calls are not known. */
  | { readonly kind: 'trap'; readonly call?: Call }
  /** `value`: the trap value, such as the address that could not be accessed. */
  | { readonly kind: 'exception'; readonly value: bigint }
  | { readonly kind: 'interrupt' }
  /** From a system call: its number, and what it has given (a0). */
  | { readonly kind: 'return'; readonly call?: bigint; readonly result?: bigint }
  | { readonly kind: 'state'; readonly state: 'ready' | 'blocked'; readonly waitingFor?: string }
  | { readonly kind: 'switch'; readonly cpuIs: 'given' | 'taken' }
  | { readonly kind: 'exit'; readonly status: number }
  /** `fault`: the trap that it is killed for. */
  | { readonly kind: 'killed'; readonly fault?: TrapFacts }
  | { readonly kind: 'panic'; readonly message: string }
  | TransientFact
  | { readonly kind: 'console'; readonly text: string }
  /** `code`: the machine is switched off. `reason`: nothing can ever happen any more. */
  | { readonly kind: 'halt'; readonly end: 'finished'; readonly code: number }
  | { readonly kind: 'halt'; readonly end: 'reset' }
  | { readonly kind: 'halt'; readonly end: 'stuck'; readonly reason: string };

export type FactOf<K extends EventKind> = Extract<Fact, { readonly kind: K }>;

/** Something that happened on the machine. */
export type TimelineEvent = Occasion & Fact;
