import type { Diagnostic } from './text/diagnostics';
import type { Token } from './text/lexer';
import type { Linker } from './link/link';
import type { Macro } from './macros/macros';
import type { AssemblySymbol, Place, Term, Unit } from './unit/object';
import { type ProgramOptions, programOf, type SourceText } from './link/program';
import type { Named, SourceNotes, RecordedStatement } from './unit/source-notes';
import { inFile, type Span } from './text/source';
import { startUpPath } from './link/start-up';
import type { Operand, Statement } from './statements/syntax';

/** What an editor wants to know about sources. All places are in files; those of made text are where it was made from. */
export interface Analysis {
  readonly diagnostics: readonly Diagnostic[];
  /** Files to be included that were not given. */
  readonly wanted: readonly string[];
  /** In the order of the sources. */
  readonly sources: readonly AnalysedSource[];
}

/** One source with all that it includes. */
export interface AnalysedSource {
  readonly path: string;
  /** In the order in which they were assembled; those that macros made are left out. */
  readonly statements: readonly AnalysedStatement[];
  /** The one of them whose name begins at an offset of a file; of several the last one. */
  statementAt(path: string, start: number): AnalysedStatement | undefined;
  readonly symbols: readonly AnalysedSymbol[];
  /** The symbol of a name, numeric labels aside; of a macro and another of the same name the last one. */
  symbolNamed(name: string): AnalysedSymbol | undefined;
  /** Expressions of operands and directives, `SIZE * 2` for example, in the order of appearance. */
  readonly expressions: readonly AnalysedExpression[];
  /** The one of them that begins at an offset of a file; of several the longest one. */
  expressionAt(path: string, start: number): AnalysedExpression | undefined;
}

export interface AnalysedStatement {
  readonly kind: Statement['kind'];
  /** The name of the instruction, directive or macro, the label, or the name that is assigned to. */
  readonly name: Token;
  readonly span: Span;
  /** Of an instruction. */
  readonly operands: readonly Operand[];
  /** The section that it went to. */
  readonly section: string;
  /** Where it lies in memory; undefined when its section is not loaded. */
  readonly address: bigint | undefined;
  /** The instructions or data that it made; several instructions for some pseudo-instructions. */
  readonly bytes: Uint8Array;
}

export interface AnalysedSymbol {
  readonly name: string;
  /** `numeric`: a label such as `1:`; `undefined`: no source given here defines it. */
  readonly kind: 'label' | 'numeric' | 'constant' | 'macro' | 'undefined';
  /** Other sources can use it. */
  readonly isGlobal: boolean;
  /** The section of a label. */
  readonly section: string | undefined;
  /** Where it is defined; a constant may be several times. */
  readonly definitions: readonly Span[];
  /** Where it is used, names in directives such as .globl included. */
  readonly references: readonly Span[];
  /** The address of a label, the value of a constant; undefined when it is not known. */
  readonly value: bigint | undefined;
  /** How a macro is called. */
  readonly parameters: readonly string[];
}

export interface AnalysedExpression {
  readonly span: Span;
  /** A number, or an address; undefined when it is not known. */
  readonly value: bigint | undefined;
}

/** Assembles sources for an editor: the same diagnostics as `assemble`, and what each place in them means. */
export function analyse(sources: readonly SourceText[], options: ProgramOptions = {}): Analysis {
  const { units, linker, diagnostics, wanted, records } = programOf(sources, options, true);
  const own = units.slice(units.length - records.length);
  return {
    diagnostics: diagnostics.inOrder([...sources.map(({ path }) => path), startUpPath]),
    wanted,
    sources: own.map((unit, index) => new SourceAnalysis(unit, records[index], linker)),
  };
}

/** What stands at an offset of a file. */
class ByPlace<T> {
  private readonly files = new Map<string, Map<number, T>>();

  at(path: string, start: number): T | undefined {
    return this.files.get(path)?.get(start);
  }

  set({ source: { path }, start }: Span, value: T): void {
    let file = this.files.get(path);
    if (file === undefined) this.files.set(path, (file = new Map<number, T>()));
    file.set(start, value);
  }
}

/** Worked out when it is asked for: most of it never is. */
class SourceAnalysis implements AnalysedSource {
  private readonly known: {
    symbols?: readonly AnalysedSymbol[];
    statements?: ByPlace<RecordedStatement>;
    terms?: ByPlace<Term>;
  } = {};

