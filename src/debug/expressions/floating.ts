/** Floating-point numbers of programs, IEEE 754 in software: a `float` and a `double`, combined as C does it. */
import { ValueProblem } from '../values/problem';
import { scalarOf } from '../values/scalar';
import { C } from '../values/types';
import { numberAs, numberOf, type Value } from '../values/value';
import type { Type } from '../../toolchain/dwarf/types/model';

export const isFloating = ({ type }: Value): boolean => scalarOf(type)?.kind === 'float';

/** The number that a value stands for, whole or not. @throws ValueProblem */
export function realOf(value: Value): number {
  const bits = numberOf(value);
  if (!isFloating(value)) return Number(bits);
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, bits, true);
  return sizeIn(value.type) === 4 ? view.getFloat32(0, true) : view.getFloat64(0, true);
}

/** A floating-point number of a type. @throws ValueProblem */
export function realAs(type: Type, number: number): Value {
  const view = new DataView(new ArrayBuffer(8));
  if (sizeIn(type) === 4) view.setFloat32(0, number, true);
  else view.setFloat64(0, number, true);
  return numberAs(type, view.getBigUint64(0, true));
}

/** The whole number that is left without the fraction. @throws ValueProblem */
export function truncated(value: Value): bigint {
  const number = Math.trunc(realOf(value));
  if (!Number.isFinite(number)) throw new ValueProblem(`${number} is no whole number`);
  return BigInt(number);
}

/** `+ - * /` where at least one is floating. @throws ValueProblem */
export function calculateReal(operator: string, a: Value, b: Value): Value {
  const [x, y] = [realOf(a), realOf(b)];
  const isDouble = [a, b].some((one) => isFloating(one) && sizeIn(one.type) === 8);
  return realAs(isDouble ? C.double : C.float, result(operator, x, y));
}

function result(operator: string, x: number, y: number): number {
  switch (operator) {
    case '+':
      return x + y;
    case '-':
      return x - y;
    case '*':
      return x * y;
    case '/':
      return x / y;
    default:
      throw new ValueProblem(`${operator} takes whole numbers`);
  }
}

function sizeIn(type: Type): 4 | 8 {
  const size = scalarOf(type)?.size;
  if (size !== 4 && size !== 8)
    throw new ValueProblem('a floating-point number of this size can only be looked at');
  return size;
}
