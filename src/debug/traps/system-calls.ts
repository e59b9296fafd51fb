import { hex, toSigned64 } from '../../base/integers';

export type ParameterKind = 'integer' | 'address' | 'text';
/** What a kernel's description says of a system call. */
export interface SystemCallDescription {
  readonly number: number;
  readonly name: string;
  readonly parameters: readonly ParameterKind[];
}

/** What is needed to read the arguments of a system call: registers of the program that made it, and its memory. */
export interface Caller {
  register(name: string): bigint | undefined;
  text(address: bigint): string | undefined;
}

/** A system call that a program asked for. */
export interface Call {
  /** What was in a7; signed. */
  readonly number: bigint;
  /** As many as the call has: a text that could be read, else what was in the register; null: that is not known. */
  readonly args: readonly (bigint | string | null)[];
}

/** The system calls of one kernel, by number. The number is in a7, the arguments are in a0 to a5. */
export class SystemCalls {
  private readonly byNumber: ReadonlyMap<bigint, SystemCallDescription>;
  private readonly constants: ReadonlyMap<string, number>;

  /** @param errors names of errors, by the number that a failed call gives, without its sign */
  constructor(
    calls: readonly SystemCallDescription[],
    private readonly errors: Readonly<Record<string, string>> = {},
  ) {
    this.byNumber = new Map(calls.map((call) => [BigInt(call.number), call]));
    this.constants = new Map(calls.map((call) => [`SYS_${call.name}`, call.number]));
  }

  /** Name by number; `system call 99` for one that the kernel does not have. */
  nameOf(number: bigint | undefined): string {
    if (number === undefined) return 'unknown';
    return this.byNumber.get(toSigned64(number))?.name ?? `system call ${toSigned64(number)}`;
  }

  /** Nothing is known of what this kernel has. */
  get isEmpty(): boolean {
    return this.byNumber.size === 0;
  }

  knows(number: bigint): boolean {
    return this.byNumber.has(toSigned64(number));
  }

  /** What calls are called: `write`. */
  get names(): Iterable<string> {
    return [...this.byNumber.values()].map(({ name }) => name);
  }

  /** What a program asks for; undefined where the register with the number cannot be read. */
  decode(caller: Caller): Call | undefined {
    const number = caller.register('a7');
    if (number === undefined) return undefined;
    const { parameters = [] } = this.byNumber.get(toSigned64(number)) ?? {};
    const args = parameters.map((kind, i) => {
      const value = caller.register(`a${i}`);
      const text = kind === 'text' && value !== undefined ? caller.text(value) : undefined;
      return text ?? value ?? null;
    });
    return { number: toSigned64(number), args };
  }

  /** `write(1, 0x1040, 6)` */
  words({ number, args }: Call): string {
    const call = this.byNumber.get(number);
    if (!call) return this.nameOf(number);
    return `${call.name}(${args.map((value, i) => inWords(value, call.parameters[i])).join(', ')})`;
  }

  /** The words of what a program asks for. */
  describe(caller: Caller): string {
    const call = this.decode(caller);
    return call ? this.words(call) : this.nameOf(undefined);
  }

  /** What a call has given: `6`, `-2 (ENOENT)` */
  result(value: bigint): string {
    const number = toSigned64(value);
    const name = number < 0n ? this.errors[String(-number)] : undefined;
    return name === undefined ? String(number) : `${number} (${name})`;
  }

  /** All names such as `SYS_write`. */
  get constantNames(): Iterable<string> {
    return this.constants.keys();
  }

  /** The number that such a name stands for. */
  constant(name: string): number | undefined {
    return this.constants.get(name);
  }
}

const LONGEST_TEXT = 40;

function inWords(value: bigint | string | null, kind: ParameterKind): string {
  if (value === null) return '?';
  if (typeof value === 'bigint') return kind === 'integer' ? toSigned64(value).toString() : hex(value);
  return JSON.stringify(value.length > LONGEST_TEXT ? value.slice(0, LONGEST_TEXT) + '…' : value);
}
