/**
 * Every custom request and event of the adapter, typed in one place. Shared by the adapter, the views,
 * the command line and tests; no logic here. Names and shapes are promises (docs/protocol.md).
 */

/** `user`, `kernel` (supervisor mode) or `machine`. */
export type ModeName = 'user' | 'kernel' | 'machine';

export type ProcessState = 'new' | 'ready' | 'running' | 'blocked' | 'zombie';

/** Body of `trapframe/machine`. */
export interface MachineBody {
  /** The instant: steps of all CPUs since reset. */
  instruction: number;
  cpus: CpuBody[];
}
export interface CpuBody {
  cpu: number;
  mode: ModeName;
  /** `0x...` */
  pc: string;
  /** The process that this CPU runs (in user mode, or in the kernel on its behalf); absent when there is none. */
  pid?: number;
  interruptsEnabled: boolean;
}

/** Body of `trapframe/processes`. */
export interface ProcessesBody {
  processes: ProcessBody[];
  /** Set when the list cannot be read (yet): why, in words. The list is then empty or partial. */
  message?: string;
}
export interface ProcessBody {
  pid: number;
  parent: number;
  name: string;
  state: ProcessState;
  /** The CPU that runs it. */
  cpu?: number;
  /** Where it is: `user`, or `kernel` while it is inside a system call, a fault or an interrupt. */
  mode: ModeName;
  /** `0x...`: the address where it is or will go on, in `mode`. */
  pc: string;
  /** Timer ticks that found it running. */
  ticks: number;
  /** How often it was switched in. */
  switches: number;
  /** Why it waits, in words, when blocked. */
  waitingFor?: string;
  openFiles: OpenFileBody[];
}
export interface OpenFileBody {
  descriptor: number;
  name: string;
  offset: number;
}

/** `command -> [arguments, body]` */
export interface CustomRequests {
  'trapframe/machine': [Record<string, never>, MachineBody];
  'trapframe/processes': [Record<string, never>, ProcessesBody];
}
export type CustomRequest = keyof CustomRequests;
export type RequestBody<R extends CustomRequest> = CustomRequests[R][1];

/** Body of `trapframe/diagnostics`: everything that one build of the programs has to say; empty when it went well. */
export interface DiagnosticsBody {
  diagnostics: DiagnosticBody[];
}
export interface DiagnosticBody {
  /** As a source path of DAP. */
  path: string;
  /** 1-based. */
  line: number;
  /** 1-based, in UTF-16 units. */
  column: number;
  /** UTF-16 units in that line; at least 1. */
  length: number;
  severity: 'error' | 'warning';
  message: string;
  hint?: string;
}

/** Events that the adapter sends besides those of DAP. */
export interface CustomEvents {
  /** The programs were built (launch or restart). With an error among them the request then fails. */
  'trapframe/diagnostics': DiagnosticsBody;
  /** The machine moved or was changed: views should ask again. */
  'trapframe/changed': { instruction: number };
}
