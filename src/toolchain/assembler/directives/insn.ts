import { registerNumber } from '../../../isa/registers';
import type { Row } from '../../../isa/row';
import { rowNamed } from '../../../isa/rows';
import { Opcode } from '../../../isa/rows/define';
import { encode } from '../../../isa/encode';
import { type Cursor, StatementError } from '../text/cursor';
import { didYouMean } from '../text/near-names';
import { checkedValue } from '../unit/patch';
import { join, type Span } from '../text/source';
import type { Expression } from '../statements/syntax';
import type { UnitBuilder } from '../unit/unit-builder';
import { type Directive, directive, expression } from './directive';

/** Names of major opcodes (Using as, "RISC-V Instruction Formats"). */
const opcodes: Readonly<Record<string, number>> = {
  C0: 0, C1: 1, C2: 2,
  LOAD: Opcode.load, LOAD_FP: 0x07, CUSTOM_0: 0x0b, MISC_MEM: Opcode.miscMem, OP_IMM: Opcode.opImm, AUIPC: Opcode.auipc,
  OP_IMM_32: Opcode.opImm32, STORE: Opcode.store, STORE_FP: 0x27, CUSTOM_1: 0x2b, AMO: Opcode.amo, OP: Opcode.op,
  LUI: Opcode.lui, OP_32: Opcode.op32, MADD: 0x43, MSUB: 0x47, NMSUB: 0x4b, NMADD: 0x4f, OP_FP: 0x53, CUSTOM_2: 0x5b,
  BRANCH: Opcode.branch, JALR: Opcode.jalr, JAL: Opcode.jal, SYSTEM: Opcode.system, CUSTOM_3: 0x7b,
}; // prettier-ignore

/** Reads the operands of one `.insn`, the commas between them. */
class Operands {
  private isFirst = true;

  constructor(
    private readonly unit: UnitBuilder,
    readonly cursor: Cursor,
  ) {}

  comma(): void {
    if (!this.isFirst) this.cursor.expect(',');
    this.isFirst = false;
  }

  field(what: string, bits: number): number {
    this.comma();
    return this.number(what, 0n, (1n << BigInt(bits)) - 1n);
  }

  number(what: string, minimum: bigint, maximum: bigint): number {
    const value = expression(this.unit, this.cursor);
    const number = this.unit.names.constantNow(value, what);
    if (number >= minimum && number <= maximum) return Number(number);
    throw new StatementError(value.span, `${what} is from ${minimum} to ${maximum}, and this is ${number}`);
  }

  signed(what: string, bits: number): number {
    this.comma();
    const half = 1n << BigInt(bits - 1);
    return this.number(what, -half, half - 1n);
  }

  opcode(): number {
    this.comma();
    const { cursor } = this;
    if (!cursor.at('name') || this.unit.names.isDefined(cursor.peek().text)) {
      return this.number('the opcode', 0n, 0x7fn);
    }
    const name = cursor.next();
    if (Object.hasOwn(opcodes, name.text)) return opcodes[name.text];
    throw new StatementError(
      name,
      `'${name.text}' is no opcode`,
      didYouMean(name.text, Object.keys(opcodes)),
    );
  }

  /** @param isShort for the fields of three bits, which hold x8 to x15 */
  register(isShort = false): number {
    this.comma();
    return this.registerHere(isShort);
  }

  registerHere(isShort = false): number {
    const token = this.cursor.expectKind('name', 'a register');
    const number = registerNumber(token.text);
    if (number === undefined) throw new StatementError(token, `'${token.text}' is no register`);
    if (isShort && (number < 8 || number > 15))
      throw new StatementError(token, 'this format has s0, s1 and a0 to a5 only');
    return isShort ? number - 8 : number;
  }

  /** `offset(register)` */
  memory<Offset>(
    read: () => Offset,
    isShort: boolean,
  ): { readonly offset: Offset | undefined; readonly register: number } {
    this.comma();
    const isBare = this.cursor.at('punctuation', '(') && this.cursor.peek(2).text === ')';
    const offset = isBare ? undefined : read();
    this.cursor.expect('(');
    const register = this.registerHere(isShort);
    this.cursor.expect(')');
    return { offset, register };
  }

  immediate(): Expression {
    return expression(this.unit, this.cursor);
  }

