import { encode, type Operands } from '../../isa/encode';
import type { Row } from '../../isa/row';
import { SectionFlags } from '../elf/types';
import { Branch, isConditionalBranch } from './branch';
import { StatementError } from './cursor';
import type { Diagnostics } from './diagnostics';
import { Alignment } from './gaps';
import type { Fixup, ImmediateRole, PendingInstruction, Section, Tail } from './object';
import { locateSoFar, Names } from './names';
import { checkDataRange, withDistance, withValue } from './patch';
import { SectionStack } from './section-stack';
import type { Includes } from './includes';
import type { Macro } from './macros';
import { Reader } from './reader';
import type { Record } from './record';
import { Source, type Span } from './source';
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
  readonly names: Names;
  readonly reader: Reader;
  /** Calls of macros so far. */
  macroCount = 0;
  private readonly macros = new Map<string, Macro>();
  private readonly files = new Map<string, Source>();
  private bytesMade = 0;

  constructor(
    readonly source: Source,
    readonly diagnostics: Diagnostics,
    readonly includes: Includes,
    readonly record?: Record,
  ) {
    this.reader = new Reader(diagnostics);
    this.names = new Names(() => this.section.here, record);
  }

  /** Reports the mistake that an action comes upon. */
  guarded(action: () => void): void {
    try {
      action();
    } catch (error) {
      if (!(error instanceof StatementError)) throw error;
      this.diagnostics.error(error.span, error.message, error.hint);
    }
  }

  // Text

  readonly isMacro = (name: string): boolean => this.macros.size > 0 && this.macro(name) !== undefined;

  macro(name: string): Macro | undefined {
    return this.macros.get(name.toLowerCase());
  }

  defineMacro(macro: Macro): void {
    this.record?.definitions.push({ named: macro, span: macro.definition });
    this.macros.set(macro.name.toLowerCase(), macro);
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
    // As GNU as does it: code of the next source begins at a multiple of what this one aligned to.
    for (const section of this.sections.all) {
      if ((section.flags & SectionFlags.execute) === 0) continue;
      section.close(new Alignment(section.alignment, undefined, undefined, true), false);
    }
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
      if (role === 'target' && row.format === 'j' && fields.rd !== 0) this.names.noteCall(expression);
      this.pendingTerm({ row, ...fields, immediate: { role, term: this.names.resolve(expression) } }, span);
      return;
    }
    if (role === 'target')
      throw new StatementError(expression.span, 'a jump needs a label, not a part of an address');
    const term = this.names.resolve(expression.operand);
    this.pendingTerm({ row, ...fields, immediate: { role: expression.part, term } }, span);
  }

  pendingTerm(instruction: PendingInstruction, span: Span): void {
    const { row, immediate } = instruction;
    const { role, term } = immediate;
    const value = role === 'value' || role === 'target' ? this.names.knownSoFar.evaluate(term) : undefined;
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
    this.word(encode(row, { rd: instruction.rd, rs1: instruction.rs1, rs2: instruction.rs2 }), span);
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
    if (this.bytesMade > LARGEST_UNIT) {
      throw new StatementError(span, `this source makes more than ${LARGEST_UNIT / 1024 / 1024} MiB`);
    }
  }
}
