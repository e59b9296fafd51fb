import { csrNumber, csrs } from '../../isa/csrs';
import { compressedNames, type CompressedShape, compressedShape } from '../../isa/encode-compressed';
import { abiNames } from '../../isa/registers';
import type { Row } from '../../isa/row';
import { isRowName, rowNamed, rows } from '../../isa/rows';
import { operandSyntax } from '../../isa/syntax';
import { StatementError } from './cursor';
import { type Bindings, type Form, formOf, isMismatch, match, type Mismatch } from './forms';
import { type Macro, macroInstructions } from './macro-instructions';
import { didYouMean, registerHint } from './near-names';
import type { ImmediateRole } from './object';
import { otherCsrNumber, presentName } from './other-csrs';
import { type Pseudo, pseudoInstructions } from './pseudo-instructions';
import type { Token } from './lexer';
import type { Span } from './source';
import type { Expression, InstructionStatement, Operand } from './syntax';
import { insteadOf, insteadOfNumber } from './strangers';
import { instantiate } from './template';
import type { UnitBuilder } from './unit-builder';

/** Everything that one mnemonic can mean, in order of preference. */
type Meaning =
  | { readonly form: Form; readonly row: Row }
  | { readonly form: Form; readonly compressed: CompressedShape }
  | ({ readonly form: Form } & Pseudo)
  | ({ readonly form: Form } & Macro);

const ordering = /^(.*?)\.(aqrl|aq|rl)$/;
const orderingBits: Readonly<Record<string, number>> = { aq: 2, rl: 1, aqrl: 3 };
const TOTAL_STORE_ORDER = 0x833;
const TRAP_VECTORS = ['mtvec', 'stvec'].map(csrNumber);

/** Every mnemonic that the assembler knows, without the `.aq` and `.rl` variants. */
export const mnemonics: readonly string[] = [
  ...new Set([
    ...rows.map((row) => row.name),
    'fence.tso',
    ...pseudoInstructions.keys(),
    ...macroInstructions.keys(),
    ...compressedNames,
  ]),
];

/** The ways in which an instruction can be written, such as `rd, imm(rs1)`; empty when there is none of that name. */
export const syntaxesOf = (name: string): string[] => meaningsOf(name).map((meaning) => meaning.form.syntax);

const cache = new Map<string, readonly Meaning[]>();

function meaningsOf(name: string): readonly Meaning[] {
  let meanings = cache.get(name);
  if (meanings === undefined) {
    const row = isRowName(name) ? rowNamed(name) : undefined;
    meanings = [
      ...(row === undefined ? [] : [{ form: formOf(operandSyntax(row)), row }]),
      ...(row?.format === 'jalr' ? [{ form: formOf('rd,rs1,imm'), row }] : []),
      ...compressedMeanings(name),
      ...(pseudoInstructions.get(name) ?? []),
      ...(macroInstructions.get(name) ?? []),
    ];
    if (meanings.length > 0) cache.set(name, meanings);
  }
  return meanings;
}

function compressedMeanings(name: string): Meaning[] {
  const compressed = name.startsWith('c.') ? compressedShape(name) : undefined;
  return compressed === undefined ? [] : [{ form: formOf(compressed.syntax), compressed }];
}