  get atRegister(): boolean {
    const { cursor } = this;
    const token = cursor.peek(cursor.at('punctuation', ',') ? 1 : 0);
    return token.kind === 'name' && registerNumber(token.text) !== undefined;
  }
}

type Format = (read: Operands, unit: UnitBuilder, span: Span) => void;

/** A row of the table with another opcode and funct3. */
const variantOf = (name: string, opcode: number, funct3 = 0): Row => ({
  ...rowNamed(name),
  name: '.insn',
  match: opcode | (funct3 << 12),
});

const register: Format = (read, unit, span) => {
  const [opcode, funct3] = [read.opcode(), read.field('funct3', 3)];
  const funct7 = read.field('funct7', 7);
  const [rd, rs1, rs2] = [read.register(), read.register(), read.register()];
  let top = funct7;
  if (read.cursor.at('punctuation', ',')) {
    if (funct7 > 3) throw new StatementError(span, 'funct2 is from 0 to 3 where there are four registers');
    top = (read.register() << 2) | funct7;
  }
  const row = variantOf('add', opcode, funct3);
  unit.bits(BigInt(encode({ ...row, match: (row.match | (top << 25)) >>> 0 }, { rd, rs1, rs2 })), 4, span);
};

/** An instruction with an immediate as written; a part of an address such as `%lo(x)` is filled in by the link. */
function complete(
  unit: UnitBuilder,
  { row, ...fields }: { row: Row; rd: number; rs1: number; rs2: number },
  value: Expression | undefined,
  span: Span,
): void {
  if (value?.kind === 'part') {
    unit.pendingInstruction(row, fields, 'value', value, span);
    return;
  }
  const number = value === undefined ? 0n : unit.names.constantNow(value, 'the immediate');
  const imm = checkedValue(row, number, value?.span ?? span);
  unit.bits(BigInt(encode(row, { ...fields, imm })), 4, span);
}

const immediate: Format = (read, unit, span) => {
  const row = variantOf('addi', read.opcode(), read.field('funct3', 3));
  const rd = read.register();
  if (read.atRegister) {
    const rs1 = read.register();
    read.comma();
    complete(unit, { row, rd, rs1, rs2: 0 }, read.immediate(), span);
  } else {
    const { offset, register: rs1 } = read.memory(() => read.immediate(), false);
    complete(unit, { row, rd, rs1, rs2: 0 }, offset, span);
  }
};

const store: Format = (read, unit, span) => {
  const row = variantOf('sb', read.opcode(), read.field('funct3', 3));
  const rs2 = read.register();
  const { offset, register: rs1 } = read.memory(() => read.immediate(), false);
  complete(unit, { row, rd: 0, rs1, rs2 }, offset, span);
};

const branch: Format = (read, unit, span) => {
  const row = variantOf('beq', read.opcode(), read.field('funct3', 3));
  const [rs1, rs2] = [read.register(), read.register()];
  read.comma();
  const term = unit.names.resolve(expression(unit, read.cursor));
  unit.fixup({ row, rd: 0, rs1, rs2, immediate: { role: 'target', term } }, span);
};

const upper: Format = (read, unit, span) => {
  const row = variantOf('lui', read.opcode());
  const rd = read.register();
  read.comma();
  complete(unit, { row, rd, rs1: 0, rs2: 0 }, read.immediate(), span);
};

const jump: Format = (read, unit, span) => {
  const row = variantOf('jal', read.opcode());
  const rd = read.register();
  read.comma();
  const term = unit.names.resolve(expression(unit, read.cursor));
  unit.fixup({ row, rd, rs1: 0, rs2: 0, immediate: { role: 'target', term } }, span);
};

const quadrant = (read: Operands): number => {
  const opcode = read.opcode();
  if (opcode > 2)
    throw new StatementError(read.cursor.peek(), 'compressed instructions have the opcodes C0, C1, C2');
  return opcode;
};

/** `opcode, funct3`, and what is in the bits between. */
const compressed =
  (fields: (read: Operands) => number): Format =>
  (read, unit, span) => {
    const opcode = quadrant(read);
    const funct3 = read.field('funct3', 3);
    unit.bits(BigInt(opcode | (funct3 << 13) | fields(read)), 2, span);
  };

