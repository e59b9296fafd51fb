import type { Diagnostic } from '../../toolchain/assembler/text/diagnostics';
import {
  analyse,
  type Analysis,
  type AnalysedExpression,
  type AnalysedSource,
  type AnalysedStatement,
  type AnalysedSymbol,
} from '../../toolchain/assembler/document';
import { type ProgramOptions, programOf, type SourceText } from '../../toolchain/assembler/link/program';
import type { IncludedFile } from '../../toolchain/assembler/text/includes';
import type { Piece } from '../source/pieces';
import type { SourceFile } from '../source/source-file';

/** What the rest of the workspace gives to a source. */
export interface AssemblyContext {
  /** Whether another source may define a name. */
  readonly isElsewhere: (name: string) => boolean;
  /** Files that it may include, by name. */
  readonly included: ReadonlyMap<string, IncludedFile>;
}

/** Single statements, names and expressions that are looked for one by one. */
const FEW = 8;

/** What the assembler finds wrong. */
type Check = Pick<Analysis, 'diagnostics' | 'wanted'>;

/** What the assembler makes of one source, worked out when it is asked for. */
export class Assembly {
  private readonly options: ProgramOptions;
  /** Looked for one by one, so far. */
  private askedFor = 0;
  private readonly known: {
    check?: Check;
    analysis?: Analysis;
    statements?: ReadonlyMap<number, AnalysedStatement>;
    symbols?: ReadonlyMap<string, AnalysedSymbol>;
    expressions?: ReadonlyMap<number, AnalysedExpression>;
  } = {};

  /**
   * Assembles a source as a part of a program: names that other sources define are no mistakes, and where the program begins is
   * asked only of a source that says so.
   */
  constructor(
    private readonly file: SourceFile,
    { isElsewhere, included }: AssemblyContext,
  ) {
    const purpose = file.isProgram ? 'process' : 'part';
    this.options = { purpose, elsewhere: { has: isElsewhere }, included };
  }

  get diagnostics(): readonly Diagnostic[] {
    return this.check.diagnostics;
  }

  /** Files that it includes and that were not given. */
  get wanted(): readonly string[] {
    return this.check.wanted;
  }

  /** While somebody types, most texts are only checked; whoever points at something before that needs no second look. */
  private get check(): Check {
    return (this.known.check ??= this.known.analysis ?? this.checked());
  }

  private checked(): Check {
    const { diagnostics, wanted } = programOf([this.sourceText], this.options);
    return { diagnostics: diagnostics.inOrder([this.file.key]), wanted };
  }

  private get sourceText(): SourceText {
    return { path: this.file.key, text: this.file.text };
  }

  private get source(): AnalysedSource {
    return (this.known.analysis ??= analyse([this.sourceText], this.options)).sources[0];
  }

  /** A name of the source, numeric labels aside. */
  symbol(name: string): AnalysedSymbol | undefined {
    if (/^[0-9]/.test(name)) return undefined;
    if (this.known.symbols === undefined && this.askedFor++ < FEW) return this.source.symbolNamed(name);
    this.known.symbols ??= new Map(
      this.source.symbols.filter(({ kind }) => kind !== 'numeric').map((symbol) => [symbol.name, symbol]),
    );
    return this.known.symbols.get(name);
  }

  /** What became of a statement; undefined when there are mistakes in it, or it was skipped. */
  statement(piece: Piece): AnalysedStatement | undefined {
    // Whoever asks for one of a hundred thousand does not wait for a table of them all.
    if (piece.head !== undefined && this.known.statements === undefined && this.askedFor++ < FEW)
      return this.source.statementAt(this.file.key, piece.head.start);
    this.known.statements ??= new Map(
      this.source.statements
        .filter(({ name }) => name.source.path === this.file.key)
        .map((statement) => [statement.name.start, statement]),
    );
    return piece.head && this.known.statements.get(piece.head.start);
  }

  /** How far the place that an expression names is from a statement, in bytes; undefined where that is not known. */
  distance(piece: Piece, start: number): number | undefined {
    const from = this.statement(piece)?.address;
    const to = this.expression(start)?.value;
    return from === undefined || to === undefined ? undefined : Number(to - from);
  }

  /** The value of the expression that begins at an offset; of several, the largest one. */
  expression(start: number): AnalysedExpression | undefined {
    if (this.known.expressions === undefined && this.askedFor++ < FEW)
      return this.source.expressionAt(this.file.key, start);
    if (this.known.expressions === undefined) {
      const byStart = new Map<number, AnalysedExpression>();
      for (const expression of this.source.expressions) {
        const { span } = expression;
        if (span.source.path !== this.file.key) continue;
        const other = byStart.get(span.start);
        if (other === undefined || other.span.end < span.end) byStart.set(span.start, expression);
      }
      this.known.expressions = byStart;
    }
    return this.known.expressions.get(start);
  }
}
