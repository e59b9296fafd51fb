import type { BinaryOperator, Expression, UnaryOperator } from '../../isa/expression';
import { Op, ValueType, type FunctionBody } from './wasm-module';

const BINARY: Record<BinaryOperator, number> = {
  add: Op.i64_add, sub: Op.i64_sub, mul: Op.i64_mul, and: Op.i64_and, or: Op.i64_or, xor: Op.i64_xor,
  shl: Op.i64_shl, shr_s: Op.i64_shr_s, shr_u: Op.i64_shr_u,
  div_s: Op.i64_div_s, div_u: Op.i64_div_u, rem_s: Op.i64_rem_s, rem_u: Op.i64_rem_u,
  eq: Op.i64_eq, ne: Op.i64_ne, lt_s: Op.i64_lt_s, lt_u: Op.i64_lt_u, ge_s: Op.i64_ge_s, ge_u: Op.i64_ge_u,
}; // prettier-ignore

const COMPARISONS: ReadonlySet<BinaryOperator> = new Set(['eq', 'ne', 'lt_s', 'lt_u', 'ge_s', 'ge_u']);

const UNARY: Record<UnaryOperator, number[]> = {
  extend8_s: [Op.i64_extend8_s],
  extend16_s: [Op.i64_extend16_s],
  extend32_s: [Op.i64_extend32_s],
  extend32_u: [Op.i32_wrap_i64, Op.i64_extend_i32_u],
};

/** How a back end reaches an instruction's operands; each leaves an i64. */
export interface Leaves {
  emitLeaf(body: FunctionBody, leaf: (Expression & { kind: 'leaf' })['leaf']): void;
  /** Takes two i64 from the stack. */
  emitHelper(body: FunctionBody, helper: (Expression & { kind: 'call' })['helper']): void;
}

/** Leaves the value of an expression on the stack as an i64. */
export function emitExpression(body: FunctionBody, expression: Expression, leaves: Leaves): void {
  const emit = (inner: Expression): void => emitExpression(body, inner, leaves);
  switch (expression.kind) {
    case 'leaf':
      leaves.emitLeaf(body, expression.leaf);
      return;
    case 'constant':
      body.i64(expression.value);
      return;
    case 'unary':
      emit(expression.value);
      body.op(...UNARY[expression.operator]);
      return;
    case 'binary':
      emit(expression.left);
      emit(expression.right);
      body.op(BINARY[expression.operator]);
      if (COMPARISONS.has(expression.operator)) body.op(Op.i64_extend_i32_u);
      return;
    case 'if':
      emitCondition(body, expression.condition, leaves);
      body.if(ValueType.i64);
      emit(expression.then);
      body.else();
      emit(expression.otherwise);
      body.end();
      return;
    case 'call':
      expression.arguments.forEach(emit);
      leaves.emitHelper(body, expression.helper);
      return;
  }
}

/** Leaves an i32 that is not zero when the expression is not zero: a comparison needs no detour over i64. */
export function emitCondition(body: FunctionBody, expression: Expression, leaves: Leaves): void {
  if (expression.kind === 'binary' && COMPARISONS.has(expression.operator)) {
    emitExpression(body, expression.left, leaves);
    emitExpression(body, expression.right, leaves);
    body.op(BINARY[expression.operator]);
  } else {
    emitExpression(body, expression, leaves);
    body.i64(0n).op(Op.i64_ne);
  }
}
