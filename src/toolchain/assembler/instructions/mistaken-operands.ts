import { registerNumber } from '../../../isa/registers';
import { StatementError } from '../text/cursor';
import type { Mismatch } from './forms';
import type { Token } from '../text/lexer';
import { type Meaning, mnemonics, ordering, syntaxesOf } from './meanings';
import { didYouMean, registerHint } from '../text/near-names';
import type { Span } from '../text/source';
import { insteadOf, insteadOfNumber } from './strangers';
import type { Expression, InstructionStatement, Operand } from '../statements/syntax';

/** Nothing has this name: what may be meant. @param macros names of macros that are defined in front */
export function unknownInstruction(name: Token, macros: readonly string[]): StatementError {
  const hint = (): string | undefined =>
    lateMacro(name) ?? insteadOf(name.text) ?? didYouMean(name.text, [...macros, ...mnemonics])();
  return new StatementError(name, `unknown instruction '${name.text}'`, hint);
}

/** That a macro of that name comes too late. */
function lateMacro({ source, start, text }: Token): string | undefined {
  const definition = /^[ \t]*\.macro[ \t]+([A-Za-z_.$][\w.$]*)/gim;
  definition.lastIndex = start;
  for (let match = definition.exec(source.text); match !== null; match = definition.exec(source.text)) {
    if (match[1].toLowerCase() !== text) continue;
    const { line } = source.position(match.index);
    return `the macro of that name is defined further down, in line ${line}: macros stand in front of their calls`;
  }
  return undefined;
}

/** A mistake in how operands are written, with a hint; the greater mistake if there is no such instruction at all. */
export function mistakenOperands(
  name: Token,
  error: StatementError,
  macros: readonly string[],
): StatementError {
  const forms = syntaxesOf(ordering.exec(name.text)?.[1] ?? name.text);
  if (forms.length === 0) return unknownInstruction(name, macros);
  if (error.hint !== undefined || !error.message.startsWith('expected ')) return error;
  const { source, start, end } = error.span;
  const usage = usageOf(name.text, forms);
  const before = source.text.slice(name.end, end);
  if (/#-?[0-9]+[^\n]*$/.test(before))
    return new StatementError(error.span, error.message, '# begins a comment: numbers stand without it');
  if (source.text[start] === '[')
    return new StatementError(error.span, error.message, 'memory is written as 8(sp)');
  return new StatementError(error.span, error.message, usage);
}

/** A compressed instruction of the stack pointer takes no other register. */
const usageOf = (name: string, forms: readonly string[]): string => {
  const register = name === 'c.addi16sp' ? 'rd' : name === 'c.addi4spn' ? 'rs1' : undefined;
  const written = forms.map((form) => (register === undefined ? form : form.replace(register, 'sp')));
  return `write it as ${written.map((form) => `${name} ${form}`.trim()).join(', or ')}`;
};

/** Reports the form that goes furthest before it fails. */
export function wrongOperands(
  { name, operands, span }: InstructionStatement,
  meanings: readonly Meaning[],
  mismatches: readonly Mismatch[],
): StatementError {
  const forms = meanings.map(({ form }) => form.syntax);
  const usage = usageOf(name.text, forms);
  const furthest = mismatches.reduce((best, next) => (next.index > best.index ? next : best));
  const culprit = operands[furthest.index];
  if (culprit === undefined) {
    const last = operands.at(-1)?.span ?? name;
    const place: Span = { source: last.source, start: last.end - 1, end: last.end };
    return new StatementError(
      operands.length === 0 ? name : place,
      `'${name.text}' needs more operands`,
      usage,
    );
  }
  const wanted = [...new Set(mismatches.filter((m) => m.index === furthest.index).map((m) => m.expected))];
  const message =
    wanted.length === 1 && wanted[0] === 'nothing more'
      ? `'${name.text}' has an operand too many`
      : `expected ${wanted.join(' or ')}, but found ${inWords(culprit)}`;
  const place = span.start === span.end ? name : culprit.span;
  const isNumber = culprit.kind === 'expression' && culprit.value.kind !== 'name';
  return new StatementError(
    place,
    message,
    () => registerMeant(culprit, wanted) ?? (isNumber ? insteadOfNumber(name.text) : undefined) ?? usage,
  );
}

/** Where a register should stand and some name stands: the register that is near. */
function registerMeant(operand: Operand, wanted: readonly string[]): string | undefined {
  const { source, start, end } = operand.span;
  const [, register] = /^(\w+)\s*[-+]/.exec(source.text.slice(start, end)) ?? [];
  if (register !== undefined && registerNumber(register) !== undefined)
    return `is a comma missing behind '${register}'?`;
  if (!wanted.includes('a register') || operand.kind !== 'expression' || operand.value.kind !== 'name') {
    return undefined;
  }
  return registerHint(operand.value.name);
}

function inWords({ kind, span }: Operand): string {
  const text = span.source.text.slice(span.start, span.end);
  if (kind === 'register') return `the register ${text}`;
  return `'${text}'`;
}

type Name = Extract<Expression, { kind: 'name' }>;

/**
 * The operands with names instead of registers where only symbols can stand: in C, a variable may be called fp.
 * Undefined when that helps nothing.
 */
export function withSymbols(
  { operands }: InstructionStatement,
  meanings: readonly Meaning[],
): { readonly operands: readonly Operand[]; readonly symbols: readonly Name[] } | undefined {
  for (const { form } of meanings) {
    const symbols: Name[] = [];
    const meant = form.placeholders.map((placeholder, index): Operand | undefined => {
      const operand = operands.at(index);
      if (operand?.kind === placeholder.kind) return operand;
      const isSymbol =
        placeholder.kind === 'expression' && (placeholder.name === 'symbol' || placeholder.name === 'target');
      if (operand?.kind !== 'register' || !isSymbol) return undefined;
      const { span } = operand;
      const value: Name = { kind: 'name', span, name: span.source.text.slice(span.start, span.end) };
      symbols.push(value);
      return { kind: 'expression', span, value };
    });
    const whole = meant.filter((operand) => operand !== undefined);
    if (whole.length === meant.length && operands.length === meant.length && symbols.length > 0)
      return { operands: whole, symbols };
  }
  return undefined;
}
