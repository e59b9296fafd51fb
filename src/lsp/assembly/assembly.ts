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
import { editorLimits } from '../../toolchain/assembler/text/limits';
import type { Piece } from '../source/pieces';
import type { SourceFile } from '../source/source-file';

/** What the rest of the workspace gives to a source. */
export interface AssemblyContext {
  /** Whether another source may define a name. */
  readonly isElsewhere: (name: string) => boolean;
  /** Files that it may include, by name. */
  readonly included: ReadonlyMap<string, IncludedFile>;
}

/** Single names that are looked for one by one: whoever asks for one of a hundred thousand does not wait for a table of them all. */
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
    symbols?: ReadonlyMap<string, AnalysedSymbol>;
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
    this.options = { purpose, elsewhere: { has: isElsewhere }, included, limits: editorLimits };
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
    return piece.head && this.source.statementAt(this.file.key, piece.head.start);
  }

  /** How far the place that an expression names is from a statement, in bytes; undefined where that is not known. */
  distance(piece: Piece, start: number): number | undefined {
    const from = this.statement(piece)?.address;
    const to = this.expression(start)?.value;
    return from === undefined || to === undefined ? undefined : Number(to - from);
  }

  /** The value of the expression that begins at an offset; of several, the largest one. */
  expression(start: number): AnalysedExpression | undefined {
    return this.source.expressionAt(this.file.key, start);
  }
}
