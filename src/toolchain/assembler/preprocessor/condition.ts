import type { Piece } from './tokens';

/** What stands behind `#if` is no expression; the message says why. */
export class ConditionError extends Error {}

const levels: readonly (readonly string[])[] = [
  ['||'], ['&&'], ['|'], ['^'], ['&'], ['==', '!='], ['<', '>', '<=', '>='], ['<<', '>>'], ['+', '-'], ['*', '/', '%'],
]; // prettier-ignore

const DEEPEST = 100;

/** The value of a condition (C23, 6.10.2) whose macros are replaced; names that are left are 0. @throws ConditionError */
export function conditionValue(pieces: readonly Piece[]): bigint {
  const words = wordsOf(pieces);
  const parser = new Parser(words);
  const value = parser.choice(0);
  if (parser.word !== undefined) throw new ConditionError(`'${parser.word}' cannot stand here`);
  return value;
}

function wordsOf(pieces: readonly Piece[]): string[] {
  const text = pieces.map((piece) => (piece.kind === 'space' ? ' ' : piece.text)).join('');
  return text.match(/'(?:\\.|[^'\\])+'|[A-Za-z_]\w*|[0-9][\w']*|&&|\|\||<<|>>|[<>=!]=|\S/g) ?? [];
}

class Parser {
  private index = 0;

  constructor(private readonly words: readonly string[]) {}

  get word(): string | undefined {
    return this.words[this.index];
  }

  private accept(word: string): boolean {
    if (this.word !== word) return false;
    this.index++;
    return true;
  }

  private expect(word: string): void {
    if (!this.accept(word)) throw new ConditionError(`expected '${word}'`);
  }

  choice(depth: number): bigint {
    if (depth > DEEPEST) throw new ConditionError('this condition is nested too deeply');
    const condition = this.binary(0, depth);
    if (!this.accept('?')) return condition;
    const first = this.choice(depth + 1);
    this.expect(':');
    const second = this.choice(depth + 1);
    return condition !== 0n ? first : second;
  }

  private binary(level: number, depth: number): bigint {
    if (level === levels.length) return this.unary(depth);
    let left = this.binary(level + 1, depth);
    for (;;) {
      const operator = this.word;
      if (operator === undefined || !levels[level].includes(operator)) return left;
      this.index++;
      left = BigInt.asIntN(64, compute(operator, left, this.binary(level + 1, depth)));
    }
  }

  private unary(depth: number): bigint {
    if (depth > DEEPEST) throw new ConditionError('this condition is nested too deeply');
    if (this.accept('!')) return this.unary(depth + 1) === 0n ? 1n : 0n;
    if (this.accept('-')) return -this.unary(depth + 1);
    if (this.accept('+')) return this.unary(depth + 1);
    if (this.accept('~')) return ~this.unary(depth + 1);
    if (this.accept('(')) {
      const value = this.choice(depth + 1);
      this.expect(')');
      return value;
    }
    const { word } = this;
    if (word === undefined) throw new ConditionError('the condition ends too early');
    this.index++;
    return valueOf(word);
  }
}

function valueOf(word: string): bigint {
  if (/^[A-Za-z_]/.test(word)) return 0n;
  const number = /^(0[xX][0-9a-fA-F']+|0[bB][01']+|[0-9']+)[uUlL]*$/.exec(word)?.[1].replaceAll("'", '');
  if (number !== undefined && /^0[0-7]+$/.test(number)) return BigInt('0o' + number.slice(1));
  if (number !== undefined && !/^0[0-9]/.test(number)) return BigInt.asIntN(64, BigInt(number));
  const character = /^'(\\?)(.)'$/.exec(word);
  if (character === null) throw new ConditionError(`'${word}' is no number`);
  const escaped = { n: 10n, t: 9n, r: 13n, '0': 0n }[character[2]];
  return character[1] !== '' && escaped !== undefined ? escaped : BigInt(character[2].charCodeAt(0));
}

const truth = (holds: boolean): bigint => (holds ? 1n : 0n);

function compute(operator: string, a: bigint, b: bigint): bigint {
  switch (operator) {
    case '||': return truth(a !== 0n || b !== 0n);
    case '&&': return truth(a !== 0n && b !== 0n);
    case '|': return a | b;
    case '^': return a ^ b;
    case '&': return a & b;
    case '==': return truth(a === b);
    case '!=': return truth(a !== b);
    case '<': return truth(a < b);
    case '>': return truth(a > b);
    case '<=': return truth(a <= b);
    case '>=': return truth(a >= b);
    case '<<': return b < 0n || b > 63n ? 0n : a << b;
    case '>>': return b < 0n || b > 63n ? 0n : a >> b;
    case '+': return a + b;
    case '-': return a - b;
    case '*': return a * b;
    default:
      if (b === 0n) throw new ConditionError('division by zero');
      return operator === '/' ? a / b : a % b;
  } // prettier-ignore
}
