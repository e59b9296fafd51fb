import type { Cursor } from '../text/cursor';
import type { Argument } from '../macros/macro-pieces';
import { ArgumentReader } from '../macros/macros';
import { parseExpression } from '../statements/parse-expression';
import type { Span } from '../text/source';
import type { Expression } from '../statements/syntax';
import type { UnitBuilder } from '../unit/unit-builder';

/** What a directive says and does. */
export interface Directive {
  /** How it is written, without the name. */
  readonly usage: string;
  /** One line for a student. */
  readonly doc: string;
  /** @throws StatementError */
  readonly run: (unit: UnitBuilder, cursor: Cursor, span: Span) => void;
}

export const directive = (usage: string, doc: string, run: Directive['run']): Directive => ({
  usage,
  doc,
  run,
});

export const expression = (unit: UnitBuilder, cursor: Cursor): Expression =>
  parseExpression(cursor, unit.diagnostics);

/** An expression behind a comma, or undefined when the statement ends or the place between two commas is empty. */
export function optional(unit: UnitBuilder, cursor: Cursor): Expression | undefined {
  if (!cursor.accept(',') || cursor.atEnd || cursor.at('punctuation', ',')) return undefined;
  return expression(unit, cursor);
}

/** A name, and what is around it: `@function`, `%function`, `"function"`. */
export function typeWord(cursor: Cursor): string {
  if (cursor.at('string')) return cursor.next().text.slice(1, -1);
  if (!cursor.accept('@')) cursor.accept('%');
  return cursor.expectKind('name', 'a type such as @function').text;
}

/** What is left of the statement, as it stands. */
export function remainder(cursor: Cursor): Argument {
  const { source, start } = cursor.peek();
  const reader = new ArgumentReader(source, start, cursor.end);
  while (!cursor.atEnd) cursor.next();
  return reader.rest();
}
