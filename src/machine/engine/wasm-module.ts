/**
 * Writes WebAssembly modules byte by byte (WebAssembly Core Specification, "Binary Format"). Only what the generators here
 * need.
 */

export const ValueType = { i32: 0x7f, i64: 0x7e } as const;
export type ValueType = (typeof ValueType)[keyof typeof ValueType];

/** Opcodes, by their names in the specification with dots and slashes as underscores. */
export const Op = {
  unreachable: 0x00, call: 0x10, call_indirect: 0x11, return_call_indirect: 0x13, end: 0x0b, else: 0x05, drop: 0x1a, return: 0x0f, select: 0x1b,
  i64_load: 0x29, i32_load: 0x28, i32_load8_u: 0x2d, i32_load16_s: 0x2e, i32_load16_u: 0x2f,
  i64_load8_s: 0x30, i64_load8_u: 0x31, i64_load16_s: 0x32, i64_load16_u: 0x33, i64_load32_s: 0x34, i64_load32_u: 0x35,
  i32_store: 0x36, i64_store: 0x37, i64_store8: 0x3c, i64_store16: 0x3d, i64_store32: 0x3e,
  i32_eqz: 0x45, i32_eq: 0x46, i32_ne: 0x47, i32_lt_u: 0x49, i32_le_u: 0x4d, i32_ge_u: 0x4f, i32_add: 0x6a, i32_sub: 0x6b, i32_mul: 0x6c, i32_and: 0x71, i32_or: 0x72, i32_shl: 0x74, i32_shr_u: 0x76,
  i64_eqz: 0x50, i64_eq: 0x51, i64_ne: 0x52, i64_lt_s: 0x53, i64_lt_u: 0x54, i64_gt_s: 0x55, i64_gt_u: 0x56,
  i64_le_s: 0x57, i64_le_u: 0x58, i64_ge_s: 0x59, i64_ge_u: 0x5a,
  i64_add: 0x7c, i64_sub: 0x7d, i64_mul: 0x7e, i64_div_s: 0x7f, i64_div_u: 0x80, i64_rem_s: 0x81, i64_rem_u: 0x82,
  i64_and: 0x83, i64_or: 0x84, i64_xor: 0x85, i64_shl: 0x86, i64_shr_s: 0x87, i64_shr_u: 0x88,
  i32_wrap_i64: 0xa7, i64_extend_i32_s: 0xac, i64_extend_i32_u: 0xad,
  f64_load: 0x2b, f64_store: 0x39, f64_sub: 0xa1, f64_convert_i32_u: 0xb8,
  i64_extend8_s: 0xc2, i64_extend16_s: 0xc3, i64_extend32_s: 0xc4,
} as const; // prettier-ignore

/** A branch target: a block or loop that is open while code is emitted into it. */
export interface Label {
  readonly depth: number;
}

function unsignedLeb(out: number[], value: number): void {
  do {
    const byte = value & 0x7f;
    value = Math.floor(value / 128);
    out.push(value === 0 ? byte : byte | 0x80);
  } while (value !== 0);
}

function signedLeb(out: number[], value: bigint): void {
  // Numbers are many times as fast.
  if (BigInt.asIntN(32, value) === value) {
    signedLeb32(out, Number(value));
    return;
  }
  for (;;) {
    const byte = Number(value & 0x7fn);
    value >>= 7n;
    const done = (value === 0n && (byte & 0x40) === 0) || (value === -1n && (byte & 0x40) !== 0);
    out.push(done ? byte : byte | 0x80);
    if (done) return;
  }
}

function signedLebOf(out: number[], value: number): void {
  for (;;) {
    const rest = Math.floor(value / 128);
    const byte = value - rest * 128;
    const done = (rest === 0 && byte < 64) || (rest === -1 && byte >= 64);
    out.push(done ? byte : byte | 0x80);
    if (done) return;
    value = rest;
  }
}

function signedLeb32(out: number[], value: number): void {
  for (;;) {
    const byte = value & 0x7f;
    value >>= 7;
    const done = (value === 0 && (byte & 0x40) === 0) || (value === -1 && (byte & 0x40) !== 0);
    out.push(done ? byte : byte | 0x80);
    if (done) return;
  }
}

/** The body of one function. Locals are numbered from the parameters on, in the order of `local` calls. */
export class FunctionBody {
  private readonly bytes: number[] = [];
  private readonly locals: ValueType[] = [];
  private depth = 0;

  constructor(private readonly parameterCount: number) {}

  local(type: ValueType): number {
    this.locals.push(type);
    return this.parameterCount + this.locals.length - 1;
  }

