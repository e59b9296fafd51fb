import { isZero, negative, order } from '../../base/ieee754';
import { sizeOf, stripped, type Type } from '../../toolchain/dwarf/types/model';
import { ValueProblem } from '../values/problem';
import { scalarOf, type Scalar } from '../values/scalar';
import { C } from '../values/types';
import { numberAs, numberOf, type Value } from '../values/value';
import { balancedReals, calculateReal, isFloating, realAs, realOf, realType, truncated } from './floating';
import type { BinaryOperator } from './syntax';

type Comparison = '==' | '<' | '>' | '<=' | '>=';
export type Calculation = Exclude<BinaryOperator, Comparison | '!=' | '&&' | '||' | ','>;

/** Compares as C does: after the usual arithmetic conversions; pointers by address. @throws ValueProblem */
export function compare(operator: Comparison, a: Value, b: Value): boolean {
  const place = isFloating(a) || isFloating(b) ? orderOfReals(a, b) : orderOfIntegers(a, b);
  // What is no number is neither less nor more than anything, nor the same.
  if (place === undefined) return false;
  switch (operator) {
    case '==':
      return place === 0;
    case '<':
      return place < 0;
    case '>':
      return place > 0;
    case '<=':
      return place <= 0;
    case '>=':
      return place >= 0;
  }
}

function orderOfReals(a: Value, b: Value): number | undefined {
  const { x, y } = balancedReals(a, b);
  return order(x, y);
}

function orderOfIntegers(a: Value, b: Value): number {
  const { x, y } = balanced(a, b);
  return x < y ? -1 : x > y ? 1 : 0;
}

/** Whether a value is anything but 0. @throws ValueProblem */
export const isNonzero = (value: Value): boolean =>
  isFloating(value) ? !isZero(realOf(value)) : numberOf(value) !== 0n;

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
  if (operator === '-' && isFloating(value)) return realAs(value.type, negative(realOf(value)));
  const type = operandType(value);
  const number = numberOf(value);
  return likeBoth(value, value, operator === '-' ? -number : ~number, type);
}

/** A value as an operand (C23, 6.3.1.1): what is smaller than an `int` becomes one. @throws ValueProblem */
export function promoted(value: Value): Value {
  if (isFloating(value)) return value;
  return likeBoth(value, value, numberOf(value), operandType(value));
}

/** One of two values in the type that C gives to a choice between them (C23, 6.5.16). @throws ValueProblem */
export function chosen(value: Value, other: Value): Value {
  const [type, second] = [stripped(value.type), stripped(other.type)];
  const isSameEnumeration = type === second && type.kind === 'enumeration';
  if (isSameEnumeration && value.isEnumerator === other.isEnumerator) return value;
  if (type.kind === 'pointer') {
    const isNull =
      stripped(type.target).kind === 'void' && value.location.kind === 'constant' && numberOf(value) === 0n;
    return isNull && second.kind === 'pointer' ? { ...value, type: other.type } : value;
  }
  if (second.kind === 'pointer')
    return { ...numberAs(other.type, numberOf(value)), space: value.space ?? other.space };
  if (isFloating(value) || isFloating(other)) return realAs(realType(value, other), realOf(value));
  return { ...likeBoth(value, value, numberOf(value), commonType(value, other)), space: value.space };
}

/** As a cast does it. @throws ValueProblem */
export function converted(value: Value, type: Type): Value {
  const target = scalarOf(type);
  numberLike(value);
  if (target?.kind === 'float') return realAs(type, realOf(value));
  if (!isFloating(value)) return numberAs(type, numberOf(value), value.space);
  if (target?.kind === 'pointer') throw new ValueProblem('an address is a whole number');
  return numberAs(type, target?.kind === 'boolean' ? BigInt(isNonzero(value)) : truncated(value));
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
  if (value.isEnumerator && numberOf(value) === BigInt.asIntN(32, numberOf(value))) return C.int;
  const bits = value.field?.size ?? 8 * size;
  if (bits < 32) return C.int;
  return typeOf(size, isSigned);
}

/** Both numbers in their common type. */
function balanced(a: Value, b: Value): { type: Type; x: bigint; y: bigint } {
  const type = commonType(a, b);
  const scalar = scalarOf(type)!;
  return { type, x: ranged(numberOf(a), scalar), y: ranged(numberOf(b), scalar) };
}

/** C23, 6.3.1.8: the larger one; of the same size the unsigned one. */
function commonType(a: Value, b: Value): Type {
  const [one, other] = [scalarOf(operandType(a))!, scalarOf(operandType(b))!];
  const size = Math.max(one.size, other.size);
  return typeOf(size, (one.isSigned || one.size < size) && (other.isSigned || other.size < size));
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

/**
 * The type is that of what is shifted alone. A count beyond its bits, for which C has no answer, is taken modulo their number
 * as the processor does; but a number that is written in the expression is shifted in 64 bits: `1 << 40` is what it says.
 */
function shift(operator: '<<' | '>>', a: Value, b: Value): Value {
  operandType(b);
  const count = numberOf(b);
  const own = operandType(a);
  const isWide = a.isLiteral === true && count >= 32n && scalarOf(own)!.size === 4;
  const type = isWide ? (scalarOf(own)!.isSigned ? C.long : C.unsignedLong) : own;
  const scalar = scalarOf(type)!;
  const number = ranged(numberOf(a), scalar);
  const by = BigInt.asUintN(Math.log2(8 * scalar.size), count);
  return likeBoth(a, a, operator === '<<' ? number << by : number >> by, type);
}

/** What comes out of registers is shown like them; what comes out of literals is one. */
function likeBoth(a: Value, b: Value, number: bigint, type: Type): Value {
  const value = numberAs(type, number, a.space ?? b.space);
  if (a.isLiteral && b.isLiteral) return { ...value, isLiteral: true };
  const isRaw = (a.isRaw === true || b.isRaw === true) && scalarOf(type)!.size <= 8;
  return isRaw ? { ...value, isRaw } : value;
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
