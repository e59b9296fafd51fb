import { parse } from './parse';
import type { Syntax } from './syntax';

/** A name in an expression, and where it stands: 1-based. */
export interface NamedAt {
  readonly name: string;
  readonly column: number;
  /** It is compared with a text: `name == "hello"`. */
  readonly isBesideText: boolean;
}

/** The names of values in an expression. @throws ExpressionError when the text is none */
export function namesIn(text: string): NamedAt[] {
  const found: NamedAt[] = [];
  const walk = (part: unknown, isBesideText: boolean): void => {
    if (typeof part !== 'object' || part === null) return;
    const syntax = part as Partial<Syntax>;
    if (syntax.kind === 'name') {
      found.push({ name: syntax.name!, column: syntax.column!, isBesideText });
      return;
    }
    const isComparison =
      syntax.kind === 'binary' &&
      (syntax.operator === '==' || syntax.operator === '!=') &&
      (syntax.left!.kind === 'text' || syntax.right!.kind === 'text');
    for (const inner of Object.values(part)) walk(inner, isComparison);
  };
  walk(parse(text).syntax, false);
  return found;
}
