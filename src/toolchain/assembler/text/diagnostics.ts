import { assemblerLimits, type Limits } from './limits';
import { expansionsOf, inFile, Source, type Span } from './source';

/** One message about a place in a source. Lines and columns start at 1; columns count UTF-16 code units. */
export interface Diagnostic {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  /** How many characters are meant; they never go beyond the line. At least 1. */
  readonly length: number;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  /** What to do about it. */
  readonly hint?: string;
  /** The macros that made the text in question, the innermost first. */
  readonly chain?: readonly Expansion[];
  /** The line in question, where the file is none of the sources but one that they include. */
  readonly text?: string;
  /** That nothing is read behind this place, where nothing need be wrong. */
  readonly isEnd?: true;
}

/** A line of a macro's body. */
export interface Expansion {
  readonly macro: string;
  readonly path: string;
  readonly line: number;
  readonly text: string;
}

/** What to do about a mistake, or how to find that out. */
export type Hint = string | (() => string | undefined);

/** Hints cost time to find, and after so many mistakes nobody reads them. */
const MOST_HINTS = 200;

/** Of each severity: nobody reads as many, and each takes memory. */
const MOST_FOUND = 50_000;
/** Characters of a message: what it quotes may be as long as a source. */
const LONGEST_MESSAGE = 400;

/** Collects what the stages of the assembler have to say. */
export class Diagnostics {
  private readonly found: { readonly diagnostic: Diagnostic; readonly source: Source }[] = [];
  private readonly seen = new Set<string>();
  errorCount = 0;
  private warningCount = 0;
  /** Nothing more is said. */
  private isOver = false;

  /** @param limits what one source may come to */
  constructor(readonly limits: Limits = assemblerLimits) {}

  error(span: Span, message: string, hint?: Hint): void {
    if (this.errorCount < MOST_FOUND && this.add('error', span, message, hint)) this.errorCount++;
  }

  warning(span: Span, message: string, hint?: Hint): void {
    if (this.warningCount < MOST_FOUND && this.add('warning', span, message, hint)) this.warningCount++;
  }

  /** That a source goes beyond what is read of one. What would be said because of what is missing then is no mistake. */
  limit(span: Span, message: string, hint?: Hint): void {
    this.error(span, message, hint);
    this.isOver = true;
  }

  /** That a source comes to more than its limits: `2000000 statements`. */
  tooLarge(span: Span, amount: string): void {
    const { reader } = this.limits;
    if (reader === undefined) this.limit(span, `this source comes to more than ${amount}`);
    else {
      const message = `${reader} reads no further: this source, with its files and macros, comes to more than ${amount}`;
      this.add('warning', span, message, `trapframe asm reads all of it, within its own limits`, true);
      this.isOver = true;
    }
  }

  /** Two stages may come upon one mistake: the same words at the same place are said once. */
  private add(
    severity: Diagnostic['severity'],
    span: Span,
    words: string,
    hint?: Hint,
    isEnd = false,
  ): boolean {
    if (this.isOver) return false;
    const count = severity === 'error' ? this.errorCount : this.warningCount;
    const isLast = count === MOST_FOUND - 1;
    const message = isLast
      ? `there are more than ${MOST_FOUND} ${severity}s: no more are told`
      : shortened(words);
    const place = inFile(span).span;
    const { source, start } = place;
    const key = `${source.path}\0${start}\0${message}`;
    if (this.seen.has(key)) return false;
    this.seen.add(key);
    const advice = typeof hint === 'function' ? (this.found.length < MOST_HINTS ? hint() : undefined) : hint;
    const newline = source.text.indexOf('\n', start);
    const lineEnd = newline < 0 ? source.text.length : newline;
    const diagnostic: Diagnostic = {
      path: source.path,
      ...source.position(start),
      length: Math.max(1, Math.min(place.end, lineEnd) - start),
      severity,
      message,
      ...(advice === undefined || isLast ? {} : { hint: shortened(advice) }),
      ...(span.source.origin === undefined ? {} : chainOf(span)),
      ...(isEnd ? { isEnd } : {}),
    };
    this.found.push({ diagnostic, source });
    return true;
  }

