import { type Argument, piecesOf } from './macro-pieces';
import { MadeText } from '../text/made-text';
import { type Origin, Source, type Span, type Traced } from '../text/source';

/** A stretch of a body: text that stays, a parameter, or `\@`. */
type Segment = { readonly span: Span } & (
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'parameter'; readonly name: string }
  | { readonly kind: 'count' }
);

/**
 * The body of a macro or repetition, cut once and filled in many times. Where the pieces of a filled-in text come from is
 * worked out when somebody asks: of most texts nobody does.
 */
export class MacroBody {
  private readonly segments: readonly Segment[];

  constructor(
    body: Span,
    parameters: Iterable<string>,
    /** The macro's name; without one, pieces of the body are told to stand where they do. */
    private readonly macro?: string,
  ) {
    this.segments = segmentsOf(body, new Set(parameters));
  }

  /** @param count what `\@` stands for. @param whole what all of it was made from */
  fill(argument: (name: string) => Argument, count: number, path: string, whole: Span): Source {
    let text = '';
    for (const segment of this.segments) {
      if (segment.kind === 'text') text += segment.text;
      else if (segment.kind === 'parameter') text += argument(segment.name).text;
      else text += String(count);
    }
    const trace = (): MadeText => this.traced(argument, count, whole);
    return new Source(path, text, new LateOrigin(trace, whole));
  }

  private traced(argument: (name: string) => Argument, count: number, whole: Span): MadeText {
    const made = new MadeText();
    for (const segment of this.segments) {
      if (segment.kind === 'parameter') made.argument(argument(segment.name));
      else {
        const text = segment.kind === 'text' ? segment.text : String(count);
        if (this.macro === undefined) made.copy(segment.span, text);
        else made.replace(text, whole, { span: segment.span, macro: this.macro });
      }
    }
    return made;
  }
}

class LateOrigin implements Origin {
  private known: Origin | undefined;

  constructor(
    private readonly make: () => MadeText,
    private readonly whole: Span,
  ) {}

  trace = (start: number, end: number): Traced => {
    this.known ??= this.make().origin(this.whole);
    return this.known.trace(start, end);
  };
}

function segmentsOf(body: Span, parameters: ReadonlySet<string>): Segment[] {
  const { source, start, end } = body;
  const { text } = source;
  const segments: Segment[] = [];
  let from = start;
  const flush = (to: number): void => {
    if (to > from)
      segments.push({ kind: 'text', text: text.slice(from, to), span: { source, start: from, end: to } });
  };
  const isParameter = (name: string): Argument | undefined =>
    parameters.has(name) ? { text: name, span: body } : undefined;
  for (const { at, length, value } of piecesOf(text, start, end, isParameter, 0)) {
    flush(at);
    from = at + length;
    const span = { source, start: at, end: from };
    if (typeof value !== 'string') segments.push({ kind: 'parameter', name: value.text, span });
    else if (value !== '') segments.push({ kind: 'count', span });
  }
  flush(end);
  return segments;
}
