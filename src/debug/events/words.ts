import { hex, toSigned64 } from '../../base/integers';
import type { SystemCalls } from '../traps/system-calls';
import { headline, trapName, type TrapFacts } from '../traps/words';
import type { BootFact, FactOf, Step, TimelineEvent } from './event';

/** What a kernel calls its own things. */
export interface Vocabulary {
  readonly systemCalls: Pick<SystemCalls, 'words' | 'nameOf' | 'result'>;
  /** The sentence for a step by its number; `%s` in it stands for the path of a program. */
  stepSentence(step: number): string | undefined;
}

/** Who does something in the protocol of limited direct execution. */
export type Actor = 'os' | 'hardware' | 'program';

export interface ProtocolStep {
  readonly actor: Actor;
  readonly words: string;
}

/** The words for events: for the terminal, for views and for the protocol. Nobody else makes any, and nobody reads them. */
export class EventWords {
  /** @param vocabulary of the kernel; undefined: of no kernel, or of one that is not understood */
  constructor(private readonly vocabulary: Vocabulary | undefined) {}

  /** All that is known: `System call: write(1, 0x1040, 6), pc 0x1028`. */
  sentence(event: TimelineEvent): string {
    switch (event.kind) {
      case 'trap':
      case 'exception':
      case 'interrupt':
        return `${this.what(event)}, pc ${hex(event.pc)}`;
      case 'killed': {
        const { fault } = event;
        return `${this.what(event)}${fault ? `, pc ${hex(fault.epc)}` : ''}`;
      }
      case 'boot':
        return event.boot === 'setting' ? `the hardware ${settingInWords(event)}` : this.what(event);
      default:
        return this.what(event);
    }
  }

  /** For a heading: `trap: System call: write(1, 0x1040, 6)`. */
  title(event: TimelineEvent): string {
    const what = event.kind === 'boot' ? this.sentence(event) : this.what(event);
    return `${event.kind === 'return' ? 'return from trap' : event.kind}: ${what}`;
  }

  /** What may be written at an arrow from one mode to another, the longest first: what there is room for is taken. */
  labels(event: TimelineEvent): string[] {
    switch (event.kind) {
      case 'trap':
        return event.call
          ? [`trap: ${this.callWords(event)}`, `trap: ${this.callName(event)}`, 'trap']
          : ['trap'];
      case 'interrupt': {
        const words = this.what(event).toLowerCase();
        return [words, words.replace(/ interrupt$/, '')];
      }
      case 'exception':
        return [`fault: ${this.what(event)}`, nameOfTrap(event), 'fault'];
      case 'return':
        return ['return from trap', 'return'];
      default:
        return [];
    }
  }

  /** Why a CPU is in the kernel from then on, in a word or two: `write`, `timer interrupt`. Of what takes it there. */
  reason(event: TimelineEvent): string | undefined {
    switch (event.kind) {
      case 'trap':
        return event.call ? this.callName(event) : 'system call';
      case 'interrupt':
      case 'exception':
        return nameOfTrap(event).toLowerCase();
      default:
        return undefined;
    }
  }

  /**
   * As the lecture's table of limited direct execution tells it: step by step, who does what. What this machine's hardware leaves
   * to the kernel, such as saving the registers, stands under the kernel.
   * @param tellsSteps the kernel tells the steps of making a process: loading its program is one of them
   */
  protocol(event: TimelineEvent, tellsSteps: boolean): ProtocolStep[] {
    const { from, to } = event;
    const what = this.what(event);
    switch (event.kind) {
      case 'boot':
        if (event.boot === 'handover') return [os(what), hardware(`goes to ${to} mode`)];
        return event.boot === 'reset' || event.boot === 'setting' ? [hardware(what)] : [os(what)];
      case 'load':
        return tellsSteps ? [] : [os(what)];
      case 'trap': {
        const asked = this.callWords(event);
        return [
          program(event, `traps into the OS: ${asked}`),
          hardware(entry(event)),
          os(`${from === to ? '' : SAVES}handles ${asked}`),
        ];
      }
      case 'exception':
      case 'interrupt':
        return [
          ...(event.kind === 'exception' && from === 'user' ? [program(event, what)] : []),
          hardware(`${what}: ${entry(event)}`),
          os(`${from === to ? '' : SAVES}handles ${what}`),
        ];
      case 'return':
        return [
          os(`${to === 'user' ? 'restores the registers; ' : ''}returns from the trap`),
          hardware(`goes to ${to} mode; jumps to ${hex(event.pc)}`),
          ...(event.pid === null ? [] : [program(event, `runs${this.resultWords(event, ' with ')}`)]),
        ];
      case 'switch':
        return [os(`${what}: ${event.cpuIs === 'given' ? TAKEN : SAVED}`)];
      case 'halt':
        return [hardware(what)];
      case 'console':
        return [os(`prints ${what}`)];
      case 'transient':
        return [hardware(what)];
      case 'process':
      case 'state':
      case 'exit':
      case 'killed':
      case 'panic':
        return [os(what)];
    }
  }

