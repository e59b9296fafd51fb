import { hex } from '../../../base/integers';
import type { SystemCalls } from '../../traps/system-calls';
import { eventKinds, type FactOf, type TimelineEvent } from '../event';

/** What a field of an event is; undefined: the event has none. Numbers are signed, but for addresses and register contents. */
export type Content = bigint | string | undefined;

/** A field of events that can be asked about, and what it means. */
export interface Field {
  readonly doc: string;
  /** What it may be, where that is one of a few words. */
  readonly words?: readonly string[];
  /** Whether it is a text; `sometimes`: where a program gave one. */
  readonly text?: 'always' | 'sometimes';
  /** It is shown in hexadecimal. */
  readonly isAddress?: boolean;
  readonly of: (event: TimelineEvent, look: Look) => Content;
}

/** What is known besides the event itself. */
export interface Look {
  readonly calls: Pick<SystemCalls, 'nameOf'> | undefined;
  /** Steps that what the event ends has taken. */
  readonly steps: number | undefined;
}

const MODES = ['user', 'kernel', 'machine'] as const;
const whole = (value: number | null | undefined): bigint | undefined =>
  value === null || value === undefined ? undefined : BigInt(value);

/** Of events of one kind. */
const only =
  <K extends TimelineEvent['kind']>(kind: K, of: (fact: FactOf<K>, look: Look) => Content) =>
  (event: TimelineEvent, look: Look): Content =>
    event.kind === kind ? of(event as unknown as FactOf<K>, look) : undefined;

/** The first that there is. */
const either =
  (...all: readonly Field['of'][]): Field['of'] =>
  (event, look) => {
    for (const of of all) {
      const content = of(event, look);
      if (content !== undefined) return content;
    }
    return undefined;
  };

const argument = (i: number): Field => ({
  doc: `argument ${i} of a system call: a number, or a text where it points to one`,
  text: 'sometimes',
  of: only('trap', ({ call }) => call?.args[i] ?? undefined),
});

