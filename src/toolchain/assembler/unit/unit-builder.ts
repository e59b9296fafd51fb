import { encode, type Operands } from '../../../isa/encode';
import { compress } from '../../../isa/encode-compressed';
import type { Row } from '../../../isa/row';
import { SectionFlags } from '../../elf/types';
import { Branch, branchSize, isConditionalBranch, shortForm } from './branch';
import type { AlternateMode } from '../macros/alternate-macros';
import { Cursor, StatementError } from '../text/cursor';
import type { Diagnostics } from '../text/diagnostics';
import { Alignment } from './tails';
import { GlobalOffsets } from './global-offsets';
import type { Fixup, ImmediateRole, PendingInstruction, Section, Tail } from './object';
import { locateSoFar, Names } from './names';
import { checkDataRange, checkedValue, partOf, shortBranch, withDistance } from './patch';
import { SectionStack } from './section-stack';
import type { Includes } from '../text/includes';
import type { Macro } from '../macros/macros';
import { Lexer } from '../text/lexer';
import { parseExpression } from '../statements/parse-expression';
import { Reader } from '../statements/reader';
import type { SourceNotes } from './source-notes';
import { Source, type Span } from '../text/source';
import type { Expression } from '../statements/syntax';
import { reportThrown } from '../text/thrown';

interface Fields {
  readonly rd: number;
  readonly rs1: number;
  readonly rs2: number;
  readonly isCall?: boolean;
}

/** One source may not make more than this. */
const LARGEST_UNIT = 64 * 1024 * 1024;

const fieldsOf = ({ rd, rs1, rs2 }: Fields): Operands => ({ rd, rs1, rs2 });

/** The sections and symbols of one source, while its statements are worked through. */
export class UnitBuilder {
  readonly sections: SectionStack;
  readonly names: Names;
  readonly reader: Reader;
  /** `.option rvc`: instructions are compressed where they can be. */
  compresses: boolean;
  /** Some instruction may be compressed. */
  hasCompressed = false;
  /** `.option pic`: `la` takes addresses from the global offset table. */
  isPositionIndependent = false;
  private readonly savedOptions: { readonly compresses: boolean; readonly isPositionIndependent: boolean }[] =
    [];
  private readonly offsets: GlobalOffsets;
  /** Calls of macros so far. */
  macroCount = 0;
  private readonly macros = new Map<string, Macro>();
  hasAlternateMacros = false;
  private labelsMade = 0;
  private readonly alternateMode: AlternateMode = {
    newLabel: () => `.LL${(++this.labelsMade).toString(16).padStart(4, '0')}`,
    evaluate: (source, start, end) => {
      const cursor = new Cursor(new Lexer(source, this.diagnostics, start, end).statement() ?? []);
      const expression = parseExpression(cursor, this.diagnostics);
      const value = this.names.constantNow(expression, 'the value behind %');
      return { value, end: Math.min(cursor.peek().start, end) };
    },
  };
  private readonly files = new Map<string, Source>();
  private bytesMade = 0;

  constructor(
    readonly source: Source,
    readonly diagnostics: Diagnostics,
    readonly includes: Includes,
    compresses: boolean,
    readonly record?: SourceNotes,
  ) {
    this.reader = new Reader(diagnostics);
    this.compresses = compresses;
    this.sections = new SectionStack(compresses ? 2 : 4);
    this.names = new Names(() => this.section.here, record);
    const data = (expression: Expression, width: number): void => this.data(expression, width);
    this.offsets = new GlobalOffsets({ sections: this.sections, names: this.names, data });
  }

  /** Reports the mistake that an action on a piece of the source comes upon. */
  guarded(span: Span, action: () => void): void {
    try {
      action();
    } catch (error) {
      reportThrown(error, span, this.diagnostics);
    }
  }

  pushOptions(): void {
    const { compresses, isPositionIndependent } = this;
    this.savedOptions.push({ compresses, isPositionIndependent });
  }

  /** False when nothing was pushed. */
  popOptions(): boolean {
    const saved = this.savedOptions.pop();
    Object.assign(this, saved);
    return saved !== undefined;
  }

  // Text

  readonly isMacro = (name: string): boolean => this.macros.size > 0 && this.macro(name) !== undefined;

  get macroNames(): readonly string[] {
    return [...this.macros.values()].map(({ name }) => name);
  }

  macro(name: string): Macro | undefined {
    return this.macros.get(name.toLowerCase());
  }

  defineMacro(macro: Macro): void {
    this.record?.definitions.push({ named: macro, span: macro.definition });
    this.macros.set(macro.name.toLowerCase(), macro);
  }

  /** Set between `.altmacro` and `.noaltmacro`. */
  get alternate(): AlternateMode | undefined {
    return this.hasAlternateMacros ? this.alternateMode : undefined;
  }

  /** False when there was none of that name. */
  forgetMacro(name: string): boolean {
    return this.macros.delete(name.toLowerCase());
  }

  /** An included file; one source for all its includes. */
  included(path: string, text: string): Source {
    let source = this.files.get(path);
    if (source === undefined) this.files.set(path, (source = new Source(path, text)));
    return source;
  }

  get section(): Section {
    return this.sections.current;
  }

  /** At the end of the source. */
  finish(): void {
    this.names.reportMissingLabels(this.diagnostics);
    this.offsets.finish();
    // As GNU as does it: code of the next source begins at a multiple of what this one aligned to.
    for (const section of this.sections.all) {
      if ((section.flags & SectionFlags.execute) === 0) continue;
      section.part = section.lastPart;
      section.close(new Alignment(section.alignment, undefined, undefined, true), false);
    }
  }

