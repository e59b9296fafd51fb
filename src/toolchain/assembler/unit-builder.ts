import { encode, type Operands } from '../../isa/encode';
import type { Row } from '../../isa/row';
import { SectionFlags } from '../elf/types';
import { systemCallConstants } from '../system-calls';
import { Branch, isConditionalBranch } from './branch';
import { StatementError } from './cursor';
import type { Diagnostics } from './diagnostics';
import { Evaluator } from './evaluate';
import { Alignment } from './gaps';
import type { Token } from './lexer';
import {
  AssemblySymbol,
  type Fixup,
  type ImmediateRole,
  type PendingInstruction,
  type Place,
  type Section,
  type Tail,
  type Term,
  type Value,
} from './object';
import { withDistance, withValue } from './patch';
import { SectionStack } from './section-stack';
import type { Span } from './source';
import type { Expression } from './syntax';

interface Fields {
  readonly rd: number;
  readonly rs1: number;
  readonly rs2: number;
}

/** One source may not make more than this. */
const LARGEST_UNIT = 64 * 1024 * 1024;
const BRANCH_REACH = { minimum: -4096n, maximum: 4094n };

/** The sections and symbols of one source, while its statements are worked through. */
export class UnitBuilder {
  readonly sections = new SectionStack();
  readonly symbols = new Map<string, AssemblySymbol>();
  /** The definitions of each numeric label, in order; the last one may still be ahead. */
  private readonly numericLabels = new Map<string, AssemblySymbol[]>();
  private readonly knownSoFar: Evaluator;
  private bytesMade = 0;

  constructor(readonly diagnostics: Diagnostics) {
    this.knownSoFar = new Evaluator({ locate: locateSoFar, definition: () => undefined });
  }

  get section(): Section {
    return this.sections.current;
  }

  // Symbols

  /** The symbol of a name in this source, made when it is new. */
  symbol(name: string): AssemblySymbol {
    let symbol = this.symbols.get(name);
    if (symbol === undefined) {
      symbol = new AssemblySymbol(name);
      this.symbols.set(name, symbol);
    }
    return symbol;
  }

  isDefined(name: string): boolean {
    return this.symbols.get(name)?.defined ?? false;
  }

  /** @throws StatementError when the name has a meaning already. */
  defineLabel(name: Token): void {
    if (name.kind === 'number') {
      const symbols = this.numeric(name.text);
      const ahead = symbols.at(-1);
      const symbol = ahead !== undefined && !ahead.defined ? ahead : new AssemblySymbol(name.text);
      if (symbol !== ahead) symbols.push(symbol);
      symbol.place = this.section.here;
      symbol.definition = name;
      return;
    }
    const symbol = this.symbol(name.text);
    if (symbol.defined) throw alreadyDefined(symbol, name);
    refuseLatePredefined(symbol, name);
    symbol.place = this.section.here;
    symbol.definition = name;
  }

  /** @throws StatementError when the name is a label. */
  assign(name: Token, expression: Expression, again: boolean): void {
    const symbol = this.symbol(name.text);
    if (symbol.place !== undefined || (symbol.defined && !again)) throw alreadyDefined(symbol, name);
    refuseLatePredefined(symbol, name);
    const term = this.resolve(expression);
    const value = this.knownNow(term);
    symbol.value = value === undefined ? term : { kind: 'number', span: term.span, value };
    symbol.definition = name;
  }

  /** A label that no source can name, here. */
  anonymousLabel(span: Span): AssemblySymbol {
    const symbol = new AssemblySymbol('');
    symbol.place = this.section.here;
    symbol.definition = span;
    return symbol;
  }

  /** Symbols that are called are functions. */
  noteCall(expression: Expression): void {
    if (expression.kind === 'name') this.symbol(expression.name).called = true;
  }

  /** At the end of the source. */
  finish(): void {
    this.reportMissingLabels();
    // As GNU as does it: code of the next source begins at a multiple of what this one aligned to.
    for (const section of this.sections.all) {
      if ((section.flags & SectionFlags.execute) === 0) continue;
      section.close(new Alignment(section.alignment, undefined, undefined, true), false);
    }
  }

  /** Reports `1f` without a `1:` behind it. */
  private reportMissingLabels(): void {
    for (const [number, symbols] of this.numericLabels) {
      const last = symbols.at(-1);
      if (last?.definition === undefined || last.defined) continue;
      this.diagnostics.error(last.definition, `there is no label '${number}:' behind this line`);
      last.value = { kind: 'number', span: last.definition, value: 0n };
    }
  }

