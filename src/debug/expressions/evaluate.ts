import { toSigned64, toUnsigned64 } from '../../base/integers';
import { ExpressionError } from './error';
import { parse } from './parse';
import type { BinaryOperator, Syntax, UnaryOperator } from './syntax';
import { address, isTrue, numberOf, signed, type Value } from './value';

/** What names mean and where memory is, at one moment of one process or CPU. Evaluation changes nothing. */
export interface Environment {
  /** undefined: nothing has that name. */
  lookup(name: string): Value | undefined;
  /** Address of the symbol with that name. */
  addressOf(name: string): bigint | undefined;
  /** Little endian, unsigned; undefined when any byte is unreadable. */
  readMemory(address: bigint, length: number): bigint | undefined;
}

/** A parsed expression, ready to be evaluated many times. */
export interface Expression {
  readonly text: string;
  /** @throws ExpressionError */
  evaluate(environment: Environment): Value;
}

/** @throws ExpressionError when the text is no expression. */
export function compile(text: string): Expression {
  const syntax = parse(text);
  return { text, evaluate: (environment) => new Evaluation(text, environment).value(syntax) };
}

class Evaluation {
  constructor(
    private readonly text: string,
    private readonly environment: Environment,
  ) {}

  value(syntax: Syntax): Value {
    switch (syntax.kind) {
      case 'number':
        // C: a literal is signed if it fits.
        return { bits: syntax.value, signed: syntax.value < 1n << 63n };
      case 'name': {
        const value = this.environment.lookup(syntax.name);
        if (!value) throw this.error(syntax, `nothing is called "${syntax.name}" here`);
        return value;
      }
      case 'unary':
        return this.unary(syntax, syntax.operator, syntax.operand);
      case 'binary':
        return this.binary(syntax, syntax.operator, syntax.left, syntax.right);
      case 'conditional':
        return this.value(isTrue(this.value(syntax.condition)) ? syntax.then : syntax.otherwise);
    }
  }

  private unary(syntax: Syntax, operator: UnaryOperator, operand: Syntax): Value {
    if (operator === '&') {
      const found = operand.kind === 'name' ? this.environment.addressOf(operand.name) : undefined;
      if (found === undefined) throw this.error(operand, '"&" wants the name of a symbol');
      return address(found);
    }
    const value = this.value(operand);
    switch (operator) {
      case '-':
        return { bits: toUnsigned64(-value.bits), signed: value.signed };
      case '+':
        return { bits: value.bits, signed: value.signed };
      case '~':
        return { bits: toUnsigned64(~value.bits), signed: value.signed };
      case '!':
        return signed(isTrue(value) ? 0 : 1);
      case '*': {
        const content = this.environment.readMemory(value.bits, 8);
        if (content === undefined)
          throw this.error(syntax, `the 8 bytes at 0x${value.bits.toString(16)} cannot be read`);
        return address(content);
      }
    }
  }

  private binary(syntax: Syntax, operator: BinaryOperator, left: Syntax, right: Syntax): Value {
    if (operator === '&&') return signed(isTrue(this.value(left)) && isTrue(this.value(right)) ? 1 : 0);
    if (operator === '||') return signed(isTrue(this.value(left)) || isTrue(this.value(right)) ? 1 : 0);
    const a = this.value(left);
    const b = this.value(right);
    // C's usual conversions at one width: unsigned wins.
    const both = a.signed && b.signed;
    const [x, y] = both ? [toSigned64(a.bits), toSigned64(b.bits)] : [a.bits, b.bits];
    const result = (bits: bigint): Value => ({
      bits: toUnsigned64(bits),
      signed: both,
      ...((a.hexadecimal ?? b.hexadecimal) ? { hexadecimal: true } : {}),
    });
    const truth = (condition: boolean): Value => signed(condition ? 1 : 0);
    switch (operator) {
      case '+':
        return result(x + y);
      case '-':
        return result(x - y);
      case '*':
        return result(x * y);
      case '/':
      case '%':
        if (y === 0n) throw this.error(syntax, 'division by zero');
        return result(operator === '/' ? x / y : x % y);
      case '&':
        return result(x & y);
      case '|':
        return result(x | y);
      case '^':
        return result(x ^ y);
      case '<<':
        return { ...result(x << (b.bits & 63n)), signed: a.signed };
      case '>>':
        return { ...result(numberOf(a) >> (b.bits & 63n)), signed: a.signed };
      // Equality is of bits: `satp == -1` means what it says.
      case '==':
        return truth(a.bits === b.bits);
      case '!=':
        return truth(a.bits !== b.bits);
      case '<':
        return truth(x < y);
      case '>':
        return truth(x > y);
      case '<=':
        return truth(x <= y);
      case '>=':
        return truth(x >= y);
    }
  }

  private error(syntax: Syntax, problem: string): ExpressionError {
    return new ExpressionError(this.text, syntax.column, problem);
  }
}
