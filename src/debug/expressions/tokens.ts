import { ExpressionError } from './error';

export type Token =
  | {
      readonly kind: 'number';
      readonly value: bigint;
      readonly isUnsigned: boolean;
      readonly isCharacter: boolean;
      readonly column: number;
    }
  /** With a fraction or an exponent. */
  | { readonly kind: 'real'; readonly value: number; readonly isFloat: boolean; readonly column: number }
  | { readonly kind: 'text'; readonly bytes: Uint8Array; readonly column: number }
  | { readonly kind: 'name'; readonly name: string; readonly column: number }
  | { readonly kind: 'operator'; readonly operator: string; readonly column: number }
  | { readonly kind: 'end'; readonly column: number };

// Longest first: the first alternative that matches is taken.
const OPERATORS =
  '<<= >>= << >> <= >= == != && || ++ -- -> :: += -= *= /= %= &= |= ^= + - * / % & | ^ ~ ! < > ( ) [ ] ? : . , ='.split(
    ' ',
  );
const SPACE = /\s+/y;
const REAL = /(?:[0-9][0-9_]*\.[0-9]+(?:[eE][+-]?[0-9]+)?|[0-9]+[eE][+-]?[0-9]+)[fFlL]?/y;
const NUMBER = /(?:0[xX][0-9a-fA-F_]*|0[bB][01_]*|[0-9][0-9_]*)[uUlL]*/y;
// Symbols of assembly may begin with a dot: `.L3`; compilers put dots into names of their own.
const NAME = /\$?[A-Za-z_][\w]*|\.[A-Za-z_$][\w$.]*/y;
const ESCAPE = String.raw`\\(?:x[0-9a-fA-F]{1,2}|[0-7]{1,3}|[^x0-7])`;
const CHARACTER = new RegExp(`'(${ESCAPE}|[^'\\\\])'`, 'y');
const TEXT = new RegExp(`"((?:${ESCAPE}|[^"\\\\])*)"`, 'y');
const ESCAPES: Readonly<Record<string, number>> = { a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13, e: 27 };

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
    if (take(SPACE)) continue;
    const real = take(REAL);
    if (real) {
      const value = Number(real[0].replace(/_|[fFlL]$/g, ''));
      tokens.push({ kind: 'real', value, isFloat: /f$/i.test(real[0]), column });
      continue;
    }
    const number = take(NUMBER);
    if (number) {
      const value = numberOf(number[0], text, column);
      const isUnsigned = /u/i.test(/[uUlL]*$/.exec(number[0])![0]);
      tokens.push({ kind: 'number', value, isUnsigned, isCharacter: false, column });
      continue;
    }
    const name = canBeginName(text, at, tokens.at(-1)) ? take(NAME) : null;
    if (name) {
      tokens.push({ kind: 'name', name: name[0], column });
      continue;
    }
    const character = take(CHARACTER);
    if (character) {
      const value = BigInt(characterOf(character[1]));
      tokens.push({ kind: 'number', value, isUnsigned: false, isCharacter: true, column });
      continue;
    }
    const quoted = take(TEXT);
    if (quoted) {
      tokens.push({ kind: 'text', bytes: bytesOfText(quoted[1]), column });
      continue;
    }
    const operator = OPERATORS.find((candidate) => text.startsWith(candidate, at));
    if (operator === undefined) throw new ExpressionError(text, column, wordsFor(text[at]));
    at += operator.length;
    tokens.push({ kind: 'operator', operator, column });
  }
  tokens.push({ kind: 'end', column: text.length + 1 });
  return tokens;
}

const wordsFor = (character: string): string =>
  character === '"' || character === "'"
    ? `the closing ${character} is missing`
    : `"${character}" means nothing in an expression`;

/** A dot behind an operand selects a member; elsewhere it begins the name of a symbol. */
function canBeginName(text: string, at: number, before: Token | undefined): boolean {
  if (text[at] !== '.') return true;
  if (before === undefined) return true;
  return before.kind === 'operator' && before.operator !== ')' && before.operator !== ']';
}

/** C's literals; a leading 0 is decimal here, for nobody means octal in a debugger. */
function numberOf(digits: string, text: string, column: number): bigint {
  const plain = digits.replace(/_|[uUlL]+$/g, '');
  if (/^0[xXbB]$/.test(plain)) throw new ExpressionError(text, column, `"${digits}" has no digits`);
  const value = BigInt(plain);
  if (value >= 1n << 64n)
    throw new ExpressionError(
      text,
      column,
      `${digits.slice(0, 40)}${digits.length > 40 ? '…' : ''} does not fit into 64 bits`,
    );
  return value;
}

/** The code of a character or of an escape sequence, such as `\\n` or `\\x41`. */
function characterOf(inside: string): number {
  if (!inside.startsWith('\\')) return inside.charCodeAt(0);
  const letter = inside[1];
  if (letter === 'x') return parseInt(inside.slice(2), 16);
  if (/[0-7]/.test(letter)) return parseInt(inside.slice(1), 8) & 0xff;
  return ESCAPES[letter] ?? letter.charCodeAt(0);
}

const encoder = new TextEncoder();
const PIECES = new RegExp(`(${ESCAPE})|[^\\\\]+`, 'g');

/** What stands between quotes as C has it in memory, with its NUL: an escape is one byte, everything else is UTF-8. */
function bytesOfText(inside: string): Uint8Array {
  const bytes = [...inside.matchAll(PIECES)].flatMap(([piece, escape]) =>
    escape === undefined ? [...encoder.encode(piece)] : [characterOf(escape)],
  );
  return Uint8Array.from([...bytes, 0]);
}
