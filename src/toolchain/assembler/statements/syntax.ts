import type { Token } from '../text/lexer';
import type { Span } from '../text/source';

/** What the parser makes of a source: statements with exact places, before any name has a meaning. */
export type Statement =
  /** `main:` or `1:` */
  | { readonly kind: 'label'; readonly span: Span; readonly name: Token }
  /** `x = 5`, `x == y + 1` */
  | {
      readonly kind: 'assignment';
      readonly span: Span;
      readonly name: Token;
      readonly value: Expression;
      readonly how: AssignmentKind;
    }
  /** `.word 1, 2`: what follows the name is read by the directive itself. */
  | { readonly kind: 'directive'; readonly span: Span; readonly name: Token; readonly rest: readonly Token[] }
  /** A macro and the text of its arguments, which reaches to the offset `end`. */
  | { readonly kind: 'call'; readonly span: Span; readonly name: Token; readonly end: number }
  | InstructionStatement;

/** `again`: the name may get another value later. `once`: not. `deferred`: not, and it is worked out wherever it is used. */
export type AssignmentKind = 'again' | 'once' | 'deferred';

export interface InstructionStatement {
  readonly kind: 'instruction';
  readonly span: Span;
  readonly name: Token;
  readonly operands: readonly Operand[];
}

export type Operand =
  /** A register alone, by number. */
  | { readonly kind: 'register'; readonly span: Span; readonly register: number }
  /** `8(sp)`, `(a0)`, `%lo(x)(t0)` */
  | {
      readonly kind: 'memory';
      readonly span: Span;
      readonly offset: Expression | undefined;
      readonly register: number;
    }
  | { readonly kind: 'expression'; readonly span: Span; readonly value: Expression };

export type Expression =
  | { readonly kind: 'number'; readonly span: Span; readonly value: bigint }
  | { readonly kind: 'name'; readonly span: Span; readonly name: string }
  /** `.`: the address of this statement */
  | { readonly kind: 'here'; readonly span: Span }
  /** `1b`, `1f` */
  | { readonly kind: 'local'; readonly span: Span; readonly number: string; readonly forward: boolean }
  | {
      readonly kind: 'unary';
      readonly span: Span;
      readonly operator: UnaryOperator;
      readonly operand: Expression;
    }
  | {
      readonly kind: 'binary';
      readonly span: Span;
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  /** `%lo(symbol)` */
  | { readonly kind: 'part'; readonly span: Span; readonly part: WrittenPart; readonly operand: Expression };

export type UnaryOperator = '-' | '+' | '~' | '!';

export type BinaryOperator =
  | '*' | '/' | '%' | '<<' | '>>' | '|' | '&' | '^' | '!' | '+' | '-'
  | '==' | '!=' | '<>' | '<' | '>' | '<=' | '>=' | '&&' | '||'; // prettier-ignore

/** Parts of an address that instructions hold (RISC-V assembly programmer's manual, "Assembler Relocation Functions"). */
export const addressParts = ['hi', 'lo', 'pcrel_hi', 'pcrel_lo'] as const;
export type AddressPart = (typeof addressParts)[number];

/** `got_pcrel_hi`: the upper part of the distance to where the address is kept. */
export const writtenParts = [...addressParts, 'got_pcrel_hi'] as const;
export type WrittenPart = (typeof writtenParts)[number];
