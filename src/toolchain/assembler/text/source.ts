/** A text with positions. Columns count UTF-16 code units, as editors do; lines and columns start at 1. */
export class Source {
  private starts: number[] | undefined;

  constructor(
    readonly path: string,
    readonly text: string,
    /** What the text was made from, if it stands in no file like this: an expanded macro, a preprocessed file. */
    readonly origin?: Origin,
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

  /** The line, from 1 on, without its end. */
  line(number: number): string {
    const start = this.lineStarts[number - 1] ?? this.text.length;
    const end = this.lineStarts[number];
    return this.text.slice(start, end === undefined ? undefined : end - 1).replace(/\r$/, '');
  }
}

/** A stretch of a source: offsets of its first character and of the one behind its last. */
export interface Span {
  readonly source: Source;
  readonly start: number;
  readonly end: number;
}

/** Finds what a made text was made from. */
export interface Origin {
  readonly trace: (start: number, end: number) => Traced;
}

export interface Traced {
  /** The text that this stretch was made from. */
  readonly span: Span;
  /** The stretch was copied, so that each of its characters stands there. */
  readonly exact: boolean;
  /** Where a macro's body has it, and the macro's name, if it comes from there. */
  readonly body?: { readonly span: Span; readonly macro: string };
}

/** The stretch from the start of one span to the end of another one of the same source. */
export const join = (first: Span, last: Span): Span => ({
  source: first.source,
  start: first.start,
  end: Math.max(first.end, last.end),
});

/** A stretch of a text in a file, however often it was made from another one; `exact` when it stands there as it is. */
export function inFile(span: Span): { readonly span: Span; readonly exact: boolean } {
  let place = span;
  let exact = true;
  while (place.source.origin !== undefined) {
    const traced = place.source.origin.trace(place.start, place.end);
    place = traced.span;
    exact &&= traced.exact;
  }
  return { span: place, exact };
}

/** The bodies of the macros that a stretch was made by, the innermost first. */
export function expansionsOf(span: Span): { readonly span: Span; readonly macro: string }[] {
  const bodies = [];
  let place = span;
  while (place.source.origin !== undefined) {
    const { span: next, body } = place.source.origin.trace(place.start, place.end);
    if (body !== undefined) bodies.push({ span: inFile(body.span).span, macro: body.macro });
    place = next;
  }
  return bodies;
}
