import { toSigned64 } from '../../base/integers';
import { registerNumber } from '../../isa/registers';
import type { Trap } from '../../machine/types';
import type { System } from '../system';
import type { Witness } from '../witness';

const CALL_FROM_USER = 8;
const A7 = registerNumber('a7')!;

/** What a kernel like Linux has under a number that ours has not. */
const elsewhere: Readonly<Record<string, string>> = {
  56: 'open', 57: 'close', 63: 'read', 64: 'write', 93: 'exit', 94: 'exit', 124: 'yield', 129: 'kill', 172: 'getpid', 214: 'sbrk', 220: 'fork', 221: 'exec', 260: 'wait',
}; // prettier-ignore

/** A system call that the kernel does not have. */
interface UnknownCall {
  readonly number: bigint;
  readonly pid: number | undefined;
  /** Who asked, and where: `call, at call.s:4`. */
  readonly who: string;
}

/** Notes the first system call whose number the kernel does not know: its program mostly ends in wondrous ways long after it. */
export class UnknownCalls implements Witness {
  private first: UnknownCall | undefined;

  constructor(private readonly system: System) {}

  trap({ cause, interrupt, cpu, epc }: Trap): void {
    if (this.first !== undefined || interrupt || cause !== CALL_FROM_USER) return;
    const { systemCalls } = this.system.kernel ?? {};
    const hart = this.system.hart(cpu);
    const number = toSigned64(hart.readRegister(A7));
    if (systemCalls === undefined || systemCalls.isEmpty || systemCalls.knows(number)) return;
    const process = this.system.running(hart);
    const line = process && this.system.programOf(process)?.lineAt(epc);
    const place = line && `${line.file.split(/[/\\]/).at(-1)}:${line.line}`;
    this.first = {
      number,
      pid: process?.pid,
      who: [process?.name ?? 'a program', place].filter(Boolean).join(', at '),
    };
  }

  /** What there is to say about it; undefined when there was none. */
  get words(): string | undefined {
    if (this.first === undefined) return undefined;
    const { number, who } = this.first;
    const name = elsewhere[String(number)];
    const own = name !== undefined && this.system.kernel?.systemCalls.constant(`SYS_${name}`);
    const hint = typeof own === 'number' ? `; ${name} is SYS_${name}, ${own}` : '';
    return `${who}: no system call has the number that is in a7, ${number}${hint}`;
  }

  /** The same, if it was this process that made the call. */
  wordsOf(pid: number): string | undefined {
    return this.first?.pid === pid ? this.words : undefined;
  }

  save(): unknown {
    return this.first;
  }

  restore(state: unknown): void {
    this.first = state as UnknownCall | undefined;
  }
}
