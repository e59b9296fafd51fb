/**
 * Macros under `.altmacro` (Using as, "Altmacro"): parameters stand in the body without a backslash, `&` joins them to what is
 * beside them, `LOCAL` makes labels that no other expansion has; arguments may be `<text>` and `%expression`.
 */
import { StatementError } from '../text/cursor';
import { type Argument, nameAt, type Piece, pieceAtBackslash } from './macro-pieces';
import { afterComment, isComment, isNameCharacter, isNameStart, statementEnd } from '../text/scan';
import type { Source } from '../text/source';

/** What these macros need of the assembler. */
export interface AlternateMode {
  /** The value of the expression that begins at an offset, and where it ends. @throws StatementError */
  evaluate(source: Source, start: number, end: number): { readonly value: bigint; readonly end: number };
  /** A name that nothing else has. */
  readonly newLabel: () => string;
}

/** What is replaced in a body. */
export function* alternatePieces(
  text: string,
  start: number,
  end: number,
  argument: (name: string) => Argument | undefined,
  count: number,
  { newLabel }: AlternateMode,
): Generator<Piece> {
  const locals = new Map<string, string>();
  let at = start;
  while (at < end) {
    if (text[at] === '\\') {
      const piece = pieceAtBackslash(text, at, argument, count);
      if (piece !== undefined) yield piece;
      at += piece?.length ?? 2;
      continue;
    }
    const from = text[at] === '&' ? at + 1 : at;
    if (!isNameStart(text.charCodeAt(from))) {
      at++;
      // What is inside a number is no name: the x of 0x1f.
      if (/[0-9]/.test(text[at - 1])) while (isNameCharacter(text.charCodeAt(at))) at++;
      continue;
    }
    const name = nameAt(text, from);
    let length = from - at + name.length;
    if (/^local$/i.test(name) && /[ \t]/.test(text[at + length] ?? '')) {
      const stop = statementEnd(text, at);
      for (const local of namesIn(text, at + length, stop)) locals.set(local, newLabel());
      yield { at, length: stop - at, value: '' };
      at = stop;
      continue;
    }
    const value = locals.get(name) ?? argument(name);
    if (value !== undefined) {
      if (text[at + length] === '&') length++;
      yield { at, length, value };
    }
    at += length;
  }
}

function* namesIn(text: string, start: number, end: number): Generator<string> {
  for (let at = start; at < end; at++) {
    if (isComment(text, at)) at = (afterComment(text, at) ?? end) - 1;
    else if (isNameStart(text.charCodeAt(at))) {
      const name = nameAt(text, at);
      at += name.length;
      yield name;
    }
  }
}

/** The text between `<` at an offset and its `>`, where `!` takes away the meaning of what is behind it. @throws StatementError */
export function bracketed(source: Source, start: number, end: number): { text: string; end: number } {
  let text = '';
  let depth = 0;
  for (let at = start; at < end; at++) {
    const next = source.text[at];
    if (next === '!' && at + 1 < end) text += source.text[++at];
    else if (next === '>' && --depth === 0) return { text, end: at + 1 };
    else if (next !== '<' || depth++ > 0) text += next;
  }
  throw new StatementError({ source, start, end: start + 1 }, "there is no '>' for this");
}