  /**
   * All of them, those of one source in the order of their places; the sources in the order given, what they include in
   * front of them, with its lines.
   */
  inOrder(paths: readonly string[]): Diagnostic[] {
    const rank = new Map(paths.map((path, index) => [path, index]));
    return this.found
      .map(({ diagnostic, source }) =>
        rank.has(source.path) ? diagnostic : { ...diagnostic, text: source.line(diagnostic.line) },
      )
      .sort(
        (a, b) =>
          (rank.get(a.path) ?? -1) - (rank.get(b.path) ?? -1) || a.line - b.line || a.column - b.column,
      );
  }
}

const shortened = (words: string): string =>
  words.length <= LONGEST_MESSAGE ? words : `${words.slice(0, LONGEST_MESSAGE - 3)}...`;

/** As many of them as one reads. */
const LONGEST_CHAIN = 8;

function chainOf(span: Span): Pick<Diagnostic, 'chain'> {
  const chain = expansionsOf(span)
    .slice(0, LONGEST_CHAIN)
    .map(({ macro, span: { source, start } }) => {
      const { line } = source.position(start);
      return { macro, path: source.path, line, text: source.line(line).trim() };
    });
  return chain.length === 0 ? {} : { chain };
}

/** Lines longer than this are shown in part. */
const LONGEST_LINE = 200;
const IN_FRONT = 60;

/** What is shown of a line, and where in that a column is. */
function window(line: string, column: number): { shown: string; at: number } {
  if (line.length <= LONGEST_LINE) return { shown: line, at: column };
  const start = Math.max(0, Math.min(column - IN_FRONT, line.length - LONGEST_LINE));
  const end = start + LONGEST_LINE;
  const front = start > 0 ? '...' : '';
  return {
    shown: `${front}${line.slice(start, end)}${end < line.length ? '...' : ''}`,
    at: column - start + front.length,
  };
}

/** Diagnostics as a compiler prints them. @param textOf the text of a source, by its path */
export function formatDiagnostics(
  diagnostics: readonly Diagnostic[],
  textOf: (path: string) => string,
): string {
  const sources = new Map<string, Source>();
  return diagnostics
    .map((diagnostic) => {
      const { path } = diagnostic;
      let source = sources.get(path);
      if (source === undefined) sources.set(path, (source = new Source(path, textOf(path))));
      return formatted(diagnostic, source);
    })
    .join('\n');
}

/**
 * A diagnostic as a compiler prints it: place and message, the source line, a caret under the place, the hint.
 * @param text the text of the source that the diagnostic is about
 */
export const formatDiagnostic = (diagnostic: Diagnostic, text: string): string =>
  formatted(diagnostic, new Source(diagnostic.path, text));

function formatted(diagnostic: Diagnostic, source: Source): string {
  const { path, line, column, length, severity, message, hint } = diagnostic;
  const lines = [`${path}:${line}:${column}: ${severity}: ${message}`];
  const sourceLine = (diagnostic.text ?? source.line(line)).replace(/\r$/, '');
  if (sourceLine.trim() !== '') {
    const number = String(line);
    const { shown, at } = window(sourceLine, column - 1);
    const before = shown.slice(0, at).replace(/[^\t]/g, ' ');
    const rest = Math.max(0, Math.min(length, shown.length - at) - 1);
    lines.push(` ${number} | ${shown}`);
    lines.push(` ${' '.repeat(number.length)} | ${before}^${'~'.repeat(rest)}`);
  }
  for (const { macro, path: file, line: row, text: body } of diagnostic.chain ?? []) {
    lines.push(` in macro '${macro}', ${file}:${row}: ${body}`);
  }
  if (hint !== undefined) lines.push(` hint: ${hint}`);
  return lines.join('\n');
}
