import { RangeMap, type AddressRange } from '../range-map';
import { lastAtOrBefore } from '../search';
import type { Sections } from '../sections';
import type { LineHeader } from './header';
import { runLineProgram, type LineRegisters } from './program';

/** A stretch of code that comes from one place in the source. */
export interface LineRange extends AddressRange {
  /** As the debug information spells it, made absolute; separators are `/`. */
  readonly file: string;
  /** From 1; 0 for code that the compiler made up and that belongs to no line. */
  readonly line: number;
  /** From 1; 0 for the whole line. */
  readonly column: number;
  /** Whether `low` is a good place for a breakpoint on the line. */
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
 * The rows of one line table, one per address: of several at an address the last statement counts,
 * as the earlier ones cover no code.
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
          this.append(registers, first);
        },
        endSequence: (high) => {
          const next = this.addresses.length;
          // A row at the very end covers no code.
          const last = this.addresses[next - 1] === high ? next - 1 : next;
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

  /** The rows that share an address with the range, in ascending order. */
  *within(range: AddressRange): Generator<LineRange> {
    for (const sequence of this.sequences.overlapping(range)) {
      const { first, last } = sequence;
      let row =
        first +
        Math.max(
          0,
          lastAtOrBefore(last - first, (i) => this.addresses[first + i] <= range.low),
        );
      for (; row < last && this.addresses[row] < range.high; row++) yield this.rangeOf(row, sequence);
    }
  }

  /**
   * Where the code of each line of a file begins: one address for each run of rows with the same line, its
   * first statement. `add` may be called several times for a line.
   */
  statements(file: string, add: (line: number, address: bigint) => void): void {
    const wanted = new Set(this.header.files.flatMap((name, number) => (name === file ? [number] : [])));
    for (const { first, last } of this.sequences.values) {
      let running = 0;
      for (let row = first; row < last; row++) {
        const line = wanted.has(this.files[row]) ? this.lines[row] : 0;
        if (line === 0) running = 0;
        else if (line !== running && this.flags[row] & STATEMENT) {
          add(line, this.addresses[row]);
          running = line;
        } else if (line !== running) running = 0;
      }
    }
  }

  private append(registers: LineRegisters, first: number): void {
    const { address, file, line, column, isStatement, isPrologueEnd } = registers;
    let row = this.addresses.length;
    let flags = (isStatement ? STATEMENT : 0) | (isPrologueEnd ? PROLOGUE_END : 0);
    if (row > first && this.addresses[row - 1] === address) {
      row--;
      const before = this.flags[row];
      if (before & STATEMENT && !isStatement) return;
      // What was said of this address about the same line still holds.
      if (this.lines[row] === line && this.files[row] === file) flags |= before & PROLOGUE_END;
    }
    this.addresses[row] = address;
    this.files[row] = file;
    this.lines[row] = line > 0 && line < 0x1_0000_0000 ? line : 0;
    this.columns[row] = column;
    this.flags[row] = flags;
  }

  private rangeOf(row: number, sequence: Sequence): LineRange {
    const flags = this.flags[row];
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
