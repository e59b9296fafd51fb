import { Attribute } from '../attributes';
import { rootOf } from '../entries';
import { RangeMap, type AddressRange } from '../range-map';
import { rangesOf } from '../ranges';
import { lastAtOrBefore } from '../search';
import type { Sections } from '../sections';
import { readInitialLength } from '../unit-header';
import type { Unit } from '../unit';
import type { Units } from '../units';
import { readLineHeader, type LineHeader } from './header';
import { FileStatements, type Statement } from './statements';
import { LineTable, type LineRange } from './table';

/** The line table of one unit: its header and its rows are each read when first needed. */
class Source {
  private headerRead: LineHeader | undefined;
  private tableRead: LineTable | undefined;

  constructor(
    private readonly sections: Sections,
    private readonly offset: number,
    private readonly directory: string,
    /** The code of the unit; empty when it does not tell. */
    readonly unitRanges: readonly AddressRange[],
  ) {}

  get header(): LineHeader {
    return (this.headerRead ??= readLineHeader(this.sections, this.offset, this.directory));
  }

  get table(): LineTable {
    return (this.tableRead ??= new LineTable(this.sections, this.header));
  }
}

/** Source lines and code addresses, both ways, over all units. */
export class Lines {
  private sourcesRead: readonly Source[] | undefined;
  private readonly byOffset = new Map<number, Source>();
  private byAddress: RangeMap<Source> | undefined;
  private byFile: Map<string, Source[]> | undefined;
  private readonly statements = new Map<string, FileStatements>();

  constructor(
    private readonly sections: Sections,
    private readonly units: Units,
  ) {}

  /** The paths of all source files that any line table names, as the compiler was told them. */
  get files(): readonly string[] {
    return [...this.sourcesByFile().keys()];
  }

  /** Those of them that have code. */
  get filesWithCode(): readonly string[] {
    const files = this.sources.flatMap((source) =>
      this.sections.tolerate<string[]>([], () => [...source.table.filesWithCode()]),
    );
    return [...new Set(files)];
  }

  /** The stretch of code around an address and the line it comes from. */
  at(address: bigint): LineRange | undefined {
    const source = this.sourceOf(address);
    return source && this.sections.tolerate(undefined, () => source.table.at(address));
  }

  /** The lines of which a statement begins at an address, also those whose own code is elsewhere. */
  statementsAt(address: bigint): readonly number[] {
    const source = this.sourceOf(address);
    return source ? this.sections.tolerate([], () => source.table.statementsAt(address)) : [];
  }

  /** The stretches of code within an address range, in ascending order, gaps left out. */
  within(range: AddressRange): LineRange[] {
    this.byAddress ??= new RangeMap(this.coverage());
    const sources = new Set(this.byAddress.overlapping(range));
    return [...sources].flatMap((source) =>
      this.sections.tolerate<LineRange[]>([], () => [...source.table.within(range)]),
    );
  }

  /**
   * The addresses at which the code of a line, or of one column of it, begins, ascending: one for each separate piece of it,
   * in every function that has a copy. Empty when there is no code.
   */
  addressesOf(file: string, line: number, column?: number): readonly bigint[] {
    return this.statementsOf(file).addressesOf(line, column);
  }

  /** The columns of a line where code of its own begins, ascending: none when the compiler tells lines alone. */
  columnsOf(file: string, line: number): readonly number[] {
    return this.statementsOf(file).columnsOf(line);
  }

  /** The lines of a file that have code, ascending. */
  linesOf(file: string): readonly number[] {
    return this.statementsOf(file).lines;
  }

  /** This line if it has code, else the next one below it that has. */
  nextLineWithCode(file: string, line: number): number | undefined {
    const lines = this.linesOf(file);
    return lines[lastAtOrBefore(lines.length, (i) => lines[i] < line) + 1];
  }

  /** The file that a unit's entries name by a number (DW_AT_decl_file, DW_AT_call_file). */
  fileOf(unit: Unit, number: number): string | undefined {
    return this.sections.tolerate(undefined, () => {
      const offset = rootOf(unit)?.number(Attribute.statementList);
      void this.sources;
      return offset === undefined ? undefined : this.byOffset.get(offset)?.header.files[number];
    });
  }

  private sourceOf(address: bigint): Source | undefined {
    this.byAddress ??= new RangeMap(this.coverage());
    return this.byAddress.at(address);
  }

  private get sources(): readonly Source[] {
    return (this.sourcesRead ??= this.units.all.length > 0 ? this.sourcesOfUnits() : this.sourcesAlone());
  }

  private sourcesOfUnits(): Source[] {
    for (const unit of this.units.all) {
      this.sections.tolerate(undefined, () => {
        const root = rootOf(unit);
        const offset = root?.number(Attribute.statementList);
        if (!root || offset === undefined || this.byOffset.has(offset)) return;
        const directory = root.string(Attribute.compilationDirectory) ?? '';
        const ranges = this.sections.tolerate([], () => rangesOf(root));
        this.byOffset.set(offset, new Source(this.sections, offset, directory, ranges));
      });
    }
    return [...this.byOffset.values(), ...this.sourcesAlone(this.sections.assemblyFrom)];
  }

  /** An assembler may write line tables and no units at all. */
  private sourcesAlone(from = 0): Source[] {
    const sources: Source[] = [];
    if (from === Infinity) return sources;
    this.sections.tolerate(undefined, () => {
      const cursor = this.sections.cursor('.debug_line', from);
      while (!cursor.atEnd) {
        sources.push(new Source(this.sections, cursor.offset, '', []));
        cursor.offset = readInitialLength(cursor).end;
      }
    });
    return sources;
  }

  private coverage(): (AddressRange & { value: Source })[] {
    return this.sources.flatMap((value) => {
      const { unitRanges } = value;
      const ranges =
        unitRanges.length > 0 ? unitRanges : this.sections.tolerate([], () => value.table.ranges);
      return ranges.map(({ low, high }) => ({ low, high, value }));
    });
  }

  private sourcesByFile(): ReadonlyMap<string, readonly Source[]> {
    if (this.byFile) return this.byFile;
    this.byFile = new Map();
    for (const source of this.sources) {
      const files = this.sections.tolerate([], () => source.header.files);
      for (const file of new Set(files)) {
        if (file === undefined) continue;
        const sources = this.byFile.get(file);
        if (sources) sources.push(source);
        else this.byFile.set(file, [source]);
      }
    }
    return this.byFile;
  }

  private statementsOf(file: string): FileStatements {
    let statements = this.statements.get(file);
    if (!statements) this.statements.set(file, (statements = this.readStatements(file)));
    return statements;
  }

  private readStatements(file: string): FileStatements {
    const sources = this.sourcesByFile().get(file) ?? [];
    const statements = sources.flatMap((source) =>
      this.sections.tolerate<Statement[]>([], () => [...source.table.statements(file)]),
    );
    return new FileStatements(statements);
  }
}
