/**
 * The little language in which an instruction's meaning is written. Operator names are those of
 * WebAssembly's i64 instructions, so each back end (reference evaluator, wasm emitter, hover text)
 * needs one line for each. The set is closed.
 *
 * All values are 64 bits wide. A comparison yields 0 or 1. Shift amounts are taken modulo 64.
 */
export const BINARY_OPERATORS = [
  'add', 'sub', 'mul', 'and', 'or', 'xor', 'shl', 'shr_s', 'shr_u',
  'div_s', 'div_u', 'rem_s', 'rem_u',
  'eq', 'ne', 'lt_s', 'lt_u', 'ge_s', 'ge_u',
] as const; // prettier-ignore
export type BinaryOperator = (typeof BINARY_OPERATORS)[number];

/** Sign extension from the low 8, 16 or 32 bits, as in wasm; `extend32_u` clears the high half. */
export const UNARY_OPERATORS = ['extend8_s', 'extend16_s', 'extend32_s', 'extend32_u'] as const;
export type UnaryOperator = (typeof UNARY_OPERATORS)[number];

/** Operations that need more than 64 bits inside: the high half of a product. */
export const HELPERS = ['mulh', 'mulhu', 'mulhsu'] as const;
export type Helper = (typeof HELPERS)[number];

/**
 * Leaves: `rs1`, `rs2` the register operands; `imm` the decoded, sign-extended immediate; `pc` this
 * instruction's address; `next` the address behind it (pc + 2 or 4); `old` the value in memory before an AMO,
 * sign-extended.
 */
export const LEAVES = ['rs1', 'rs2', 'imm', 'pc', 'next', 'old'] as const;
export type Leaf = (typeof LEAVES)[number];

export type Expression =
  | { readonly kind: 'leaf'; readonly leaf: Leaf }
  | { readonly kind: 'constant'; readonly value: bigint }
  | { readonly kind: 'unary'; readonly operator: UnaryOperator; readonly value: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  /** Lazy: only the chosen side is evaluated (a division by zero on the other side never happens). */
  | {
      readonly kind: 'if';
      readonly condition: Expression;
      readonly then: Expression;
      readonly otherwise: Expression;
    }
  | { readonly kind: 'call'; readonly helper: Helper; readonly arguments: readonly [Expression, Expression] };

const leaf = (name: Leaf): Expression => ({ kind: 'leaf', leaf: name });
export const rs1 = leaf('rs1');
export const rs2 = leaf('rs2');
export const imm = leaf('imm');
export const pc = leaf('pc');
export const old = leaf('old');

export const constant = (value: bigint): Expression => ({ kind: 'constant', value });

const binary =
  (operator: BinaryOperator) =>
  (left: Expression, right: Expression): Expression => ({ kind: 'binary', operator, left, right });
export const add = binary('add');
export const sub = binary('sub');
export const mul = binary('mul');
export const and = binary('and');
export const or = binary('or');
export const xor = binary('xor');
export const shl = binary('shl');
export const shrS = binary('shr_s');
export const shrU = binary('shr_u');
export const divS = binary('div_s');
export const divU = binary('div_u');
export const remS = binary('rem_s');
export const remU = binary('rem_u');
export const eq = binary('eq');
export const ne = binary('ne');
export const ltS = binary('lt_s');
export const ltU = binary('lt_u');
export const geS = binary('ge_s');
export const geU = binary('ge_u');

const unary =
  (operator: UnaryOperator) =>
  (value: Expression): Expression => ({ kind: 'unary', operator, value });
export const extend32S = unary('extend32_s');
export const extend32U = unary('extend32_u');

export const when = (condition: Expression, then: Expression, otherwise: Expression): Expression => ({
  kind: 'if',
  condition,
  then,
  otherwise,
});

export const call = (helper: Helper, left: Expression, right: Expression): Expression => ({
  kind: 'call',
  helper,
  arguments: [left, right],
});
