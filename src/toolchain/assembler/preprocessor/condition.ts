import type { Piece } from './tokens';

/** What stands behind `#if` is no expression; the message says why. */
export class ConditionError extends Error {}

/** A number of a condition: of 64 bits, with a sign or without one (C23, 6.10.2: `intmax_t` and `uintmax_t`). */
interface Num {
  readonly value: bigint;
  readonly isUnsigned: boolean;
}

const levels: readonly (readonly string[])[] = [
  ['||'], ['&&'], ['|'], ['^'], ['&'], ['==', '!='], ['<', '>', '<=', '>='], ['<<', '>>'], ['+', '-'], ['*', '/', '%'],
]; // prettier-ignore

const DEEPEST = 100;

/** The value of a condition (C23, 6.10.2) whose macros are replaced; names that are left are 0. @throws ConditionError */
export function conditionValue(pieces: readonly Piece[]): bigint {
  const words = wordsOf(pieces);
  const parser = new Parser(words);
  const { value } = parser.choice(0, true);
  if (parser.word !== undefined) throw new ConditionError(`'${parser.word}' cannot stand here`);
  return value;
}

function wordsOf(pieces: readonly Piece[]): string[] {
  const text = pieces.map((piece) => (piece.kind === 'space' ? ' ' : piece.text)).join('');
  return text.match(/'(?:\\.|[^'\\])+'|[A-Za-z_]\w*|[0-9][\w']*|&&|\|\||<<|>>|[<>=!]=|\S/g) ?? [];
}

const signed = (value: bigint): Num => ({ value: BigInt.asIntN(64, value), isUnsigned: false });
const typed = (value: bigint, isUnsigned: boolean): Num => ({
  value: isUnsigned ? BigInt.asUintN(64, value) : BigInt.asIntN(64, value),
  isUnsigned,
});

/** Reads and computes at once. What is not evaluated (behind `||`, in the other branch of `?:`) may divide by zero. */
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

  choice(depth: number, isEvaluated: boolean): Num {
    if (depth > DEEPEST) throw new ConditionError('this condition is nested too deeply');
    const condition = this.binary(0, depth, isEvaluated);
    if (!this.accept('?')) return condition;
    const holds = condition.value !== 0n;
    const first = this.choice(depth + 1, isEvaluated && holds);
    this.expect(':');
    const second = this.choice(depth + 1, isEvaluated && !holds);
    return typed((holds ? first : second).value, first.isUnsigned || second.isUnsigned);
  }

  private binary(level: number, depth: number, isEvaluated: boolean): Num {
    if (level === levels.length) return this.unary(depth, isEvaluated);
    let left = this.binary(level + 1, depth, isEvaluated);
    for (;;) {
      const operator = this.word;
      if (operator === undefined || !levels[level].includes(operator)) return left;
      this.index++;
      const isDecided = (operator === '||' && left.value !== 0n) || (operator === '&&' && left.value === 0n);
      const right = this.binary(level + 1, depth, isEvaluated && !isDecided);
      left = compute(operator, left, right, isEvaluated);
    }
  }

  private unary(depth: number, isEvaluated: boolean): Num {
    if (depth > DEEPEST) throw new ConditionError('this condition is nested too deeply');
    const { word } = this;
    if (word === undefined) throw new ConditionError('the condition ends too early');
    this.index++;
    switch (word) {
      case '!':
        return signed(this.unary(depth + 1, isEvaluated).value === 0n ? 1n : 0n);
      case '+':
        return this.unary(depth + 1, isEvaluated);
      case '-':
      case '~': {
        const { value, isUnsigned } = this.unary(depth + 1, isEvaluated);
        return typed(word === '-' ? -value : ~value, isUnsigned);
      }
      case '(': {
        const value = this.choice(depth + 1, isEvaluated);
        this.expect(')');
        return value;
      }
      default:
        return valueOf(word);
    }
  }
}

const LARGEST_SIGNED = (1n << 63n) - 1n;

function valueOf(word: string): Num {
  if (/^[A-Za-z_]/.test(word)) return signed(0n);
  const [, written, suffix = ''] = /^(0[xX][0-9a-fA-F']+|0[bB][01']+|[0-9']+)([uUlL]*)$/.exec(word) ?? [];
  const number = written?.replaceAll("'", '');
  if (number !== undefined && (/^0[0-7]+$/.test(number) || !/^0[0-9]/.test(number))) {
    const value = BigInt(/^0[0-7]+$/.test(number) ? '0o' + number.slice(1) : number);
    return typed(value, /u/i.test(suffix) || value > LARGEST_SIGNED);
  }
  const character = /^'(\\?)(.)'$/.exec(word);
  if (character === null) throw new ConditionError(`'${word}' is no number`);
  const escaped = { n: 10n, t: 9n, r: 13n, '0': 0n, a: 7n, b: 8n, f: 12n, v: 11n }[character[2]];
  const value = character[1] !== '' && escaped !== undefined ? escaped : BigInt(character[2].charCodeAt(0));
  // As with GNU's: plain characters have no sign on this machine.
  return typed(value, true);
}

const truth = (holds: boolean): Num => signed(holds ? 1n : 0n);

function compute(operator: string, left: Num, right: Num, isEvaluated: boolean): Num {
  if (operator === '||') return truth(left.value !== 0n || right.value !== 0n);
  if (operator === '&&') return truth(left.value !== 0n && right.value !== 0n);
  if (operator === '<<' || operator === '>>')
    return shifted(left, operator === '<<' ? right.value : -right.value);
  // The usual arithmetic conversions: one side without a sign takes it from the other.
  const isUnsigned = left.isUnsigned || right.isUnsigned;
  const [a, b] = [left, right].map(({ value }) => typed(value, isUnsigned).value);
  switch (operator) {
    case '|': return typed(a | b, isUnsigned);
    case '^': return typed(a ^ b, isUnsigned);
    case '&': return typed(a & b, isUnsigned);
    case '==': return truth(a === b);
    case '!=': return truth(a !== b);
    case '<': return truth(a < b);
    case '>': return truth(a > b);
    case '<=': return truth(a <= b);
    case '>=': return truth(a >= b);
    case '+': return typed(a + b, isUnsigned);
    case '-': return typed(a - b, isUnsigned);
    case '*': return typed(a * b, isUnsigned);
    default:
      if (b === 0n && isEvaluated) throw new ConditionError('division by zero');
      return b === 0n ? typed(0n, isUnsigned) : typed(operator === '/' ? a / b : a % b, isUnsigned);
  } // prettier-ignore
}

/** By so many bits to the left, as the preprocessor of GNU has it: negative counts go the other way. */
function shifted({ value, isUnsigned }: Num, by: bigint): Num {
  if (by >= 64n) return typed(0n, isUnsigned);
  if (by <= -64n) return typed(!isUnsigned && value < 0n ? -1n : 0n, isUnsigned);
  return typed(by >= 0n ? value << by : value >> -by, isUnsigned);
}
