/** Floating-point numbers of programs: a `float`, a `double` and a `long double`, combined and rounded as C does it. */
import {
  bitsOfReal,
  floatFormat,
  integerOfReal,
  negative,
  product,
  quotient,
  realOfBits,
  realOfInteger,
  sum,
  type FloatFormat,
  type Real,
} from '../../base/ieee754';
import { ValueProblem } from '../values/problem';
import { scalarOf } from '../values/scalar';
import { numberAs, numberOf, type Value } from '../values/value';
import type { Type } from '../../toolchain/dwarf/types/model';

export const isFloating = ({ type }: Value): boolean => scalarOf(type)?.kind === 'float';

/** The number that a value stands for, whole or not. @throws ValueProblem */
export function realOf(value: Value): Real {
  const bits = numberOf(value);
  return isFloating(value) ? realOfBits(bits, formatOf(value.type)) : realOfInteger(bits);
}

/** The nearest floating-point number of a type. @throws ValueProblem */
export const realAs = (type: Type, real: Real): Value => numberAs(type, bitsOfReal(real, formatOf(type)));

/** The whole number that is left without the fraction. @throws ValueProblem */
export function truncated(value: Value): bigint {
  const real = realOf(value);
  const number = integerOfReal(real);
  if (number !== undefined) return number;
  const isNegative = real.kind === 'infinite' && real.isNegative;
  throw new ValueProblem(
    `${real.kind === 'nan' ? 'NaN' : isNegative ? '-Infinity' : 'Infinity'} is no whole number`,
  );
}

/** The type of two numbers of which at least one is floating: that of the larger format, whatever the integers are. */
export function realType(a: Value, b: Value): Type {
  if (!isFloating(a)) return b.type;
  if (!isFloating(b)) return a.type;
  return scalarOf(a.type)!.size >= scalarOf(b.type)!.size ? a.type : b.type;
}

/** Both numbers in their common type. @throws ValueProblem */
export function balancedReals(a: Value, b: Value): { type: Type; x: Real; y: Real } {
  const type = realType(a, b);
  const inType = (value: Value): Real => realOf(realAs(type, realOf(value)));
  return { type, x: inType(a), y: inType(b) };
}

/** `+ - * /` where at least one is floating. @throws ValueProblem */
export function calculateReal(operator: string, a: Value, b: Value): Value {
  const { type, x, y } = balancedReals(a, b);
  return realAs(type, result(operator, x, y));
}

function result(operator: string, x: Real, y: Real): Real {
  switch (operator) {
    case '+':
      return sum(x, y);
    case '-':
      return sum(x, negative(y));
    case '*':
      return product(x, y);
    case '/':
      return quotient(x, y);
    default:
      throw new ValueProblem(`${operator} takes whole numbers`);
  }
}

function formatOf(type: Type): FloatFormat {
  const format = floatFormat(scalarOf(type)?.size ?? 0);
  if (!format) throw new ValueProblem('a floating-point number of this size can only be looked at');
  return format;
}
