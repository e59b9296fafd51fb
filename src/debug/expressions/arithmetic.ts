import { sizeOf, stripped, type Type } from '../../toolchain/dwarf/types/model';
import { ValueProblem } from '../values/problem';
import { scalarOf, type Scalar } from '../values/scalar';
import { C } from '../values/types';
import { numberAs, numberOf, type Value } from '../values/value';
import { calculateReal, isFloating, realAs, realOf, truncated } from './floating';
import type { BinaryOperator } from './syntax';

type Comparison = '==' | '<' | '>' | '<=' | '>=';
export type Calculation = Exclude<BinaryOperator, Comparison | '!=' | '&&' | '||'>;

/** Compares as C does: after the usual arithmetic conversions; pointers by address. @throws ValueProblem */
export function compare(operator: Comparison, a: Value, b: Value): boolean {
  const { x, y } = isFloating(a) || isFloating(b) ? { x: realOf(a), y: realOf(b) } : balanced(a, b);
  switch (operator) {
    case '==':
      return x === y;
    case '<':
      return x < y;
    case '>':
      return x > y;
    case '<=':
      return x <= y;
    case '>=':
      return x >= y;
  }
}

/** @throws ValueProblem */
export function calculate(operator: Calculation, a: Value, b: Value): Value {
  const pointer = pointerArithmetic(operator, a, b);
  if (pointer) return pointer;
  if (isFloating(a) || isFloating(b)) return calculateReal(operator, a, b);
  if (operator === '<<' || operator === '>>') return shift(operator, a, b);
  const { type, x, y } = balanced(a, b);
  return likeBoth(a, b, result(operator, x, y), type);
}

/** `-x` and `~x` @throws ValueProblem */
export function negated(operator: '-' | '~', value: Value): Value {
  if (operator === '-' && isFloating(value)) return realAs(value.type, -realOf(value));
  const type = operandType(value);
  const number = ranged(numberOf(value), scalarOf(type)!);
  const changed = operator === '-' ? -number : ~number;
  return likeBoth(value, value, changed, value.isLiteral ? C.long : type);
}

/** A value as an operand (C23, 6.3.1.1): what is smaller than an `int` becomes one. @throws ValueProblem */
export function promoted(value: Value): Value {
  if (isFloating(value)) return value;
  return numberAs(operandType(value), numberOf(value), value.space);
}

/** As a cast does it. @throws ValueProblem */
export function converted(value: Value, type: Type): Value {
  const target = scalarOf(type);
  numberLike(value);
  if (target?.kind === 'float') return realAs(type, realOf(value));
  if (!isFloating(value)) return numberAs(type, numberOf(value), value.space);
  if (target?.kind === 'pointer') throw new ValueProblem('an address is a whole number');
  return numberAs(type, target?.kind === 'boolean' ? BigInt(realOf(value) !== 0) : truncated(value));
}

function numberLike(value: Value): Scalar {
  const scalar = scalarOf(value.type);
  if (!scalar) throw new ValueProblem('it is no number');
  return scalar;
}

function operandType(value: Value): Type {
  const { kind, size, isSigned } = numberLike(value);
  if (kind === 'float') throw new ValueProblem('a whole number is wanted');
  if (kind === 'pointer') return C.unsignedLong;
  const bits = value.field?.size ?? 8 * size;
  if (bits < 32) return C.int;
  if (size <= 4) return isSigned ? C.int : C.unsignedInt;
  if (size <= 8) return isSigned ? C.long : C.unsignedLong;
  return isSigned ? C.int128 : C.unsignedInt128;
}

