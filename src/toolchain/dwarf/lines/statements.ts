/** Where a statement begins: `column` is 0 when the compiler names none. */
export interface Statement {
  readonly line: number;
  readonly column: number;
  readonly address: bigint;
  /** Whether the code before it is of another line. */
  readonly beginsLine: boolean;
}

interface LineStatements {
  /** One address for each separate piece of the line. */
  readonly addresses: bigint[];
  /** The same for the places within the line that have a column. */
  readonly columns: Map<number, bigint[]>;
}

/** The statements of one source file. */
export class FileStatements {
  /** The lines that have code, ascending. */
  readonly lines: readonly number[];
  private readonly byLine = new Map<number, LineStatements>();

  constructor(statements: Iterable<Statement>) {
    for (const { line, column, address, beginsLine } of statements) {
      let one = this.byLine.get(line);
      if (!one) this.byLine.set(line, (one = { addresses: [], columns: new Map() }));
      if (beginsLine) one.addresses.push(address);
      if (column === 0) continue;
      const there = one.columns.get(column);
      if (there) there.push(address);
      else one.columns.set(column, [address]);
    }
    for (const { addresses, columns } of this.byLine.values())
      for (const list of [addresses, ...columns.values()]) list.sort((a, b) => (a < b ? -1 : 1));
    this.lines = [...this.byLine]
      .filter(([, { addresses }]) => addresses.length > 0)
      .map(([line]) => line)
      .sort((a, b) => a - b);
  }

  /** The columns of a line that have code of their own, ascending. */
  columnsOf(line: number): readonly number[] {
    return [...(this.byLine.get(line)?.columns.keys() ?? [])].sort((a, b) => a - b);
  }

  /** Where the code of a line, or of what is at a column of it, begins; ascending. */
  addressesOf(line: number, column?: number): readonly bigint[] {
    const found = this.byLine.get(line);
    return (column === undefined ? found?.addresses : found?.columns.get(column)) ?? [];
  }
}
