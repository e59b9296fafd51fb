/** The tree of an expression. `column` is where to point at when its evaluation fails. */
export type Syntax =
  | { readonly kind: 'number'; readonly value: bigint; readonly column: number }
  | { readonly kind: 'name'; readonly name: string; readonly column: number }
  | {
      readonly kind: 'unary';
      readonly operator: UnaryOperator;
      readonly operand: Syntax;
      readonly column: number;
    }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Syntax;
      readonly right: Syntax;
      readonly column: number;
    }
  | {
      readonly kind: 'conditional';
      readonly condition: Syntax;
      readonly then: Syntax;
      readonly otherwise: Syntax;
      readonly column: number;
    };

export const UNARY_OPERATORS = ['-', '+', '!', '~', '*', '&'] as const;
export type UnaryOperator = (typeof UNARY_OPERATORS)[number];

/** C's binary operators by how tightly they bind, loosest first. */
export const BINARY_LEVELS = [
  ['||'],
  ['&&'],
  ['|'],
  ['^'],
  ['&'],
  ['==', '!='],
  ['<', '>', '<=', '>='],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '%'],
] as const;
export type BinaryOperator = (typeof BINARY_LEVELS)[number][number];
