import type { Expression, Operand } from '../statements/syntax';

/** One way in which an instruction is written, such as `rd,imm(rs1)`. */
export interface Form {
  /** As in `operandSyntax`: registers are called rd, rs1, rs2, rs, rt; other words stand for expressions. */
  readonly syntax: string;
  readonly placeholders: readonly Placeholder[];
}

type Placeholder =
  | { readonly kind: 'register'; readonly name: string }
  | { readonly kind: 'expression'; readonly name: string }
  | { readonly kind: 'memory'; readonly offset: string | undefined; readonly register: string };

/** What the operands of a statement give to the words of a form. */
export interface Bindings {
  readonly registers: ReadonlyMap<string, number>;
  readonly expressions: ReadonlyMap<string, Expression>;
}

/** Where a statement departs from a form: index of the operand, and what stands there in the form. */
export interface Mismatch {
  readonly index: number;
  readonly expected: string;
}

const registerNames = new Set(['rd', 'rs1', 'rs2', 'rs', 'rt']);

/** @param syntax operands with commas between them, or nothing */
export function formOf(syntax: string): Form {
  const placeholders = syntax === '' ? [] : syntax.split(/,\s*/).map(placeholder);
  return { syntax: placeholders.map(describe).join(', '), placeholders };
}

function placeholder(text: string): Placeholder {
  const memory = /^(\w*)\((\w+)\)$/.exec(text);
  if (memory !== null) return { kind: 'memory', offset: memory[1] || undefined, register: memory[2] };
  return { kind: registerNames.has(text) ? 'register' : 'expression', name: text };
}

const describe = (placeholder: Placeholder): string =>
  placeholder.kind === 'memory' ? `${placeholder.offset ?? ''}(${placeholder.register})` : placeholder.name;

const kindInWords = (placeholder: Placeholder): string => {
  if (placeholder.kind === 'register') return 'a register';
  if (placeholder.kind === 'expression') return 'a number or a symbol';
  return placeholder.offset === undefined
    ? 'an address in a register, such as (a0)'
    : 'an address such as 8(sp)';
};

/** Fits operands to a form by their kinds; values are looked at later. */
export function match(form: Form, operands: readonly Operand[]): Bindings | Mismatch {
  const registers = new Map<string, number>();
  const expressions = new Map<string, Expression>();
  for (const [index, placeholder] of form.placeholders.entries()) {
    const operand = operands[index];
    if (operand === undefined || operand.kind !== placeholder.kind) {
      return { index, expected: kindInWords(placeholder) };
    }
    if (operand.kind === 'register' && placeholder.kind === 'register') {
      registers.set(placeholder.name, operand.register);
    } else if (operand.kind === 'expression' && placeholder.kind === 'expression') {
      expressions.set(placeholder.name, operand.value);
    } else if (operand.kind === 'memory' && placeholder.kind === 'memory') {
      registers.set(placeholder.register, operand.register);
      const offset = operand.offset;
      if (placeholder.offset !== undefined) {
        expressions.set(placeholder.offset, offset ?? { kind: 'number', span: operand.span, value: 0n });
      } else if (offset !== undefined && !(offset.kind === 'number' && offset.value === 0n)) {
        return { index, expected: 'an address without an offset, such as (a0)' };
      }
    }
  }
  if (operands.length > form.placeholders.length) {
    return { index: form.placeholders.length, expected: 'nothing more' };
  }
  return { registers, expressions };
}

export const isMismatch = (result: Bindings | Mismatch): result is Mismatch => 'expected' in result;
