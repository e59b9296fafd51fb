import type { CostByModeBody } from './timing';
import type { CodeBody, ModeName, Nothing } from './code';

// Processes, and what can be done to one.

export type ProcessState = 'new' | 'ready' | 'running' | 'blocked' | 'zombie';

/** Body of `trapframe/processes`. */
export interface ProcessesBody {
  processes: ProcessBody[];
  /** Set when the list cannot be read (yet): why, in words. The list is then empty or partial. */
  message?: string;
}

export interface ProcessBody {
  pid: number;
  /** 0: the kernel, which made it at boot, or adopted it when its own parent had ended. */
  parent: number;
  name: string;
  state: ProcessState;
  /** An expression for where the kernel has its state, such as `process_table[1].state`. */
  stateField?: string;
  /** The CPU that runs it. */
  cpu?: number;
  /** Where it is: `user`, or `kernel` while it is inside a system call, a fault or an interrupt. */
  mode: ModeName;
  /** `0x...`: the address where it is or will go on, in `mode`. */
  pc: string;
  code?: CodeBody;
  /** Timer ticks that found it running. */
  ticks: number;
  /** How often it was switched in. */
  switches: number;
  /** With a cost model: what it took so far, in its own mode and in the kernel for it. */
  costs?: CostByModeBody;
  /** Why it waits, in words, when blocked. */
  waitingFor?: string;
  openFiles: OpenFileBody[];
}

export interface OpenFileBody {
  descriptor: number;
  name: string;
  /** Where the next byte is read or written. */
  offset: number;
  /** What it was opened for; absent where the kernel's description does not say it. */
  mode?: 'read' | 'write' | 'read and write' | 'append' | 'nothing';
  /** Of the end of a pipe: the descriptors of its other end, none if it is closed. */
  otherEnd?: { pid: number; descriptor: number }[];
}

/** Body of `trapframe/readyQueue`: empty where the kernel's description says nothing of a scheduler. */
export interface ReadyQueueBody {
  /** The scheduling policy, by the kernel's name for it. */
  policy?: string;
  /** The processes that are ready, as the policy holds them: in one queue, or in one for each of its levels, the first to be served before. */
  levels?: QueuedBody[][];
  hasLevels?: boolean;
  /** Who of a queue is chosen: the first, the one with the least of its first value, or one by lot. Absent where nobody knows. */
  order?: 'first' | 'least' | 'lot';
  /** Why the queue cannot be read. */
  message?: string;
}

export interface QueuedBody {
  pid: number;
  name: string;
  /** What the policy knows of it: ticks left, tickets, its pass, ... */
  values: { name: string; value: string }[];
  /** The policy would choose it, were it asked now. */
  isNext: boolean;
}

/** Arguments of `trapframe/setScheduleBreakpoints`: the processes to stop at when they are given a CPU; all of them. */
export interface ScheduleBreakpointsArguments {
  pids: number[];
}

/** Body of `trapframe/kill`. */
export interface KillBody {
  /** When the kernel will end it, in words. */
  words: string;
}

/** `command -> [arguments, body]` */
export interface ProcessesRequests {
  'trapframe/processes': [Nothing, ProcessesBody];
  'trapframe/readyQueue': [Nothing, ReadyQueueBody];
  /** Has the client look at another thread. */
  'trapframe/select': [{ threadId: number }, Nothing];
  'trapframe/setScheduleBreakpoints': [ScheduleBreakpointsArguments, Nothing];
  'trapframe/kill': [{ pid: number }, KillBody];
}
