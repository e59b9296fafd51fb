import { UserError } from '../../base/errors';

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
  readonly trapFrame: TrapFrameFields;
  readonly traps: TrapCode;
  readonly events: EventFunctions;
  readonly systemCalls: readonly SystemCallDescription[];
}

export const PROCESS_STATES = ['new', 'ready', 'running', 'blocked', 'zombie'] as const;
export type ProcessState = (typeof PROCESS_STATES)[number];

/** `table` is the symbol of an array of structures; the others are fields of one of them. */
export interface ProcessFields {
  readonly table: string;
  readonly pid: string;
  readonly state: string;
  readonly name: string;
  /** Root of the page tables, a physical address. */
  readonly pageTable: string;
  /** Pointer to where the registers of the interrupted program are saved. */
  readonly trapFrame: string;
  /** Structure of the registers saved when the kernel switched away from this process, by ABI name. */
  readonly context: string;
  readonly parent?: string;
  readonly program?: string;
  readonly kernelStack?: string;
  readonly waitingFor?: string;
  readonly ticks?: string;
  readonly switches?: string;
  readonly exitStatus?: string;
}

/** `table`: an array with a structure for each CPU; `current`: pointer to its process, NULL for none. */
export interface CpuFields {
  readonly table: string;
  readonly current: string;
  /** The context of the CPU's own thread of control: its scheduler. */
  readonly context?: string;
}

/** Fields of the trap frame besides the registers, which go by their ABI names. */
export interface TrapFrameFields {
  readonly pc: string;
  readonly status?: string;
  readonly cause?: string;
  readonly value?: string;
}

/** Symbols of the code where the kernel is entered and left. */
export interface TrapCode {
  readonly vector: string;
  /** Where traps that interrupt the kernel itself go, when not by `vector`'s own code. */
  readonly kernelVector?: string;
  readonly return?: string;
  /** An array of pointers to the kernel's handlers: exceptions at their cause, interrupts behind them. */
  readonly table?: string;
  /** Where in `table` interrupt 0 stands; without it the table has no interrupts. */
  readonly interrupts?: number;
}

/** Functions whose entry is an event. */
export interface EventFunctions {
  /** First argument: address of the context to save into; second: of the one to load. */
  readonly contextSwitch?: string;
  /** First argument: the process; second: its exit status. */
  readonly processExit?: string;
  /** The kernel ends a process because of what it did; first argument: the process. */
  readonly killed?: string;
  /** First argument: the message. */
  readonly panic?: string;
  /** A step of booting begins; first argument: what it is, in words. */
  readonly bootStep?: string;
  /** A program is loaded for a process; first argument: the process; third: the path of the program. */
  readonly load?: string;
}

export type ParameterKind = 'integer' | 'address' | 'text';
export interface SystemCallDescription {
  readonly number: number;
  readonly name: string;
  readonly parameters: readonly ParameterKind[];
}

/** Checks a description that came as JSON. @throws UserError naming the place in it that is wrong. */
export function readDescription(json: unknown, source: string): KernelDescription {
  return new Reader(source).description(json);
}

class Reader {
  constructor(private readonly source: string) {}

  description(json: unknown): KernelDescription {
    const root = this.object(json, 'it');
    const process = this.object(root['process'], 'process');
    const cpu = this.object(root['cpu'], 'cpu');
    const frame = this.object(root['trapFrame'], 'trapFrame');
    const traps = this.object(root['traps'], 'traps');
    return {
      name: this.text(root, 'name', ''),
      recognizedBy: this.list(root['recognizedBy'], 'recognizedBy').map((item, i) =>
        this.string(item, `recognizedBy[${i}]`),
      ),
      process: {
        ...this.texts(process, 'process.', [
          'table',
          'pid',
          'state',
          'name',
          'pageTable',
          'trapFrame',
          'context',
        ]),
        ...this.optional(process, 'process.', [
          ...(['parent', 'program', 'kernelStack', 'waitingFor', 'ticks', 'switches', 'exitStatus'] as const),
        ]),
      },
      states: this.states(root['states']),
      cpu: { ...this.texts(cpu, 'cpu.', ['table', 'current']), ...this.optional(cpu, 'cpu.', ['context']) },
      trapFrame: {
        ...this.texts(frame, 'trapFrame.', ['pc']),
        ...this.optional(frame, 'trapFrame.', ['status', 'cause', 'value']),
      },
      traps: {
        ...this.texts(traps, 'traps.', ['vector']),
        ...this.optional(traps, 'traps.', ['return', 'kernelVector', 'table']),
        ...this.index(traps, 'traps.interrupts'),
      },
      events: this.optional(this.object(root['events'] ?? {}, 'events'), 'events.', [
        ...(['contextSwitch', 'processExit', 'killed', 'panic', 'bootStep', 'load'] as const),
      ]),
      systemCalls: this.list(root['systemCalls'] ?? [], 'systemCalls').map((item, i) =>
        this.systemCall(item, `systemCalls[${i}]`),
      ),
    };
  }

  private index(object: Fields, place: string): { interrupts?: number } {
    const value = object['interrupts'];
    if (value === undefined) return {};
    if (!Number.isInteger(value) || (value as number) < 0) throw this.error(place, 'a whole number');
    return { interrupts: value as number };
  }

  private states(json: unknown): KernelDescription['states'] {
    const allowed: readonly string[] = [...PROCESS_STATES, 'unused'];
    const states = this.object(json, 'states');
    for (const [name, state] of Object.entries(states)) {
      if (!allowed.includes(state as string))
        throw this.error(`states.${name}`, `one of ${allowed.join(', ')}`);
    }
    return states as KernelDescription['states'];
  }

  private systemCall(json: unknown, place: string): SystemCallDescription {
    const call = this.object(json, place);
    const kinds: readonly unknown[] = ['integer', 'address', 'text'];
    const parameters = this.list(call['parameters'], `${place}.parameters`);
    if (!Number.isSafeInteger(call['number'])) throw this.error(`${place}.number`, 'a whole number');
    if (parameters.length > 6) throw this.error(`${place}.parameters`, 'at most 6 entries');
    for (const kind of parameters) {
      if (!kinds.includes(kind))
        throw this.error(`${place}.parameters`, 'a list of integer, address and text');
    }
    return {
      number: call['number'] as number,
      name: this.text(call, 'name', `${place}.`),
      parameters: parameters as ParameterKind[],
    };
  }

  private texts<K extends string>(object: Fields, place: string, names: readonly K[]): Record<K, string> {
    return Object.fromEntries(names.map((name) => [name, this.text(object, name, place)])) as Record<
      K,
      string
    >;
  }

  private optional<K extends string>(
    object: Fields,
    place: string,
    names: readonly K[],
  ): Partial<Record<K, string>> {
    return this.texts(
      object,
      place,
      names.filter((name) => object[name] !== undefined),
    );
  }

  private text(object: Fields, name: string, place: string): string {
    return this.string(object[name], place + name);
  }

  private string(value: unknown, place: string): string {
    if (typeof value !== 'string' || value === '') throw this.error(place, 'a name');
    return value;
  }

  private list(value: unknown, place: string): unknown[] {
    if (!Array.isArray(value)) throw this.error(place, 'a list');
    return value as unknown[];
  }

  private object(value: unknown, place: string): Fields {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw this.error(place, 'an object');
    return value as Fields;
  }

  private error(place: string, allowed: string): UserError {
    return new UserError(`the kernel description ${this.source} is wrong: ${place} must be ${allowed}`);
  }
}

type Fields = Readonly<Record<string, unknown>>;