/** Both numbers in their common type (C23, 6.3.1.8). Two literals meet in 64 bits, so that `1 << 40` is what it says. */
function balanced(a: Value, b: Value): { type: Type; x: bigint; y: bigint } {
  const [left, right] = [operandType(a), operandType(b)];
  const [one, other] = [scalarOf(left)!, scalarOf(right)!];
  const size = Math.max(one.size, other.size, a.isLiteral && b.isLiteral ? 8 : 4);
  // The unsigned one wins, unless the signed one can hold all its numbers.
  const isSigned = (one.isSigned || one.size < size) && (other.isSigned || other.size < size);
  const type = typeOf(size, isSigned);
  const scalar = scalarOf(type)!;
  return { type, x: ranged(numberOf(a), scalar), y: ranged(numberOf(b), scalar) };
}

function typeOf(size: number, isSigned: boolean): Type {
  if (size > 8) return isSigned ? C.int128 : C.unsignedInt128;
  if (size > 4) return isSigned ? C.long : C.unsignedLong;
  return isSigned ? C.int : C.unsignedInt;
}

const ranged = (number: bigint, { size, isSigned }: Scalar): bigint =>
  isSigned ? BigInt.asIntN(8 * size, number) : BigInt.asUintN(8 * size, number);

function result(operator: Exclude<Calculation, '<<' | '>>'>, x: bigint, y: bigint): bigint {
  switch (operator) {
    case '+':
      return x + y;
    case '-':
      return x - y;
    case '*':
      return x * y;
    case '/':
    case '%':
      if (y === 0n) throw new ValueProblem('division by zero');
      return operator === '/' ? x / y : x % y;
    case '&':
      return x & y;
    case '|':
      return x | y;
    case '^':
      return x ^ y;
  }
}

function shift(operator: '<<' | '>>', a: Value, b: Value): Value {
  const type = a.isLiteral ? C.long : operandType(a);
  operandType(b);
  const number = ranged(numberOf(a), scalarOf(type)!);
  const by = BigInt.asUintN(6, numberOf(b));
  return likeBoth(a, a, operator === '<<' ? number << by : number >> by, type);
}

/** What comes out of registers is shown like them; what comes out of literals is one. */
function likeBoth(a: Value, b: Value, number: bigint, type: Type): Value {
  const isRaw = a.isRaw ?? b.isRaw ?? false;
  if (a.isLiteral && b.isLiteral) {
    const fits = number === BigInt.asIntN(32, number);
    return { ...numberAs(fits ? C.int : type, number), isLiteral: true };
  }
  return { ...numberAs(type, number, a.space ?? b.space), ...(isRaw ? { isRaw: true } : {}) };
}

/** Pointer and number, number and pointer, pointer minus pointer. */
function pointerArithmetic(operator: Calculation, a: Value, b: Value): Value | undefined {
  if (operator !== '+' && operator !== '-') return undefined;
  const [left, right] = [strideOf(a), strideOf(b)];
  if (left !== undefined && right !== undefined) {
    if (operator === '+') throw new ValueProblem('two pointers cannot be added');
    if (left !== right) throw new ValueProblem('the pointers are of different types');
    return numberAs(C.long, (numberOf(a) - numberOf(b)) / left);
  }
  if (left !== undefined) {
    integerOnly(b);
    const distance = left * numberOf(b);
    return numberAs(a.type, operator === '+' ? numberOf(a) + distance : numberOf(a) - distance, a.space);
  }
  if (right === undefined) return undefined;
  if (operator === '-') throw new ValueProblem('a pointer cannot be subtracted from a number');
  integerOnly(a);
  return numberAs(b.type, numberOf(b) + right * numberOf(a), b.space);
}

const integerOnly = (value: Value): void => void operandType(value);

/** The size of what a pointer points to; as GNU C has it, 1 for `void` and functions. */
function strideOf({ type }: Value): bigint | undefined {
  const plain = stripped(type);
  if (plain.kind !== 'pointer') return undefined;
  const target = stripped(plain.target);
  if (target.kind === 'void' || target.kind === 'function') return 1n;
  const size = sizeOf(target);
  if (size === undefined || size === 0) throw new ValueProblem('the size of what it points to is not known');
  return BigInt(size);
}
