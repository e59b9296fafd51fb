import { RangeMap, type AddressRange } from '../range-map';
import { lastAtOrBefore } from '../search';
import type { Sections } from '../sections';
import type { LineHeader } from './header';
import { runLineProgram, type LineRegisters } from './program';
import type { Statement } from './statements';

/** A stretch of code that comes from one place in the source. */
export interface LineRange extends AddressRange {
  /** As the debug information spells it, made absolute; separators are `/`. */
  readonly file: string;
  /** From 1; 0 for code that the compiler made up and that belongs to no line. */
  readonly line: number;
  /** From 1; 0 for the whole line. */
  readonly column: number;
  /** Whether `low` is where a statement of the line begins. */
  readonly isStatement: boolean;
  /** Whether `low` is where the function's frame is set up, if the compiler says so. */
  readonly isPrologueEnd: boolean;
}

const STATEMENT = 1;
const PROLOGUE_END = 2;

/** A sequence of rows: indexes into the arrays of the table, `last` exclusive. */
interface Sequence extends AddressRange {
  readonly first: number;
  readonly last: number;
}

/**
 * The rows of one line table. Of several at an address the code belongs to the last one; optimizing compilers leave the
 * others for the lines whose own code went elsewhere, so that a breakpoint can be put there.
 */
export class LineTable {
  private readonly addresses: bigint[] = [];
  private readonly files: number[] = [];
  private readonly lines: number[] = [];
  private readonly columns: number[] = [];
  private readonly flags: number[] = [];
  private readonly sequences: RangeMap<Sequence>;

  constructor(
    sections: Sections,
    readonly header: LineHeader,
  ) {
    const sequences: (Sequence & { value: Sequence })[] = [];
    let first = 0;
    let isAscending = true;
    // A table that breaks off keeps the sequences before.
    sections.tolerate(undefined, () =>
      runLineProgram(sections, header, {
        row: (registers) => {
          if (this.addresses.length > first && registers.address < this.addresses.at(-1)!)
            isAscending = false;
          this.append(registers);
        },
        endSequence: (high) => {
          const next = this.addresses.length;
          // A row at the very end covers no code.
          let last = next;
          while (last > first && this.addresses[last - 1] === high) last--;
          const low = this.addresses[first];
          if (last > first && isAscending && high > this.addresses[last - 1] && sections.isCode(low)) {
            const sequence = { low, high, first, last };
            sequences.push({ ...sequence, value: sequence });
          }
          first = next;
          isAscending = true;
        },
      }),
    );
    this.sequences = new RangeMap(sequences);
  }

  /** The code this table covers. */
  get ranges(): readonly AddressRange[] {
    return this.sequences.values;
  }

  at(address: bigint): LineRange | undefined {
    const sequence = this.sequences.at(address);
    if (!sequence) return undefined;
    const { first, last } = sequence;
    const count = lastAtOrBefore(last - first, (i) => this.addresses[first + i] <= address);
    return this.rangeOf(first + count, sequence);
  }

  /** The lines that have a statement at an address, also those whose own code is elsewhere. */
  statementsAt(address: bigint): number[] {
    const sequence = this.sequences.at(address);
    if (!sequence) return [];
    const { first, last } = sequence;
    const lines = [];
    let row = first + lastAtOrBefore(last - first, (i) => this.addresses[first + i] <= address);
    for (; row >= first && this.addresses[row] === address; row--) {
      if (this.flags[row] & STATEMENT && this.lines[row] > 0) lines.push(this.lines[row]);
    }
    return lines;
  }

  /** The stretches of code that share an address with the range, in ascending order. */
  *within(range: AddressRange): Generator<LineRange> {
    for (const sequence of this.sequences.overlapping(range)) {
      const { first, last } = sequence;
      let row =
        first +
        Math.max(
          0,
          lastAtOrBefore(last - first, (i) => this.addresses[first + i] <= range.low),
        );
      for (; row < last && this.addresses[row] < range.high; row++) {
        const isLast = row + 1 === last || this.addresses[row + 1] !== this.addresses[row];
        if (isLast) yield this.rangeOf(row, sequence);
      }
    }
  }

  /**
   * Where code of each line of a file begins, and of each column in it: of each run of rows with the same line the first that
   * begins a statement, and those where the column changes, which not every compiler calls a statement.
   */
  *statements(file: string): Generator<Statement> {
    const wanted = new Set(this.header.files.flatMap((name, number) => (name === file ? [number] : [])));
    for (const { first, last } of this.sequences.values) {
      let running = 0;
      let runningColumn = 0;
      for (let row = first; row < last; row++) {
        const line = wanted.has(this.files[row]) ? this.lines[row] : 0;
        // Of rows at one address the code is that of the last.
        const column = line === 0 || this.isPassed(row, last) ? 0 : this.columns[row];
        const beginsLine = line > 0 && line !== running && (this.flags[row] & STATEMENT) !== 0;
        const beginsColumn = column > 0 && (line !== running || column !== runningColumn);
        if (beginsLine || beginsColumn) yield { line, column, address: this.addresses[row], beginsLine };
        if (line !== running) running = beginsLine ? line : 0;
        runningColumn = column;
      }
    }
  }

  /** The files that statements come from, in one pass for all of them. */
  filesWithCode(): ReadonlySet<string> {
    const numbers = new Set<number>();
    for (const { first, last } of this.sequences.values) {
      for (let row = first; row < last; row++) {
        if (this.lines[row] > 0 && (this.flags[row] & STATEMENT) !== 0) numbers.add(this.files[row]);
      }
    }
    return new Set([...numbers].flatMap((number) => this.header.files[number] ?? []));
  }

  /** Whether the next row is at the same address, and another place in the same line. */
  private isPassed(row: number, last: number): boolean {
    const next = row + 1;
    return (
      next < last &&
      this.addresses[next] === this.addresses[row] &&
      this.lines[next] === this.lines[row] &&
      this.files[next] === this.files[row] &&
      this.columns[next] !== 0
    );
  }

  private append({ address, file, line, column, isStatement, isPrologueEnd }: LineRegisters): void {
    this.addresses.push(address);
    this.files.push(file);
    this.lines.push(line > 0 && line < 0x1_0000_0000 ? line : 0);
    this.columns.push(column);
    this.flags.push((isStatement ? STATEMENT : 0) | (isPrologueEnd ? PROLOGUE_END : 0));
  }

  /** What is said of an address: by its last row, and by those before about the same line. */
  private flagsOf(row: number, first: number): number {
    let flags = this.flags[row];
    for (let at = row - 1; at >= first && this.addresses[at] === this.addresses[row]; at--) {
      if (this.lines[at] === this.lines[row] && this.files[at] === this.files[row]) flags |= this.flags[at];
    }
    return flags;
  }

  private rangeOf(row: number, sequence: Sequence): LineRange {
    const flags = this.flagsOf(row, sequence.first);
    const file = this.header.files[this.files[row]];
    return {
      low: this.addresses[row],
      high: row + 1 < sequence.last ? this.addresses[row + 1] : sequence.high,
      file: file ?? '',
      line: file === undefined ? 0 : this.lines[row],
      column: this.columns[row],
      isStatement: (flags & STATEMENT) !== 0,
      isPrologueEnd: (flags & PROLOGUE_END) !== 0,
    };
  }
}