  // Code

  private word(word: number, span: Span): void {
    const { last } = this.codeSection(span);
    last.marks.push({ offset: last.bytes.length, span });
    this.count(4, span);
    last.bytes.u32(word);
  }

  half(half: number, span: Span): void {
    const { last } = this.codeSection(span);
    last.marks.push({ offset: last.bytes.length, span });
    this.count(2, span);
    last.bytes.u16(half);
    this.hasCompressed = true;
  }

  /** An instruction, in its compressed form if there is one and it may be. */
  instruction(row: Row, operands: Operands, span: Span, mayCompress = true): void {
    const { rd = 0, rs1 = 0, rs2 = 0, imm = 0 } = operands;
    const half = this.compresses && mayCompress ? compress(row, { rd, rs1, rs2, imm }) : undefined;
    if (half === undefined) this.word(encode(row, operands), span);
    else this.half(half, span);
  }

  /** Any instruction, as bits. */
  bits(value: bigint, length: number, span: Span): void {
    const { last } = this.codeSection(span);
    last.marks.push({ offset: last.bytes.length, span });
    this.count(length, span);
    last.bytes.integer(value, length);
    if (length === 2) this.hasCompressed = true;
  }

  /** An instruction with an immediate operand as written; `%lo(...)` and its kin say what they stand for. */
  pendingInstruction(
    row: Row,
    fields: Fields,
    role: ImmediateRole,
    expression: Expression,
    span: Span,
    mayCompress = true,
  ): void {
    if (expression.kind !== 'part') {
      if (role === 'target' && row.format === 'j' && fields.rd !== 0) this.names.noteCall(expression);
      this.pendingTerm(
        { row, ...fields, immediate: { role, term: this.names.resolve(expression) } },
        span,
        mayCompress,
      );
      return;
    }
    if (role === 'target')
      throw new StatementError(expression.span, 'a jump needs a label, not a part of an address');
    const { part, operand } = expression;
    const immediate =
      part === 'got_pcrel_hi'
        ? ({ role: 'pcrel_hi', term: this.offsets.slotOf(operand) } as const)
        : { role: part, term: this.names.resolve(operand) };
    this.pendingTerm({ row, ...fields, immediate }, span);
  }

  pendingTerm(instruction: PendingInstruction, span: Span, mayCompress = true): void {
    const { row, immediate } = instruction;
    const { role, term } = immediate;
    if (role === 'value') {
      const value = this.names.knownSoFar.evaluate(term);
      if (value !== undefined && value.base === undefined) {
        const imm = checkedValue(row, value.offset, term.span);
        const { rd, rs1, rs2 } = instruction;
        this.instruction(row, { rd, rs1, rs2, imm }, span, mayCompress);
        return;
      }
    }
    if (role === 'hi' || role === 'lo') {
      const value = this.names.knownNow(term);
      const imm = value === undefined ? undefined : partOf(row, role, value, term.span);
      if (imm !== undefined) {
        const { rd, rs1, rs2 } = instruction;
        this.instruction(row, { rd, rs1, rs2, imm }, span, false);
        return;
      }
    }
    if (role === 'target') {
      const short = this.compresses && mayCompress ? shortForm(instruction) : undefined;
      if (isConditionalBranch(row) || row.name === 'jal') {
        this.branch(instruction, short, span);
        return;
      }
    }
    this.fixup(instruction, span);
  }

  /** @param short its compressed form, if it may have one */
  branch(instruction: PendingInstruction, short: string | undefined, span: Span): void {
    const { row, immediate } = instruction;
    const { term } = immediate;
    const value = this.names.knownSoFar.evaluate(term);
    const here = locateSoFar(this.section.here);
    const distance = value?.base === here.base ? value!.offset - here.offset : undefined;
    const size = distance === undefined ? undefined : branchSize(row, short, distance);
    if (size === 2) this.half(shortBranch(short!, instruction, distance!, term.span), span);
    else if (size === 4) this.word(withDistance(row, instruction, distance!, term.span), span);
    else if (size === undefined && row.name === 'jal' && short === undefined) this.fixup(instruction, span);
    else this.tail(new Branch(instruction, this.section, short), span);
    if (short !== undefined) this.hasCompressed = true;
  }

  /** A compressed branch or jump with some bits changed. */
  shortFixup(instruction: PendingInstruction, short: string, flip: number, span: Span): void {
    const { last } = this.codeSection(span);
    last.fixups.push({ kind: 'instruction', offset: last.bytes.length, instruction, short, flip });
    this.half(0, span);
  }

  /** An instruction whose immediate is filled in by the link. */
  fixup(instruction: PendingInstruction, span: Span): void {
    const { last } = this.codeSection(span);
    last.fixups.push({ kind: 'instruction', offset: last.bytes.length, instruction });
    this.word(encode(instruction.row, fieldsOf(instruction)), span);
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
    const term = this.names.resolve(expression);
    const { last, noBits, name } = this.section;
    const known = this.names.knownNow(term);
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
    const size =
      offset === undefined ? undefined : tail.measure(offset + bytes.length, this.names.knownSoFar);
    tail.size = size ?? 0;
    if (!section.noBits) this.count(tail.size, span);
    section.close(tail, size !== undefined);
  }

  private count(bytes: number, span: Span): void {
    this.bytesMade += bytes;
    if (this.bytesMade > LARGEST_UNIT)
      this.reader.giveUp(span, `this source makes more than ${LARGEST_UNIT / 1024 / 1024} MiB`);
  }
}