  constructor(
    private readonly unit: Unit,
    private readonly record: SourceNotes,
    private readonly linker: Linker | undefined,
  ) {}

  get path(): string {
    return this.unit.source.path;
  }

  get statements(): readonly AnalysedStatement[] {
    return this.record.statements.map(analysed);
  }

  statementAt(path: string, start: number): AnalysedStatement | undefined {
    const found = this.statementsByPlace.at(path, start);
    return found && analysed(found);
  }

  get expressions(): readonly AnalysedExpression[] {
    return this.record.terms.map((term) => this.valued(term));
  }

  expressionAt(path: string, start: number): AnalysedExpression | undefined {
    const found = this.termsByPlace.at(path, start);
    return found && this.valued(found);
  }

  private get statementsByPlace(): ByPlace<RecordedStatement> {
    if (this.known.statements === undefined) {
      this.known.statements = new ByPlace();
      for (const one of this.record.statements) this.known.statements.set(one.statement.name, one);
    }
    return this.known.statements;
  }

  private get termsByPlace(): ByPlace<Term> {
    if (this.known.terms === undefined) {
      const terms = (this.known.terms = new ByPlace());
      for (const term of this.record.terms) {
        const { span } = inFile(term.span);
        const other = terms.at(span.source.path, span.start);
        if (other === undefined || inFile(other.span).span.end < span.end) terms.set(span, term);
      }
    }
    return this.known.terms;
  }

  private valued(term: Term): AnalysedExpression {
    const { linker, unit } = this;
    return {
      span: inFile(term.span).span,
      get value() {
        return linker?.valueOf(term, unit);
      },
    };
  }

  get symbols(): readonly AnalysedSymbol[] {
    return (this.known.symbols ??= this.collect());
  }

  symbolNamed(name: string): AnalysedSymbol | undefined {
    return this.collect((named) => named.name === name).at(-1);
  }

  private collect(isMeant: (named: Named) => boolean = () => true): AnalysedSymbol[] {
    const { definitions, references } = this.record;
    const byName = new Map<Named, { definitions: Span[]; references: Span[] }>();
    const of = (named: Named): { definitions: Span[]; references: Span[] } => {
      let entry = byName.get(named);
      if (entry === undefined) byName.set(named, (entry = { definitions: [], references: [] }));
      return entry;
    };
    for (const { named, span } of definitions)
      if (isMeant(named)) of(named).definitions.push(inFile(span).span);
    for (const { named, span } of references)
      if (isMeant(named)) of(named).references.push(inFile(span).span);
    return [...byName].map(([named, places]) =>
      'parameters' in named ? describeMacro(named, places) : this.describe(named, places),
    );
  }

  private describe(
    symbol: AssemblySymbol,
    places: { definitions: Span[]; references: Span[] },
  ): AnalysedSymbol {
    const { place, value, binding } = symbol;
    const numberOf = (): bigint | undefined => this.linker?.valueOfSymbol(symbol, this.unit);
    return {
      name: symbol.name,
      kind:
        place === undefined
          ? value === undefined
            ? 'undefined'
            : 'constant'
          : /^[0-9]/.test(symbol.name)
            ? 'numeric'
            : 'label',
      isGlobal: binding !== 'local',
      section: place?.section.name,
      ...places,
      get value() {
        return numberOf();
      },
      parameters: [],
    };
  }
}

const analysed = ({ statement, section, from, to }: RecordedStatement): AnalysedStatement => ({
  kind: statement.kind,
  name: statement.name,
  span: inFile(statement.span).span,
  operands: statement.kind === 'instruction' ? statement.operands : [],
  section: section.name,
  get address() {
    return section.address === undefined ? undefined : section.address + BigInt(offsetOf(from));
  },
  get bytes() {
    const { whole } = section;
    return whole === undefined || to === undefined
      ? new Uint8Array()
      : whole.bytes.slice(offsetOf(from), offsetOf(to));
  },
});

const describeMacro = (
  { name, parameters }: Macro,
  places: { definitions: Span[]; references: Span[] },
): AnalysedSymbol => ({
  name,
  kind: 'macro',
  isGlobal: false,
  section: undefined,
  value: undefined,
  ...places,
  parameters: parameters.map((parameter) => parameter.name),
});

const offsetOf = ({ fragment, offset }: Place): number => (fragment.offset ?? 0) + offset;
