import { ExpressionError } from './error';
import { bytesOfText, ESCAPE, NUMBER, readCharacter, readNumber, type Literal } from './literals';

export type Token =
  | (Literal & { readonly column: number })
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
// Symbols of assembly may begin with a dot: `.L3`; compilers put dots into names of their own.
const NAME = /\$?[A-Za-z_][\w]*|\.[A-Za-z_$][\w$.]*/y;
const CHARACTER = new RegExp(`'((?:${ESCAPE}|[^'\\\\]){1,4})'`, 'yu');
const TEXT = new RegExp(`"((?:${ESCAPE}|[^"\\\\])*)"`, 'y');

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
    const number = take(NUMBER);
    if (number) {
      const literal = readNumber(number[0]);
      if (typeof literal === 'string') throw new ExpressionError(text, column, literal);
      tokens.push({ ...literal, column });
      continue;
    }
    const name = canBeginName(text, at, tokens.at(-1)) ? take(NAME) : null;
    if (name) {
      tokens.push({ kind: 'name', name: name[0], column });
      continue;
    }
    const character = take(CHARACTER);
    if (character) {
      tokens.push({ ...readCharacter(character[1]), column });
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