  op(...opcodes: number[]): this {
    this.bytes.push(...opcodes);
    return this;
  }
  i32(value: number): this {
    this.bytes.push(0x41);
    signedLeb32(this.bytes, value | 0);
    return this;
  }
  i64(value: bigint): this {
    this.bytes.push(0x42);
    signedLeb(this.bytes, BigInt.asIntN(64, value));
    return this;
  }
  /** The same for a number, which must be exact: without BigInt, many times as fast. */
  i64Of(value: number): this {
    this.bytes.push(0x42);
    signedLebOf(this.bytes, value);
    return this;
  }
  /** A call of an imported function, by its place among them. */
  call(index: number): this {
    this.bytes.push(Op.call);
    unsignedLeb(this.bytes, index);
    return this;
  }
  /** A call through table 0 of a function of type 0; `opcode` says how. */
  callIndirect(opcode: typeof Op.call_indirect | typeof Op.return_call_indirect): this {
    this.bytes.push(opcode, 0, 0);
    return this;
  }
  get(local: number): this {
    this.bytes.push(0x20);
    unsignedLeb(this.bytes, local);
    return this;
  }
  set(local: number): this {
    this.bytes.push(0x21);
    unsignedLeb(this.bytes, local);
    return this;
  }
  tee(local: number): this {
    this.bytes.push(0x22);
    unsignedLeb(this.bytes, local);
    return this;
  }
  /** A load or store with the address on the stack; alignment is claimed as 1 byte, which costs nothing on hosts of today. */
  memory(opcode: number, offset = 0): this {
    this.bytes.push(opcode, 0);
    unsignedLeb(this.bytes, offset);
    return this;
  }
  block(): Label {
    this.bytes.push(0x02, 0x40);
    return { depth: ++this.depth };
  }
  loop(): Label {
    this.bytes.push(0x03, 0x40);
    return { depth: ++this.depth };
  }
  /** Consumes an i32; `result` is the type of the value both sides leave, if any. */
  if(result?: ValueType): Label {
    this.bytes.push(0x04, result ?? 0x40);
    return { depth: ++this.depth };
  }
  else(): this {
    this.bytes.push(Op.else);
    return this;
  }
  end(): this {
    this.depth--;
    this.bytes.push(Op.end);
    return this;
  }
  br(label: Label): this {
    this.bytes.push(0x0c);
    unsignedLeb(this.bytes, this.depth - label.depth);
    return this;
  }
  brIf(label: Label): this {
    this.bytes.push(0x0d);
    unsignedLeb(this.bytes, this.depth - label.depth);
    return this;
  }
  brTable(labels: readonly Label[], fallback: Label): this {
    this.bytes.push(0x0e);
    unsignedLeb(this.bytes, labels.length);
    for (const label of [...labels, fallback]) unsignedLeb(this.bytes, this.depth - label.depth);
    return this;
  }

  /** The instructions alone, as of a constant expression. */
  expression(): number[] {
    return this.bytes.concat(Op.end);
  }

  encode(): number[] {
    const out: number[] = [];
    unsignedLeb(out, this.locals.length);
    for (const type of this.locals) out.push(1, type);
    return out.concat(this.bytes, Op.end);
  }
}

const sized = (bytes: readonly number[]): number[] => {
  const length: number[] = [];
  unsignedLeb(length, bytes.length);
  return length.concat(bytes);
};
const vector = (items: readonly (readonly number[])[]): number[] => {
  const out: number[] = [];
  unsignedLeb(out, items.length);
  return out.concat(...items);
};
const section = (id: number, items: readonly (readonly number[])[]): number[] =>
  [id].concat(sized(vector(items)));
const name = (text: string): number[] => sized([...new TextEncoder().encode(text)]);

const HEADER = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
const importedMemory = [...name('env'), ...name('memory'), 0x02, 0x00, 1];
const importedTable = [...name('env'), ...name('table'), 0x01, 0x70, 0x00, 0];
const signature = (parameters: readonly ValueType[], results: readonly ValueType[]): number[] => [
  0x60,
  ...sized(parameters),
  ...sized(results),
];

/** A module that imports one memory, `env.memory`, and perhaps functions of `env`, and exports one function. */
export interface ModuleParts {
  readonly exportName: string;
  readonly parameters: readonly ValueType[];
  readonly results: readonly ValueType[];
  readonly body: FunctionBody;
  /** Without results. */
  readonly imports?: readonly { readonly name: string; readonly parameters: readonly ValueType[] }[];
}

export function encodeModule({
  exportName,
  parameters,
  results,
  body,
  imports = [],
}: ModuleParts): Uint8Array<ArrayBuffer> {
  const types = imports.map((each) => signature(each.parameters, []));
  const functions = imports.map((each, index) => [...name('env'), ...name(each.name), 0x00, index + 1]);
  return new Uint8Array(
    HEADER.concat(
      section(1, [signature(parameters, results), ...types]),
      section(2, [importedMemory, ...functions]),
      section(3, [[0]]),
      section(7, [[...name(exportName), 0x00, imports.length]]),
      section(10, [sized(body.encode())]),
    ),
  );
}

/**
 * A module that imports `env.memory` and `env.table`, and puts its functions, all from i32 to i32, into the table from `first` on. With
 * a name, the first of them is exported under it instead.
 */
export function encodeTableModule(
  bodies: readonly FunctionBody[],
  place: { readonly first: number } | { readonly exportName: string },
): Uint8Array<ArrayBuffer> {
  const offset = new FunctionBody(0);
  if ('first' in place) offset.i32(place.first);
  const functions = bodies.map((_, index) => {
    const number: number[] = [];
    unsignedLeb(number, index);
    return number;
  });
  const { i32 } = ValueType;
  return new Uint8Array(
    HEADER.concat(
      section(1, [signature([i32], [i32]), signature([i32, i32], [i32])]),
      section(2, [importedMemory, importedTable]),
      section(
        3,
        bodies.map(() => ['first' in place ? 0 : 1]),
      ),
      'first' in place ? [] : section(7, [[...name(place.exportName), 0x00, 0]]),
      'first' in place ? section(9, [[0x00, ...offset.expression(), ...vector(functions)]]) : [],
      section(
        10,
        bodies.map((body) => sized(body.encode())),
      ),
    ),
  );
}