const unsigned = (read: Operands, bits: number) => (): number =>
  read.number('the immediate', 0n, (1n << BigInt(bits)) - 1n);

const compressedMemory = compressed((read) => {
  const first = read.register(true);
  const { offset = 0, register: base } = read.memory(unsigned(read, 5), true);
  return (first << 2) | (base << 7) | ((offset & 3) << 5) | ((offset >> 2) << 10);
});

const compressedTarget =
  (name: 'c.beqz' | 'c.j'): Format =>
  (read, unit, span) => {
    const opcode = quadrant(read);
    const funct3 = read.field('funct3', 3);
    const rs1 = name === 'c.beqz' ? read.register(true) + 8 : 0;
    read.comma();
    const term = unit.names.resolve(expression(unit, read.cursor));
    const usual = name === 'c.beqz' ? (6 << 13) | 1 : (5 << 13) | 1;
    const row = rowNamed(name === 'c.beqz' ? 'beq' : 'jal');
    const instruction = { row, rd: 0, rs1, rs2: 0, immediate: { role: 'target', term } } as const;
    unit.shortFixup(instruction, name, usual ^ (opcode | (funct3 << 13)), span);
  };

const formats: Readonly<Record<string, Format>> = {
  r: register, r4: register, i: immediate, s: store, sb: branch, b: branch, u: upper, uj: jump, j: jump,
  cr: (read, unit, span) => {
    const opcode = quadrant(read);
    const funct4 = read.field('funct4', 4);
    unit.bits(BigInt(opcode | (funct4 << 12) | (read.register() << 7) | (read.register() << 2)), 2, span);
  },
  ci: compressed((read) => {
    const rd = read.register();
    const value = read.signed('the immediate', 6);
    return (rd << 7) | ((value & 0x1f) << 2) | ((value & 0x20) << 7);
  }),
  ciw: compressed((read) => (read.register(true) << 2) | (read.field('the immediate', 8) << 5)),
  css: compressed((read) => (read.register() << 2) | (read.field('the immediate', 6) << 7)),
  cl: compressedMemory,
  cs: compressedMemory,
  ca: (read, unit, span) => {
    const opcode = quadrant(read);
    const funct6 = read.field('funct6', 6);
    const funct2 = read.field('funct2', 2);
    const rd = read.register(true);
    unit.bits(BigInt(opcode | (funct6 << 10) | (funct2 << 5) | (rd << 7) | (read.register(true) << 2)), 2, span);
  },
  cb: compressedTarget('c.beqz'),
  cj: compressedTarget('c.j'),
}; // prettier-ignore

/** The bits themselves, with or without their length in bytes. */
function raw(unit: UnitBuilder, cursor: Cursor, span: Span): void {
  const first = expression(unit, cursor);
  const second = cursor.accept(',') ? expression(unit, cursor) : undefined;
  const value = second ?? first;
  const bits = unit.names.constantNow(value, 'the instruction');
  const length = (bits & 3n) === 3n ? 4 : 2;
  if (second !== undefined) {
    const given = unit.names.constantNow(first, 'the length');
    if (given !== 2n && given !== 4n)
      throw new StatementError(first.span, 'instructions here have 2 or 4 bytes');
    if (Number(given) !== length) {
      const words = `an instruction of ${given} bytes ${given === 4n ? 'ends' : 'does not end'} in the bits 11`;
      throw new StatementError(
        join(first.span, value.span),
        `this is no instruction of ${given} bytes`,
        words,
      );
    }
  }
  if (bits < 0n || bits >= 1n << BigInt(8 * length)) {
    throw new StatementError(value.span, `this does not fit in ${length} bytes`);
  }
  unit.bits(bits, length, span);
}

export const instructionDirectives: Readonly<Record<string, Directive>> = {
  '.insn': directive(
    'format, opcode, ... | length, bits',
    'An instruction that the assembler has no name for, by its fields or bits.',
    (unit, cursor, span) => {
      const name = cursor.peek();
      const isFormat =
        name.kind === 'name' && Object.hasOwn(formats, name.text) && cursor.peek(1).text !== ',';
      if (!isFormat) {
        raw(unit, cursor, span);
        return;
      }
      cursor.next();
      formats[name.text](new Operands(unit, cursor), unit, span);
    },
  ),
};
