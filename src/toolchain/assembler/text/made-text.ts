import type { Argument } from '../macros/macro-pieces';
import { join, type Origin, Source, type Span, type Traced } from './source';

interface Piece extends Traced {
  /** Where it begins in the text that is made. */
  readonly start: number;
}

/** Puts a text together from pieces of others, and remembers where each comes from. */
export class MadeText {
  private readonly pieces: Piece[] = [];
  private readonly parts: string[] = [];
  length = 0;

  /** Text that stands like this at a span. */
  copy(span: Span, text = span.source.text.slice(span.start, span.end)): void {
    this.add(text, { span, exact: true });
  }

  /** Text that stands for what is at a span. */
  replace(text: string, span: Span, body?: Traced['body']): void {
    this.add(text, { span, exact: false, ...(body === undefined ? {} : { body }) });
  }

  /** The text of an argument: it stands there as it is, or something was taken out of it. */
  argument({ text, span }: Argument): void {
    if (span.end - span.start === text.length) this.copy(span, text);
    else this.replace(text, span);
  }

  /** Text that was made with its own traces. */
  add(text: string, traced: Traced): void {
    if (text === '') return;
    this.pieces.push({ ...traced, start: this.length });
    this.parts.push(text);
    this.length += text.length;
  }

  /** @param whole what all of it was made from */
  finish(path: string, whole: Span): Source {
    return new Source(path, this.parts.join(''), this.origin(whole));
  }

  /** Where the text comes from. */
  origin(whole: Span): Origin {
    return new PieceOrigin(this.pieces, whole);
  }
}

class PieceOrigin implements Origin {
  constructor(
    private readonly pieces: readonly Piece[],
    private readonly whole: Span,
  ) {}

  trace = (start: number, end: number): Traced => {
    if (this.pieces.length === 0) return { span: this.whole, exact: false };
    const first = this.at(start);
    const last = end > start ? this.at(end - 1) : first;
    const from = within(first, start, first === last ? end : undefined);
    if (first === last) return from;
    const to = within(last, last.start, end);
    const span = from.span.source === to.span.source ? join(from.span, to.span) : from.span;
    const body = from.body ?? to.body;
    return { span, exact: false, ...(body === undefined ? {} : { body }) };
  };

  private at(offset: number): Piece {
    let low = 0;
    let high = this.pieces.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.pieces[middle].start <= offset) low = middle;
      else high = middle;
    }
    return this.pieces[low];
  }
}

/** What a stretch of one piece was made from. */
function within(piece: Piece, start: number, end: number | undefined): Traced {
  const { span, exact, body } = piece;
  const shift = start - piece.start;
  if (body !== undefined) {
    const from = Math.min(body.span.start + shift, body.span.end);
    const to = end === undefined ? body.span.end : Math.min(from + end - start, body.span.end);
    return { span, exact, body: { ...body, span: { source: body.span.source, start: from, end: to } } };
  }
  if (!exact) return { span, exact };
  const from = Math.min(span.start + shift, span.end);
  const to = end === undefined ? span.end : Math.min(from + end - start, span.end);
  return { span: { source: span.source, start: from, end: Math.max(to, from) }, exact };
}
