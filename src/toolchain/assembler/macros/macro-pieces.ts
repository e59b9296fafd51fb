import { isNameCharacter, isNameStart } from '../text/scan';
import type { Span } from '../text/source';

/** A text that stands for a parameter, and where it stands itself. */
export interface Argument {
  readonly text: string;
  readonly span: Span;
}

/** A stretch of a body that something else stands for. */
export interface Piece {
  readonly at: number;
  readonly length: number;
  readonly value: Argument | string;
}

/** What is replaced in a body: `\name`, `\@` and `\()`. */
export function* piecesOf(
  text: string,
  start: number,
  end: number,
  argument: (name: string) => Argument | undefined,
  count: number,
): Generator<Piece> {
  for (let at = text.indexOf('\\', start); at >= 0 && at < end; at = text.indexOf('\\', at)) {
    const piece = pieceAtBackslash(text, at, argument, count);
    if (piece !== undefined) yield piece;
    at += piece?.length ?? 2;
  }
}

/** The one that a backslash begins; undefined: it stands for itself. */
export function pieceAtBackslash(
  text: string,
  at: number,
  argument: (name: string) => Argument | undefined,
  count: number,
): Piece | undefined {
  const next = text[at + 1];
  if (next === '@') return { at, length: 2, value: String(count) };
  if (next === '(' && text[at + 2] === ')') return { at, length: 3, value: '' };
  if (!isNameStart(text.charCodeAt(at + 1))) return undefined;
  const name = nameAt(text, at + 1);
  const value = argument(name);
  return value && { at, length: 1 + name.length, value };
}

/** The name that begins at an offset; empty when none does. */
export function nameAt(text: string, at: number): string {
  let end = at;
  while (end < text.length && isNameCharacter(text.charCodeAt(end))) end++;
  return text.slice(at, end);
}
