import schema from '../../../media/kernel-description.schema.json';
import type { SystemCallDescription } from '../traps/system-calls';
import type { FunctionNames } from './function-names';
import { checkSchema } from './schema';

/**
 * What the debugger must be told about a kernel, in the kernel's own names; where those things lie it reads from the
 * kernel's symbols and debug information. DESIGN: "The kernel is real guest code".
 */
export interface KernelDescription {
  readonly name: string;
  /** Symbols that a kernel of this kind has, all of them. */
  readonly recognizedBy: readonly string[];
  readonly process: ProcessFields;
  /** What the enumerators (or numbers, as text) of the state field mean. */
  readonly states: Readonly<Record<string, ProcessState | 'unused'>>;
  readonly cpu: CpuFields;
  readonly openFile?: OpenFileFields;
  readonly memory?: KernelMemory;
  readonly scheduler?: SchedulerDescription;
  readonly trapFrame: TrapFrameFields;
  readonly traps: TrapCode;
  readonly events: EventFunctions;
  readonly systemCalls: readonly SystemCallDescription[];
  /** Names of errors, by number; a system call that failed gives the number, negative. */
  readonly errors?: Readonly<Record<string, string>>;
}

export const PROCESS_STATES = ['new', 'ready', 'running', 'blocked', 'zombie'] as const;
export type ProcessState = (typeof PROCESS_STATES)[number];

/** Symbols and fields of the process table. What each means is told in the schema. */
export interface ProcessFields {
  readonly table: string;
  readonly next?: string;
  readonly pid: string;
  readonly state: string;
  readonly name?: string;
  readonly pageTable: string;
  readonly userPageTable?: string;
  readonly trapFrame: string;
  readonly context: string;
  readonly parent?: string;
  readonly program?: string;
  readonly kernelStack?: string;
  readonly kernelStackSize?: number;
  readonly waitingFor?: string;
  readonly waitingOn?: string;
  readonly ticks?: string;
  readonly switches?: string;
  readonly exitStatus?: string;
  readonly killed?: string;
  readonly hearsControlC?: string;
  readonly openFiles?: string;
  readonly heapStart?: string;
  readonly heapEnd?: string;
  readonly size?: string;
}

export interface OpenFileFields {
  readonly kind?: string;
  readonly kinds?: Readonly<Record<string, string>>;
  readonly name?: string;
  readonly offset?: string;
  readonly readable?: string;
  readonly writable?: string;
  readonly appends?: string;
  readonly reads?: string;
  readonly writes?: string;
  readonly pipe?: string;
}

export interface CpuFields {
  readonly table?: string;
  readonly current: string;
  readonly context?: string;
}

export interface TrapFrameFields {
  readonly pc: string;
  readonly status?: string;
  readonly cause?: string;
  readonly value?: string;
}

export interface TrapCode {
  readonly vector: FunctionNames;
  readonly kernelVector?: string;
  readonly return?: FunctionNames;
  readonly handler?: string;
  readonly systemCallHandler?: string;
  readonly table?: string;
  readonly interrupts?: number;
  readonly systemCalls?: string;
}

export interface KernelMemory {
  readonly pageTable?: string;
  readonly freeList?: string;
  readonly untouched?: string;
  readonly copyOnWrite?: number;
  readonly growingStack?: { readonly symbol: string; readonly bottom: string };
  readonly reserved?: {
    readonly structure: string;
    readonly ranges: readonly {
      readonly owner: 'initrd' | 'deviceTree';
      readonly start: string;
      readonly end: string;
    }[];
  };
  readonly trampoline?: { readonly symbol: string; readonly address: string; readonly size: number };
}

/** How the scheduling policy keeps the processes that are ready: expressions over the kernel's variables. */
export interface SchedulerDescription {
  readonly policy: string;
  readonly code: string;
  readonly next: string;
  readonly policies: Readonly<Record<string, PolicyDescription>>;
}

export interface PolicyDescription {
  readonly first: string;
  readonly levels?: string;
  readonly order?: 'first' | 'least' | 'lot';
  readonly values?: readonly {
    readonly name: string;
    readonly expression: string;
    readonly unless?: string;
  }[];
}

/** A function, and which of its arguments is what. */
export type ProcessFunction =
  | FunctionNames
  | { readonly function: FunctionNames; readonly process?: 'current' | number; readonly status?: number };

/** A function that tells steps in words, or, with the symbol of an array of their sentences, by number. */
export type StepFunction = FunctionNames | { readonly function: FunctionNames; readonly sentences: string };

export interface EventFunctions {
  readonly contextSwitch?: FunctionNames;
  readonly processExit?: ProcessFunction;
  readonly killed?: ProcessFunction;
  readonly panic?: FunctionNames;
  readonly bootStep?: StepFunction;
  readonly load?: FunctionNames;
  readonly wake?: ProcessFunction;
}

/** Checks a description that came as JSON. @throws UserError naming the place in it that is wrong. */
export function readDescription(json: unknown, source: string): KernelDescription {
  checkSchema(json, schema, `the kernel description ${source}`);
  const description = json as Partial<KernelDescription>;
  return { events: {}, systemCalls: [], ...description } as KernelDescription;
}