  /** What happened, without where. */
  private what(event: TimelineEvent): string {
    switch (event.kind) {
      case 'boot':
        return this.bootWords(event, event.pc, event.cpu);
      case 'load':
        return `${event.path} is loaded for ${event.pid === null ? 'a process' : `process ${event.pid}`}`;
      case 'process':
        return this.stepWords(event, event.path);
      case 'trap':
      case 'exception':
      case 'interrupt':
        return headline(
          trapOf(event),
          event.kind === 'trap' && event.call ? this.callWords(event) : undefined,
        );
      case 'return':
        return `to ${hex(event.pc)}${this.resultWords(event, ', ')}`;
      case 'state':
        return `${whose(event)} ${stateWords(event)}`;
      case 'switch':
        return `${whose(event)} ${event.cpuIs === 'given' ? 'gets' : 'gives up'} the CPU`;
      case 'exit':
        return `${whose(event)} exits with status ${event.status}`;
      case 'killed':
        return `${whose(event)} is killed${event.fault ? `: ${headline(event.fault, undefined)}` : ''}`;
      case 'panic':
        return event.message;
      case 'transient':
        return transientWords(event);
      case 'console':
        return JSON.stringify(event.text);
      case 'halt':
        return haltWords(event);
    }
  }

  private bootWords(fact: BootFact, pc: bigint, cpu: number): string {
    switch (fact.boot) {
      case 'reset':
        return `reset: cpu ${cpu} starts in machine mode at ${hex(pc)}`;
      case 'handover':
        return `leaves machine mode for the kernel at ${hex(pc)}`;
      case 'step':
        return this.stepWords(fact, undefined);
      case 'setting':
        return settingInWords(fact);
    }
  }

  private stepWords({ step, said }: Step, path: string | undefined): string {
    if (said !== undefined) return said;
    const sentence = this.vocabulary?.stepSentence(step) ?? `step ${step}`;
    return sentence.replace('%s', () => path ?? 'the program');
  }

  /** `write(1, 0x1040, 6)` */
  private callWords({ call }: FactOf<'trap'>): string {
    return (call && this.vocabulary?.systemCalls.words(call)) ?? 'System call';
  }

  private callName({ call }: FactOf<'trap'>): string {
    return this.vocabulary?.systemCalls.nameOf(call!.number) ?? `system call ${call!.number}`;
  }

  private resultWords({ result }: FactOf<'return'>, before: string): string {
    if (result === undefined) return '';
    return `${before}a0 = ${this.vocabulary?.systemCalls.result(result) ?? toSigned64(result)}`;
  }
}

const os = (words: string): ProtocolStep => ({ actor: 'os', words });
const hardware = (words: string): ProtocolStep => ({ actor: 'hardware', words });
const program = ({ pid, name }: TimelineEvent, words: string): ProtocolStep => ({
  actor: 'program',
  words: `${pid === null ? 'the program' : name === null ? `process ${pid}` : `${name} (${pid})`}: ${words}`,
});

const SAVES = 'saves the registers; ';
/** What a context switch does with the kernel's side of a process. */
const TAKEN = 'takes its kernel registers and kernel stack';
const SAVED = 'saves its kernel registers in the process list';

/** What the hardware does when it takes a trap. */
const entry = ({ pc, to }: TimelineEvent): string =>
  `saves pc ${hex(pc)} and the cause; goes to ${to} mode; jumps to the trap vector`;

function whose({ pid, name }: TimelineEvent): string {
  if (pid === null) return 'a process that is not in the table';
  return `${name ?? 'process'} (${pid})`;
}

function stateWords({ state, waitingFor }: FactOf<'state'>): string {
  if (state === 'ready') return `is ready${waitingFor === undefined ? '' : `: has waited for ${waitingFor}`}`;
  return `is blocked${waitingFor === undefined ? '' : `: waits for ${waitingFor}`}`;
}

/** `behind a load that faults, 5 instructions that never happened: read 0x55 from 0x80000004, which U refuses; brought 0x80600d40 into the cache` */
function transientWords({
  behind,
  instructions,
  address,
  value,
  refusal,
  lines,
}: FactOf<'transient'>): string {
  const where = behind === 'load' ? 'a load that faults' : 'a branch that was foreseen wrongly';
  const left = [
    ...(address === undefined ? [] : [`read ${hex(value!)} from ${hex(address)}, which ${refusal} refuses`]),
    ...(lines.length === 0 ? [] : [`brought ${lines.map(hex).join(', ')} into the cache`]),
  ];
  const never = `${instructions} ${instructions === 1 ? 'instruction' : 'instructions'} that never happened`;
  return `behind ${where}, ${never}${left.length === 0 ? '' : `: ${left.join('; ')}`}`;
}

function haltWords(halt: FactOf<'halt'>): string {
  switch (halt.end) {
    case 'finished':
      return `the machine is switched off: ${halt.code === 0 ? 'pass' : `code ${halt.code}`}`;
    case 'reset':
      return 'the machine is told to reset';
    case 'stuck':
      return `the machine is stuck: ${halt.reason}`;
  }
}

type CrossingEvent = TimelineEvent & FactOf<'trap' | 'exception' | 'interrupt'>;

const trapOf = (event: CrossingEvent): TrapFacts => ({
  cause: event.cause ?? 0,
  interrupt: event.kind === 'interrupt',
  epc: event.pc,
  value: event.kind === 'exception' ? event.value : 0n,
});

/** Without the address that it is about. */
const nameOfTrap = (event: CrossingEvent): string => trapName(trapOf(event));

const PAGE_NUMBER = (1n << 44n) - 1n;
/** Bit of the timer's interrupts in sie; the others are those of devices. */
const TIMER = 1n << 5n;

/** What the hardware does from now on. */
function settingInWords({ csr, value }: Extract<BootFact, { boot: 'setting' }>): string {
  switch (csr) {
    case 'stvec':
      return `remembers the address of the trap vector: ${hex(value)}`;
    case 'satp':
      if (value === 0n) return 'translates no addresses';
      return `translates addresses by the page table at ${hex((value & PAGE_NUMBER) << 12n)}`;
    case 'sie':
      return `accepts interrupts of ${value === TIMER ? 'the timer' : 'devices'}`;
  }
}
