import type { Literal } from './literals';

/** The tree of an expression. `column` is where to point at when its evaluation fails. */
export type Syntax =
  | (Literal & { readonly column: number })
  | { readonly kind: 'text'; readonly bytes: Uint8Array; readonly column: number }
  /** `::name` is a global: neither a local variable nor a register. */
  | { readonly kind: 'name'; readonly name: string; readonly isGlobal: boolean; readonly column: number }
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
      /** undefined: `a ?: b`, the condition itself. */
      readonly then: Syntax | undefined;
      readonly otherwise: Syntax;
      readonly column: number;
    }
  | {
      readonly kind: 'member';
      readonly whole: Syntax;
      readonly name: string;
      /** `->` */
      readonly isArrow: boolean;
      readonly column: number;
    }
  | { readonly kind: 'index'; readonly whole: Syntax; readonly index: Syntax; readonly column: number }
  | { readonly kind: 'cast'; readonly type: TypeSyntax; readonly operand: Syntax; readonly column: number }
  | {
      readonly kind: 'sizeof';
      /** `sizeof (x)`, `sizeof (x[2])`: a type, if x is no variable. */
      readonly type: TypeSyntax | undefined;
      readonly operand: Syntax | undefined;
      readonly column: number;
    }
  | {
      readonly kind: 'assignment';
      readonly target: Syntax;
      readonly value: Syntax;
      /** Of `+=` and the like. */
      readonly operator: (typeof ASSIGNING)[number] | undefined;
      /** `x++`: what it was before is the value. */
      readonly isPostfix: boolean;
      readonly column: number;
    }
  /** `process(PID, inner)`; `physical(inner)` has no pid. */
  | {
      readonly kind: 'elsewhere';
      readonly pid: Syntax | undefined;
      readonly inner: Syntax;
      readonly column: number;
    };

/** A type as it is written: `struct process *` is the words `struct process`, and a pointer to it. */
export interface TypeSyntax {
  readonly words: readonly string[];
  /** From the named type outward. */
  readonly derivations: readonly Derivation[];
  readonly column: number;
}
export type Derivation =
  { readonly kind: 'pointer' } | { readonly kind: 'array'; readonly count: bigint | undefined };

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
export type BinaryOperator = (typeof BINARY_LEVELS)[number][number] | ',';

/** What `=` can be joined with. */
export const ASSIGNING = [
  '|',
  '^',
  '&',
  '<<',
  '>>',
  '+',
  '-',
  '*',
  '/',
  '%',
] as const satisfies readonly BinaryOperator[];
