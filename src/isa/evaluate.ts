/** The reference evaluator: an instruction's meaning, straight from its row. Slow and plain, to judge the engines by. */
import { toSigned64, toUnsigned64 } from '../base/integers';
import type { BinaryOperator, Expression, Helper, Leaf, UnaryOperator } from './expression';

const flag = (condition: boolean): bigint => (condition ? 1n : 0n);

/** wasm's division traps where these throw; a row must never come here. */
function divide(left: bigint, right: bigint): bigint {
  if (right === 0n) throw new RangeError('Division by zero in an expression.');
  return left / right;
}
function divideSigned(left: bigint, right: bigint): bigint {
  const quotient = divide(toSigned64(left), toSigned64(right));
  if (quotient !== toSigned64(quotient)) throw new RangeError('Division overflow in an expression.');
  return quotient;
}
function remainder(left: bigint, right: bigint): bigint {
  if (right === 0n) throw new RangeError('Division by zero in an expression.');
  return left % right;
}

/** On unsigned 64-bit values; a result may need wrapping. */
const binary: Readonly<Record<BinaryOperator, (left: bigint, right: bigint) => bigint>> = {
  add: (left, right) => left + right,
  sub: (left, right) => left - right,
  mul: (left, right) => left * right,
  and: (left, right) => left & right,
  or: (left, right) => left | right,
  xor: (left, right) => left ^ right,
  shl: (left, right) => left << (right & 63n),
  shr_s: (left, right) => toSigned64(left) >> (right & 63n),
  shr_u: (left, right) => left >> (right & 63n),
  div_s: divideSigned,
  div_u: divide,
  rem_s: (left, right) => remainder(toSigned64(left), toSigned64(right)),
  rem_u: remainder,
  eq: (left, right) => flag(left === right),
  ne: (left, right) => flag(left !== right),
  lt_s: (left, right) => flag(toSigned64(left) < toSigned64(right)),
  lt_u: (left, right) => flag(left < right),
  ge_s: (left, right) => flag(toSigned64(left) >= toSigned64(right)),
  ge_u: (left, right) => flag(left >= right),
};

const unary: Readonly<Record<UnaryOperator, (value: bigint) => bigint>> = {
  extend8_s: (value) => BigInt.asIntN(8, value),
  extend16_s: (value) => BigInt.asIntN(16, value),
  extend32_s: (value) => BigInt.asIntN(32, value),
  extend32_u: (value) => BigInt.asUintN(32, value),
};

const helpers: Readonly<Record<Helper, (left: bigint, right: bigint) => bigint>> = {
  mulh: (left, right) => (toSigned64(left) * toSigned64(right)) >> 64n,
  mulhu: (left, right) => (left * right) >> 64n,
  mulhsu: (left, right) => (toSigned64(left) * right) >> 64n,
};

/** Values of the leaves, signed or unsigned; one that the expression does not mention may be left out. */
export type Leaves = { readonly [name in Leaf]?: bigint };

/**
 * The value of an expression, as an unsigned 64-bit number.
 * @throws RangeError where WebAssembly would trap: a division by zero, or of the most negative number by -1.
 * @throws Error when a leaf that is needed has no value.
 */
export function evaluate(expression: Expression, leaves: Leaves): bigint {
  const value = (of: Expression): bigint => evaluate(of, leaves);
  switch (expression.kind) {
    case 'leaf': {
      const leaf = leaves[expression.leaf];
      if (leaf === undefined) throw new Error(`The leaf '${expression.leaf}' has no value here.`);
      return toUnsigned64(leaf);
    }
    case 'constant':
      return toUnsigned64(expression.value);
    case 'unary':
      return toUnsigned64(unary[expression.operator](value(expression.value)));
    case 'binary':
      return toUnsigned64(binary[expression.operator](value(expression.left), value(expression.right)));
    case 'if':
      return value(expression.condition) !== 0n ? value(expression.then) : value(expression.otherwise);
    case 'call': {
      const [left, right] = expression.arguments;
      return toUnsigned64(helpers[expression.helper](value(left), value(right)));
    }
  }
}
