/** A text with positions. Columns count UTF-16 code units, as editors do; lines and columns start at 1. */
export class Source {
  private starts: number[] | undefined;

  constructor(
    readonly path: string,
    readonly text: string,
  ) {}

  private get lineStarts(): number[] {
    if (this.starts === undefined) {
      this.starts = [0];
      for (let at = this.text.indexOf('\n'); at >= 0; at = this.text.indexOf('\n', at + 1))
        this.starts.push(at + 1);
    }
    return this.starts;
  }

  /** Line and column of an offset in the text. */
  position(offset: number): { line: number; column: number } {
    const starts = this.lineStarts;
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (starts[middle] <= offset) low = middle;
      else high = middle;
    }
    return { line: low + 1, column: offset - starts[low] + 1 };
  }
}

/** A stretch of a source: offsets of its first character and of the one behind its last. */
export interface Span {
  readonly source: Source;
  readonly start: number;
  readonly end: number;
}

/** The stretch from the start of one span to the end of another one of the same source. */
export const join = (first: Span, last: Span): Span => ({
  source: first.source,
  start: first.start,
  end: Math.max(first.end, last.end),
});
