import { hex, toSigned64 } from '../../base/integers';
import type { ParameterKind, SystemCallDescription } from '../kernels/description';

/** What is needed to read the arguments of a system call: registers of the program that made it, and its memory. */
export interface Caller {
  register(name: string): bigint | undefined;
  text(address: bigint): string | undefined;
}

/** The system calls of one kernel, by number. The number is in a7, the arguments are in a0 to a5. */
export class SystemCalls {
  private readonly byNumber: ReadonlyMap<number, SystemCallDescription>;
  private readonly constants: ReadonlyMap<string, number>;

  /** @param errors names of errors, by the number that a failed call gives, without its sign */
  constructor(
    calls: readonly SystemCallDescription[],
    private readonly errors: Readonly<Record<string, string>> = {},
  ) {
    this.byNumber = new Map(calls.map((call) => [call.number, call]));
    this.constants = new Map(calls.map((call) => [`SYS_${call.name}`, call.number]));
  }

  /** Name by number; `system call 99` for one that the kernel does not have. */
  nameOf(number: bigint | undefined): string {
    if (number === undefined) return 'unknown';
    return this.byNumber.get(Number(toSigned64(number)))?.name ?? `system call ${toSigned64(number)}`;
  }

  /** `write(1, 0x1040, 6)` */
  describe(caller: Caller): string {
    const number = caller.register('a7');
    const call = number === undefined ? undefined : this.byNumber.get(Number(toSigned64(number)));
    if (!call) return this.nameOf(number);
    const values = call.parameters.map((kind, i) => argument(kind, caller.register(`a${i}`), caller));
    return `${call.name}(${values.join(', ')})`;
  }

  /** What a call has given: `6`, `-2 (ENOENT)` */
  result(value: bigint): string {
    const number = toSigned64(value);
    const name = number < 0n ? this.errors[String(-number)] : undefined;
    return name === undefined ? String(number) : `${number} (${name})`;
  }

  /** All such names. */
  get constantNames(): Iterable<string> {
    return this.constants.keys();
  }

  /** The number that a name such as `SYS_write` stands for. */
  constant(name: string): number | undefined {
    return this.constants.get(name);
  }
}

const LONGEST_TEXT = 40;

function argument(kind: ParameterKind, value: bigint | undefined, caller: Caller): string {
  if (value === undefined) return '?';
  if (kind === 'integer') return toSigned64(value).toString();
  const text = kind === 'text' ? caller.text(value) : undefined;
  if (text === undefined) return hex(value);
  return JSON.stringify(text.length > LONGEST_TEXT ? text.slice(0, LONGEST_TEXT) + '…' : text);
}