/** Every field by its name. */
export const fields = {
  at: { doc: 'the instant', of: ({ at }) => BigInt(at) },
  cpu: { doc: 'number of the CPU', of: ({ cpu }) => BigInt(cpu) },
  pid: { doc: 'the process', of: ({ pid }) => whole(pid) },
  name: { doc: 'what the process was called then', text: 'always', of: ({ name }) => name ?? undefined },
  kind: {
    doc: 'what kind of event it is',
    words: Object.keys(eventKinds),
    of: ({ kind }) => kind,
  },
  from: { doc: 'the mode before', words: MODES, of: ({ from }) => from },
  to: { doc: 'the mode after', words: MODES, of: ({ to }) => to },
  pc: { doc: 'the instruction that it belongs to', isAddress: true, of: ({ pc }) => pc },
  cause: {
    doc: 'code of the cause of a trap, and of what follows from one',
    of: ({ cause }) => whole(cause),
  },
  value: {
    doc: 'trap value of a fault, such as an address; new value of a CSR; what a transient load went on with',
    isAddress: true,
    of: either(
      only('exception', ({ value }) => value),
      only('killed', ({ fault }) => fault?.value),
      only('transient', ({ value }) => value),
      only('boot', (fact) => (fact.boot === 'setting' ? fact.value : undefined)),
    ),
  },
  call: {
    doc: 'the system call, of traps and of the returns from them',
    of: either(
      only('trap', ({ call }, { calls }) => call && (calls?.nameOf(call.number) ?? call.number)),
      only('return', ({ call }, { calls }) => (call === undefined ? call : (calls?.nameOf(call) ?? call))),
    ),
  },
  arg0: argument(0),
  arg1: argument(1),
  arg2: argument(2),
  arg3: argument(3),
  arg4: argument(4),
  arg5: argument(5),
  result: {
    doc: 'what a system call has given, of the return from it',
    of: only('return', ({ result }) => (result === undefined ? result : BigInt.asIntN(64, result))),
  },
  steps: {
    doc: 'how long what ends here has taken: of a return since the trap, of a process that is ready since it was blocked, of a switch since the one before',
    of: (_event, { steps }) => whole(steps),
  },
  state: {
    doc: 'what a process is now',
    words: ['ready', 'blocked'],
    of: only('state', ({ state }) => state),
  },
  waitingFor: {
    doc: 'what a process waits for',
    text: 'always',
    of: only('state', ({ waitingFor }) => waitingFor),
  },
  cpuIs: {
    doc: 'whether a switch gives the CPU to the process or takes it',
    words: ['given', 'taken'],
    of: only('switch', ({ cpuIs }) => cpuIs),
  },
  status: { doc: 'exit status', of: only('exit', ({ status }) => BigInt(status)) },
  path: {
    doc: 'path of a program that is loaded',
    text: 'always',
    of: either(
      only('load', ({ path }) => path),
      only('process', ({ path }) => path),
    ),
  },
  step: {
    doc: 'number of a step that the kernel tells of',
    of: either(
      only('process', ({ step }) => whole(step)),
      only('boot', (fact) => (fact.boot === 'step' ? whole(fact.step) : undefined)),
    ),
  },
  boot: {
    doc: 'which part of the boot',
    words: ['reset', 'handover', 'step', 'setting'],
    of: only('boot', ({ boot }) => boot),
  },
  csr: {
    doc: 'CSR that the hardware has been told something by',
    words: ['stvec', 'satp', 'sie'],
    of: only('boot', (fact) => (fact.boot === 'setting' ? fact.csr : undefined)),
  },
  behind: {
    doc: 'what transient instructions were behind: a load that faults, or a branch that was foreseen wrongly',
    words: ['load', 'branch'],
    of: only('transient', ({ behind }) => behind),
  },
  instructions: {
    doc: 'how many transient instructions there were',
    of: only('transient', ({ instructions }) => BigInt(instructions)),
  },
  address: {
    doc: 'address of the first transient load that permission refused',
    isAddress: true,
    of: only('transient', ({ address }) => address),
  },
  refusal: {
    doc: 'the bit of the page-table entry that refused it',
    words: ['U', 'R'],
    of: only('transient', ({ refusal }) => refusal),
  },
  lines: {
    doc: 'how many lines transient instructions brought into the cache',
    of: only('transient', ({ lines }) => BigInt(lines.length)),
  },
  ended: {
    doc: 'why there were no more transient instructions',
    words: ['limit', 'fence', 'csr', 'atomic', 'trap', 'fault', 'device'],
    of: only('transient', ({ ended }) => ended),
  },
  text: {
    doc: 'a line of output, or the message of a panic',
    text: 'always',
    of: either(
      only('console', ({ text }) => text),
      only('panic', ({ message }) => message),
    ),
  },
  end: {
    doc: 'how the machine ends',
    words: ['finished', 'reset', 'stuck'],
    of: only('halt', ({ end }) => end),
  },
  code: {
    doc: 'what the machine is switched off with; 0: pass',
    of: only('halt', (fact) => (fact.end === 'finished' ? BigInt(fact.code) : undefined)),
  },
} as const satisfies Readonly<Record<string, Field>>;

export type FieldName = keyof typeof fields;
export const fieldNames = Object.keys(fields) as readonly FieldName[];
export const isField = (name: string): name is FieldName => Object.hasOwn(fields, name);
export const fieldCalled = (name: FieldName): Field => fields[name];

/** A field as a table or JSON has it; null: there is none. */
export function cellOf(name: FieldName, content: Content): number | string | null {
  if (content === undefined) return null;
  if (typeof content === 'string') return content;
  const isExact = content >= Number.MIN_SAFE_INTEGER && content <= Number.MAX_SAFE_INTEGER;
  return fieldCalled(name).isAddress || !isExact ? hex(content) : Number(content);
}