/** Puts an instruction into the current section. @throws StatementError */
export function assembleInstruction(
  statement: InstructionStatement,
  unit: UnitBuilder,
  mayCompress = !/^jalr?$/.test(statement.name.text),
): void {
  const { name, operands, span } = statement;
  if (operands.length === 0 && (name.text === 'c.unimp' || (name.text === 'unimp' && unit.compresses))) {
    unit.half(0, span);
    return;
  }
  if (name.text === 'fence.tso' && operands.length === 0) {
    unit.instruction(rowNamed('fence'), { imm: TOTAL_STORE_ORDER }, span);
    return;
  }
  const variant = ordering.exec(name.text);
  const base = variant !== null && takesOrdering(variant[1]) ? variant[1] : name.text;
  const meanings = meaningsOf(base);
  if (meanings.length === 0) throw unknownInstruction(name);
  const mismatches: Mismatch[] = [];
  for (const meaning of meanings) {
    const result = match(meaning.form, operands);
    if (isMismatch(result)) {
      mismatches.push(result);
    } else if ('row' in meaning) {
      const order = base === name.text ? 0 : orderingBits[variant![2]];
      assembleRow(meaning.row, result, order, span, unit, mayCompress);
      return;
    } else if ('compressed' in meaning) {
      assembleCompressed(meaning.compressed, result, statement, unit);
      return;
    } else if ('expansion' in meaning) {
      for (const part of instantiate(meaning.expansion, result, span)) {
        assembleInstruction(part, unit, compressesAsWritten(base, meaning.form, result));
      }
      return;
    } else {
      meaning.expand(result, span, unit);
      return;
    }
  }
  const mistake = wrongOperands(statement, meanings, mismatches);
  const meant = withSymbols(statement, meanings);
  if (meant === undefined) throw mistake;
  // Whether there is a symbol of that name, the link will know.
  for (const { span: place, name: register } of meant.symbols) {
    (unit.names.symbol(register).mistakes ??= new Map()).set(place, mistake);
  }
  assembleInstruction({ ...statement, operands: meant.operands }, unit, mayCompress);
}

type Name = Extract<Expression, { kind: 'name' }>;

/**
 * The operands with names instead of registers where only symbols can stand: in C, a variable may be called fp.
 * Undefined when that helps nothing.
 */
function withSymbols(
  { operands }: InstructionStatement,
  meanings: readonly Meaning[],
): { readonly operands: readonly Operand[]; readonly symbols: readonly Name[] } | undefined {
  for (const { form } of meanings) {
    const symbols: Name[] = [];
    const meant = form.placeholders.map((placeholder, index): Operand | undefined => {
      const operand = operands.at(index);
      if (operand?.kind === placeholder.kind) return operand;
      const isSymbol =
        placeholder.kind === 'expression' && (placeholder.name === 'symbol' || placeholder.name === 'target');
      if (operand?.kind !== 'register' || !isSymbol) return undefined;
      const { span } = operand;
      const value: Name = { kind: 'name', span, name: span.source.text.slice(span.start, span.end) };
      symbols.push(value);
      return { kind: 'expression', span, value };
    });
    const whole = meant.filter((operand) => operand !== undefined);
    if (whole.length === meant.length && operands.length === meant.length && symbols.length > 0)
      return { operands: whole, symbols };
  }
  return undefined;
}

const takesOrdering = (name: string): boolean => {
  const format = isRowName(name) ? rowNamed(name).format : undefined;
  return format === 'amo' || format === 'loadReserved';
};

function unknownInstruction(name: Token): StatementError {
  const hint = insteadOf(name.text) ?? didYouMean(name.text, mnemonics);
  return new StatementError(name, `unknown instruction '${name.text}'`, hint);
}

