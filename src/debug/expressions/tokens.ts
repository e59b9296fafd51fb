import { ExpressionError } from './error';

export type Token =
  | { readonly kind: 'number'; readonly value: bigint; readonly column: number }
  | { readonly kind: 'name'; readonly name: string; readonly column: number }
  | { readonly kind: 'operator'; readonly operator: string; readonly column: number }
  | { readonly kind: 'end'; readonly column: number };

// Longest first: the first alternative that matches is taken.
const OPERATORS = '<< >> <= >= == != && || + - * / % & | ^ ~ ! < > ( ) ? :'.split(' ');
const NUMBER = /(?:0[xX][0-9a-fA-F_]*|0[bB][01_]*|[0-9][0-9_]*)[uUlL]*/y;
const NAME = /\$?[A-Za-z_][\w.]*/y;
const CHARACTER = /'(\\[0abfnrtv'"\\]|[^'\\])'/y;
const ESCAPES: Readonly<Record<string, number>> = { '0': 0, a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13 };

/** Cuts an expression into tokens; the last one is always `end`. @throws ExpressionError */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match) at = pattern.lastIndex;
    return match;
  };
  while (at < text.length) {
    const column = at + 1;
    if (take(/\s+/y)) continue;
    const number = take(NUMBER);
    if (number) {
      tokens.push({ kind: 'number', value: numberOf(number[0], text, column), column });
      continue;
    }
    const name = take(NAME);
    if (name) {
      tokens.push({ kind: 'name', name: name[0], column });
      continue;
    }
    const character = take(CHARACTER);
    if (character) {
      tokens.push({ kind: 'number', value: BigInt(characterCode(character[1])), column });
      continue;
    }
    const operator = OPERATORS.find((candidate) => text.startsWith(candidate, at));
    if (operator === undefined) {
      throw new ExpressionError(text, column, `"${text[at]}" means nothing in an expression`);
    }
    at += operator.length;
    tokens.push({ kind: 'operator', operator, column });
  }
  tokens.push({ kind: 'end', column: text.length + 1 });
  return tokens;
}

/** C's literals; a leading 0 is decimal here, for nobody means octal in a debugger. */
function numberOf(digits: string, text: string, column: number): bigint {
  const plain = digits.replace(/_|[uUlL]+$/g, '');
  if (/^0[xXbB]$/.test(plain)) throw new ExpressionError(text, column, `"${digits}" has no digits`);
  const value = BigInt(plain);
  if (value >= 1n << 64n) throw new ExpressionError(text, column, `${digits} does not fit into 64 bits`);
  return value;
}

const characterCode = (inside: string): number =>
  inside.startsWith('\\') ? (ESCAPES[inside[1]] ?? inside.charCodeAt(1)) : inside.charCodeAt(0);