  private numeric(number: string): AssemblySymbol[] {
    let symbols = this.numericLabels.get(number);
    if (symbols === undefined) this.numericLabels.set(number, (symbols = []));
    return symbols;
  }

  private numericReference(expression: Extract<Expression, { kind: 'local' }>): AssemblySymbol {
    const symbols = this.numeric(expression.number);
    const last = symbols.at(-1);
    if (expression.forward) {
      if (last !== undefined && !last.defined) return last;
      const ahead = new AssemblySymbol(expression.number);
      ahead.definition = expression.span;
      symbols.push(ahead);
      return ahead;
    }
    const behind = last?.defined === true ? last : symbols.at(-2);
    if (behind === undefined) {
      throw new StatementError(expression.span, `there is no label '${expression.number}:' before this line`);
    }
    return behind;
  }

  // Expressions

  /** Binds the names of an expression. @throws StatementError */
  resolve(expression: Expression): Term {
    const { span } = expression;
    switch (expression.kind) {
      case 'number':
        return expression;
      case 'here':
        return { kind: 'symbol', span, symbol: this.anonymousLabel(span) };
      case 'local':
        return { kind: 'symbol', span, symbol: this.numericReference(expression) };
      case 'name':
        return this.named(expression.name, span);
      case 'unary':
        return { ...expression, operand: this.resolve(expression.operand) };
      case 'binary':
        return { ...expression, left: this.resolve(expression.left), right: this.resolve(expression.right) };
      case 'part':
        throw new StatementError(
          span,
          `%${expression.part}(...) can only be the whole operand of an instruction`,
        );
    }
  }

  /** The present value of a name that may get another one later; else its symbol. */
  private named(name: string, span: Span): Term {
    const symbol = this.symbol(name);
    if (symbol.value !== undefined) return { ...symbol.value, span };
    const predefined = symbol.defined ? undefined : systemCallConstants.get(name);
    if (predefined === undefined) return { kind: 'symbol', span, symbol };
    symbol.usedAsPredefined = true;
    return { kind: 'number', span, value: predefined };
  }

  /** The value of a term if it is a plain number, and known at this line. */
  knownNow(term: Term): bigint | undefined {
    return this.knownSoFar.constant(term);
  }

  /** @throws StatementError when the value is not known at this line. */
  constantNow(expression: Expression, what: string): bigint {
    const value = this.knownNow(this.resolve(expression));
    if (value === undefined)
      throw new StatementError(expression.span, `${what} must be a number that is known here`);
    return value;
  }

  // Code

  word(word: number, span: Span): void {
    const { last } = this.codeSection(span);
    last.marks.push({ offset: last.bytes.length, span });
    this.count(4, span);
    last.bytes.u32(word);
  }

  instruction(row: Row, operands: Operands, span: Span): void {
    this.word(encode(row, operands), span);
  }

  /** An instruction with an immediate operand as written; `%lo(...)` and its kin say what they stand for. */
  pendingInstruction(
    row: Row,
    fields: Fields,
    role: ImmediateRole,
    expression: Expression,
    span: Span,
  ): void {
    if (expression.kind !== 'part') {
      if (role === 'target' && row.format === 'j' && fields.rd !== 0) this.noteCall(expression);
      this.pendingTerm({ row, ...fields, immediate: { role, term: this.resolve(expression) } }, span);
      return;
    }
    if (role === 'target')
      throw new StatementError(expression.span, 'a jump needs a label, not a part of an address');
    const term = this.resolve(expression.operand);
    this.pendingTerm({ row, ...fields, immediate: { role: expression.part, term } }, span);
  }

  pendingTerm(instruction: PendingInstruction, span: Span): void {
    const { row, immediate } = instruction;
    const { role, term } = immediate;
    const value = role === 'value' || role === 'target' ? this.knownSoFar.evaluate(term) : undefined;
    if (role === 'value' && value !== undefined && value.base === undefined) {
      this.word(withValue(row, instruction, value.offset, term.span), span);
      return;
    }
    if (role === 'target') {
      const here = locateSoFar(this.section.here);
      const distance = value?.base === here.base ? value!.offset - here.offset : undefined;
      if (isConditionalBranch(row)) {
        this.branch(instruction, distance, span);
        return;
      }
      if (distance !== undefined) {
        this.word(withDistance(row, instruction, distance, term.span), span);
        return;
      }
    }
    const { last } = this.codeSection(span);
    last.fixups.push({ kind: 'instruction', offset: last.bytes.length, instruction });
    this.word(0, span);
  }