/** A mistake in how operands are written, with a hint; the greater mistake if there is no such instruction at all. */
export function mistakenOperands(name: Token, error: StatementError): StatementError {
  const forms = syntaxesOf(ordering.exec(name.text)?.[1] ?? name.text);
  if (forms.length === 0) return unknownInstruction(name);
  if (error.hint !== undefined || !error.message.startsWith('expected ')) return error;
  const { source, start, end } = error.span;
  const usage = `write it as ${usageOf(name.text, forms)}`;
  const before = source.text.slice(name.end, end);
  if (/#-?[0-9]+[^\n]*$/.test(before))
    return new StatementError(error.span, error.message, '# begins a comment: numbers stand without it');
  if (source.text[start] === '[')
    return new StatementError(error.span, error.message, 'memory is written as 8(sp)');
  return new StatementError(error.span, error.message, usage);
}

const usageOf = (name: string, forms: readonly string[]): string =>
  forms.map((form) => `${name} ${form}`.trim()).join(', or ');

/** Reports the form that goes furthest before it fails. */
function wrongOperands(
  { name, operands, span }: InstructionStatement,
  meanings: readonly Meaning[],
  mismatches: readonly Mismatch[],
): StatementError {
  const forms = meanings.map(({ form }) => form.syntax);
  const usage = `write it as ${usageOf(name.text, forms)}`;
  const furthest = mismatches.reduce((best, next) => (next.index > best.index ? next : best));
  const culprit = operands[furthest.index];
  if (culprit === undefined) {
    const last = operands.at(-1)?.span ?? name;
    const place: Span = { source: last.source, start: last.end - 1, end: last.end };
    return new StatementError(
      operands.length === 0 ? name : place,
      `'${name.text}' needs more operands`,
      usage,
    );
  }
  const wanted = [...new Set(mismatches.filter((m) => m.index === furthest.index).map((m) => m.expected))];
  const message =
    wanted.length === 1 && wanted[0] === 'nothing more'
      ? `'${name.text}' has an operand too many`
      : `expected ${wanted.join(' or ')}, but found ${inWords(culprit)}`;
  const place = span.start === span.end ? name : culprit.span;
  const isNumber = culprit.kind === 'expression' && culprit.value.kind !== 'name';
  return new StatementError(
    place,
    message,
    () => registerMeant(culprit, wanted) ?? (isNumber ? insteadOfNumber(name.text) : undefined) ?? usage,
  );
}

/** Where a register should stand and some name stands: the register that is near. */
function registerMeant(operand: Operand, wanted: readonly string[]): string | undefined {
  if (!wanted.includes('a register') || operand.kind !== 'expression' || operand.value.kind !== 'name') {
    return undefined;
  }
  return registerHint(operand.value.name);
}

function inWords({ kind, span }: Operand): string {
  const text = span.source.text.slice(span.start, span.end);
  if (kind === 'register') return `the register ${text}`;
  return `'${text}'`;
}

/**
 * GNU as finds compressed forms by what is written: of these ways to write an instruction that has one, it does not.
 */
function compressesAsWritten(name: string, form: Form, { registers, expressions }: Bindings): boolean {
  switch (name) {
    case 'jr':
    case 'jalr':
      return form.syntax === 'rs';
    case 'mv':
    case 'move':
      return registers.get('rs') !== 0;
    case 'add':
      // Those of addi that are no addition: c.li, c.mv, c.nop.
      return registers.get('rs') !== 0 && !isZero(expressions.get('imm'));
    default:
      return true;
  }
}

const isZero = (expression: Expression | undefined): boolean =>
  expression?.kind === 'number' && expression.value === 0n;

/** An instruction that is written as compressed: `c.addi a0, 1`. */
function assembleCompressed(
  shape: CompressedShape,
  { registers, expressions }: Bindings,
  { span }: InstructionStatement,
  unit: UnitBuilder,
): void {
  const { name } = shape.compressed;
  const register = (field: 'rd' | 'rs1' | 'rs2'): number => {
    const number = registers.get(field);
    if (number === undefined) return 0;
    if (shape.registers[field].includes(number)) return number;
    const allowed = shape.registers[field].map((one) => abiNames[one]);
    const words =
      allowed.length > 8
        ? 'any register but ' + abiNames.filter((one) => !allowed.includes(one)).join(', ')
        : allowed.join(', ');
    throw new StatementError(span, `'${name}' does not take ${abiNames[number]}`, `it takes ${words}`);
  };
  const fields = { rd: register('rd'), rs1: register('rs1'), rs2: register('rs2') };
  const target = expressions.get('target');
  if (target !== undefined) {
    const { rs1 } = fields;
    const immediate = { role: 'target', term: unit.names.resolve(target) } as const;
    unit.branch({ row: shape.row, rd: 0, rs1, rs2: 0, immediate }, name, span);
    return;
  }
  const [expression] = expressions.values();
  if (expression === undefined) {
    unit.half(shape.encode(fields)!, span);
    return;
  }
  const value = unit.names.constantNow(expression, `the immediate of '${name}'`);
  const isUpper = expressions.has('upper');
  // Upper parts are written as the 20 bits that they are.
  const imm = isUpper ? Number(BigInt.asIntN(32, value << 12n)) : Number(value);
  const half = shape.encode({ ...fields, imm });
  const isPossible = half !== undefined && (!isUpper || (value >= 0n && value <= 0xfffffn));
  if (!isPossible)
    throw new StatementError(expression.span, `'${name}' cannot have ${value} here`, immediatesOf(shape));
  unit.half(half, span);
}

function immediatesOf({ immediates, syntax }: CompressedShape): string {
  const step = immediates
    .slice(1)
    .reduce((least, value, index) => Math.min(least, value - immediates[index]), Infinity);
  if (syntax.includes('upper')) return 'from 1 to 0x1f, or from 0xfffe0 to 0xfffff';
  return `${step > 1 ? `multiples of ${step} ` : ''}from ${immediates[0]} to ${immediates.at(-1)}${immediates.includes(0) ? '' : ', not 0'}`;
}

function assembleRow(
  row: Row,
  bindings: Bindings,
  order: number,
  span: Span,
  unit: UnitBuilder,
  mayCompress: boolean,
): void {
  const { registers, expressions } = bindings;
  const fields = {
    rd: registers.get('rd') ?? 0,
    rs1: registers.get('rs1') ?? 0,
    rs2: registers.get('rs2') ?? 0,
  };
  switch (row.format) {
    case 'fence': {
      const sets = ['pred', 'succ'].map((name) => fenceSet(expressions.get(name)!));
      unit.instruction(row, { imm: (sets[0] << 4) | sets[1] }, span);
      return;
    }
    case 'csr':
    case 'csrImmediate': {
      const csr = csrOperand(expressions.get('csr')!, unit);
      const zimm = expressions.get('zimm');
      const rs1 =
        zimm === undefined ? fields.rs1 : smallConstant(zimm, 31, `the immediate of '${row.name}'`, unit);
      if (zimm === undefined && TRAP_VECTORS.includes(csr)) unit.names.noteVector(rs1);
      unit.instruction(row, { ...fields, rs1, imm: csr }, span);
      return;
    }
    case 'amo':
    case 'loadReserved':
      unit.instruction(row, { ...fields, imm: order }, span);
      return;
    case 'r':
    case 'fenceVma':
    case 'fixed':
      unit.instruction(row, fields, span, mayCompress);
      return;
    default: {
      const expression = expressions.get('imm') ?? expressions.get('shamt') ?? expressions.get('upper');
      const role: ImmediateRole = expression === undefined ? 'target' : 'value';
      unit.pendingInstruction(row, fields, role, expression ?? expressions.get('target')!, span, mayCompress);
    }
  }
}

/** `rw`, `iorw`, or the four bits as a number. */
function fenceSet(expression: Expression): number {
  if (expression.kind === 'number' && expression.value < 16n) return Number(expression.value);
  const letters = expression.kind === 'name' ? expression.name : '';
  // The letters come in this order, each at most once.
  if (!/^(?=.)i?o?r?w?$/.test(letters)) {
    throw new StatementError(
      expression.span,
      'expected letters of iorw, in this order',
      'for example: fence rw, rw',
    );
  }
  return [...'wroi'].reduce((bits, letter, index) => bits | (letters.includes(letter) ? 1 << index : 0), 0);
}

function csrOperand(expression: Expression, unit: UnitBuilder): number {
  if (expression.kind === 'name') {
    const name = presentName(expression.name);
    const number = csrNumber(name);
    if (number !== undefined) return number;
    if (!unit.names.isDefined(expression.name)) {
      const other = otherCsrNumber(name);
      if (other !== undefined) {
        unit.diagnostics.warning(
          expression.span,
          `this machine has no control register '${name}': the instruction will be illegal`,
        );
        return other;
      }
      const names = csrs.map((csr) => csr.name);
      throw new StatementError(
        expression.span,
        `this machine has no control register '${expression.name}'`,
        didYouMean(expression.name, names),
      );
    }
  }
  return smallConstant(expression, 0xfff, 'the number of a control register', unit);
}

function smallConstant(expression: Expression, maximum: number, what: string, unit: UnitBuilder): number {
  const value = unit.names.constantNow(expression, what);
  if (value < 0n || value > BigInt(maximum)) {
    throw new StatementError(expression.span, `${what} is from 0 to ${maximum}, and this is ${value}`);
  }
  return Number(value);
}
