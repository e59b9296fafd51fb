import type { EventKind, Fact } from './event';
import type { Texts } from './texts';

/** How a field of a fact is kept as numbers. */
interface Column<T> {
  put(value: T, numbers: Numbers): void;
  get(numbers: Numbers): T;
}

/** Numbers of 64 bits one after the other; texts among them by number. */
export class Numbers {
  /** Where the next one is read. */
  at = 0;
  length = 0;
  private values = new BigUint64Array(1024);

  constructor(readonly texts: Texts) {}

  put(value: bigint): void {
    if (this.length === this.values.length) {
      const more = new BigUint64Array(2 * this.length);
      more.set(this.values);
      this.values = more;
    }
    this.values[this.length++] = value;
  }

  get(): bigint {
    return this.values[this.at++];
  }

  /** Nothing will be added any more: keeps no room for it. */
  seal(): void {
    this.values = this.values.slice(0, this.length);
    this.texts.seal();
  }
}

const integer: Column<number> = {
  put: (value, numbers) => numbers.put(BigInt(value)),
  get: (numbers) => Number(BigInt.asIntN(64, numbers.get())),
};
const word: Column<bigint> = {
  put: (value, numbers) => numbers.put(value),
  get: (numbers) => numbers.get(),
};
const signed: Column<bigint> = {
  put: (value, numbers) => numbers.put(value),
  get: (numbers) => BigInt.asIntN(64, numbers.get()),
};
const text: Column<string> = {
  put: (value, numbers) => numbers.put(BigInt(numbers.texts.add(value))),
  get: (numbers) => numbers.texts.get(Number(numbers.get())),
};
const flag: Column<boolean> = {
  put: (value, numbers) => numbers.put(value ? 1n : 0n),
  get: (numbers) => numbers.get() !== 0n,
};
const choice = <T>(...all: readonly T[]): Column<T> => ({
  put: (value, numbers) => numbers.put(BigInt(all.indexOf(value))),
  get: (numbers) => all[Number(numbers.get())],
});

const words: Column<readonly bigint[]> = {
  put(values, numbers) {
    numbers.put(BigInt(values.length));
    for (const value of values) numbers.put(value);
  },
  get: (numbers) => Array.from({ length: Number(numbers.get()) }, () => numbers.get()),
};

/** How many there are, and which of them are texts (bits from 8 on) or not known (from 16 on); then each. */
const args: Column<readonly (bigint | string | null)[]> = {
  put(values, numbers) {
    let shape = values.length;
    for (let i = 0; i < values.length; i++) {
      if (typeof values[i] === 'string') shape |= 0x100 << i;
      else if (values[i] === null) shape |= 0x10000 << i;
    }
    numbers.put(BigInt(shape));
    for (const value of values) {
      if (typeof value === 'string') text.put(value, numbers);
      else numbers.put(value ?? 0n);
    }
  },
  get(numbers) {
    const shape = Number(numbers.get());
    const values: (bigint | string | null)[] = [];
    for (let i = 0; i < (shape & 0xff); i++) {
      const value = (shape & (0x100 << i)) !== 0 ? text.get(numbers) : numbers.get();
      values.push((shape & (0x10000 << i)) === 0 ? value : null);
    }
    return values;
  },
};

/** A fact within a fact. */
function part<T extends object>(columns: { readonly [K in keyof T]: Column<T[K]> }): Column<T> {
  const all = Object.entries(columns) as [keyof T, Column<T[keyof T]>][];
  return {
    put(value, numbers) {
      for (const [name, column] of all) column.put(value[name], numbers);
    },
    get(numbers) {
      const value: Partial<T> = {};
      for (const [name, column] of all) value[name] = column.get(numbers);
      return value as T;
    },
  };
}

type FieldsOf<F> = F extends unknown ? Exclude<keyof F, 'kind' | 'stretch'> : never;
type Value<F, N> = F extends unknown ? (N extends keyof F ? Exclude<F[N], undefined> : never) : never;
type ColumnsOf<F> = { readonly [N in FieldsOf<F>]: Column<Value<F, N>> };

/** The fields of each kind of fact, eight at most. */
const layouts: { readonly [K in EventKind]: ColumnsOf<Extract<Fact, { kind: K }>> } = {
  boot: {
    boot: choice('reset', 'handover', 'step', 'setting'),
    step: integer,
    said: text,
    csr: choice('stvec', 'satp', 'sie'),
    value: word,
  },
  load: { path: text },
  process: { step: integer, said: text, path: text },
  trap: { call: part({ number: signed, args }) },
  exception: { value: word },
  interrupt: {},
  return: { call: signed, result: word },
  state: { state: choice('ready', 'blocked'), waitingFor: text },
  switch: { cpuIs: choice('given', 'taken') },
  exit: { status: integer },
  killed: { fault: part({ cause: integer, interrupt: flag, epc: word, value: word }) },
  panic: { message: text },
  transient: {
    behind: choice('load', 'branch'),
    instructions: integer,
    ended: choice('limit', 'fence', 'csr', 'atomic', 'trap', 'fault', 'device'),
    address: word,
    value: word,
    refusal: choice('U', 'R'),
    lines: words,
  },
  console: { text },
  halt: { end: choice('finished', 'reset', 'stuck'), code: integer, reason: text },
};

type Row = readonly { readonly name: string; readonly column: Column<unknown> }[];
const rows = Object.fromEntries(
  Object.entries(layouts).map(([kind, columns]) => [
    kind,
    Object.entries(columns).map(([name, column]) => ({ name, column: column as Column<unknown> })),
  ]),
) as unknown as Readonly<Record<EventKind, Row>>;

/** Adds the fields of a fact. @returns which of them it has, a bit each */
export function putFact(fact: Fact, numbers: Numbers): number {
  let present = 0;
  const row = rows[fact.kind];
  for (let i = 0; i < row.length; i++) {
    const value = (fact as unknown as Readonly<Record<string, unknown>>)[row[i].name];
    if (value === undefined) continue;
    present |= 1 << i;
    row[i].column.put(value, numbers);
  }
  return present;
}

/** Reads the fields of a fact from where the numbers are at. */
export function getFact(kind: EventKind, present: number, numbers: Numbers): Fact {
  const fact: Record<string, unknown> = { kind };
  const row = rows[kind];
  for (let i = 0; i < row.length; i++) {
    if ((present & (1 << i)) !== 0) fact[row[i].name] = row[i].column.get(numbers);
  }
  return fact as unknown as Fact;
}