  private branch(instruction: PendingInstruction, distance: bigint | undefined, span: Span): void {
    const { row, immediate } = instruction;
    if (distance !== undefined && distance >= BRANCH_REACH.minimum && distance <= BRANCH_REACH.maximum) {
      this.word(withDistance(row, instruction, distance, immediate.term.span), span);
    } else {
      this.tail(new Branch(instruction, this.section), span);
    }
  }

  /** Ends the current fragment with an instruction whose length is open. */
  tail(tail: Tail, span: Span): void {
    const section = this.codeSection(span);
    section.last.marks.push({ offset: section.last.bytes.length, span });
    this.count(tail.size, span);
    section.close(tail, false);
  }

  private codeSection(span: Span): Section {
    const { section } = this;
    if (section.noBits)
      throw new StatementError(span, `section ${section.name} holds only zeros, no instructions`);
    if ((section.flags & SectionFlags.execute) === 0 && !this.sections.toldAboutCode.has(section)) {
      this.sections.toldAboutCode.add(section);
      const hint = 'put .text in front of the code';
      this.diagnostics.warning(span, `an instruction in ${section.name}, which is not executable`, hint);
    }
    return section;
  }

  // Data

  /** An integer of `width` bytes. @throws StatementError when it does not fit. */
  data(expression: Expression, width: number): void {
    const term = this.resolve(expression);
    const { last, noBits, name } = this.section;
    const known = this.knownNow(term);
    if (noBits && known !== 0n) throw new StatementError(term.span, `section ${name} holds only zeros`);
    if (known === undefined)
      last.fixups.push({ kind: 'data', offset: last.bytes.length, width, term } satisfies Fixup);
    else checkDataRange(known, width, term.span);
    this.count(width, term.span);
    last.bytes.integer(known ?? 0n, width);
  }

  bytes(values: ArrayLike<number> & Iterable<number>, span: Span): void {
    const { last, noBits, name } = this.section;
    if (noBits && Array.from(values).some((value) => value !== 0)) {
      throw new StatementError(span, `section ${name} holds only zeros`);
    }
    this.count(values.length, span);
    last.bytes.bytes(values);
  }

  /** The same integer several times. @throws StatementError */
  repeat(count: bigint, width: number, value: bigint, countSpan: Span, span: Span): void {
    if (width === 0) return;
    if (count < 0n || count * BigInt(width) > BigInt(LARGEST_UNIT)) {
      throw new StatementError(countSpan, `${count} times ${width} bytes is not possible`);
    }
    const element = Array.from({ length: width }, (_, index) => Number((value >> BigInt(8 * index)) & 0xffn));
    const all = new Uint8Array(Number(count) * width);
    for (let index = 0; index < all.length; index++) all[index] = element[index % width]!;
    this.bytes(all, span);
  }

  /** Alignment or room, whose size may depend on what is in front of it. */
  gap(tail: Tail, span: Span): void {
    const { section } = this;
    const { offset, bytes } = section.last;
    const size = offset === undefined ? undefined : tail.measure(offset + bytes.length, this.knownSoFar);
    tail.size = size ?? 0;
    if (!section.noBits) this.count(tail.size, span);
    section.close(tail, size !== undefined);
  }

  private count(bytes: number, span: Span): void {
    this.bytesMade += bytes;
    if (this.bytesMade > LARGEST_UNIT) {
      throw new StatementError(span, `this source makes more than ${LARGEST_UNIT / 1024 / 1024} MiB`);
    }
  }
}

/** Places are known from the start of their section as long as nothing of open size is in front, else within their fragment. */
function locateSoFar({ section, fragment, offset }: Place): Value {
  return fragment.offset === undefined
    ? { base: fragment, offset: BigInt(offset) }
    : { base: section, offset: BigInt(fragment.offset + offset) };
}

/** Signed or unsigned, as one likes. @throws StatementError */
export function checkDataRange(value: bigint, width: number, span: Span): void {
  const bits = BigInt(width * 8);
  if (width < 8 && (value < -(1n << (bits - 1n)) || value >= 1n << bits)) {
    throw new StatementError(span, `${value} does not fit in ${width} byte${width === 1 ? '' : 's'}`);
  }
}

function alreadyDefined(symbol: AssemblySymbol, name: Token): StatementError {
  const { definition } = symbol;
  const line = definition?.source.position(definition.start).line;
  const hint = line === undefined ? undefined : `the other definition is in line ${line}`;
  return new StatementError(name, `'${name.text}' is defined already`, hint);
}

function refuseLatePredefined(symbol: AssemblySymbol, name: Token): void {
  if (!symbol.usedAsPredefined) return;
  throw new StatementError(name, `'${name.text}' was used above with the value that the assembler gives it`);
}
