import { Diagnostics } from '../text/diagnostics';
import type { Bindings } from './forms';
import { Cursor } from '../text/cursor';
import { Lexer } from '../text/lexer';
import { parseStatement } from '../statements/parser';
import { Source, type Span } from '../text/source';
import type { InstructionStatement, Operand } from '../statements/syntax';

const cache = new Map<string, InstructionStatement>();

/** A line of an expansion, parsed; its words are names of operands to come. */
function template(line: string): InstructionStatement {
  let statement = cache.get(line);
  if (statement === undefined) {
    const diagnostics = new Diagnostics();
    const tokens = new Lexer(new Source('', line), diagnostics).statement()!;
    const parsed = parseStatement(new Cursor(tokens), diagnostics, () => false);
    if (parsed?.kind !== 'instruction') throw new Error(`not an instruction: ${line}`);
    statement = parsed;
    cache.set(line, statement);
  }
  return statement;
}

/** The instructions of an expansion with the operands of a statement in place of its words. */
export function instantiate(
  expansion: readonly string[],
  bindings: Bindings,
  span: Span,
): InstructionStatement[] {
  return expansion.map((line) => {
    const { name, operands } = template(line);
    return {
      kind: 'instruction',
      span,
      name: { ...name, source: span.source, start: span.start, end: span.end },
      operands: operands.map((operand) => substitute(operand, bindings, span)),
    };
  });
}

function substitute(operand: Operand, bindings: Bindings, span: Span): Operand {
  if (operand.kind !== 'expression') return { ...operand, span };
  const { value } = operand;
  const word = value.kind === 'name' ? value.name : '';
  const register = bindings.registers.get(word);
  if (register !== undefined) return { kind: 'register', span, register };
  const expression = bindings.expressions.get(word);
  if (expression !== undefined) return { kind: 'expression', span: expression.span, value: expression };
  return { kind: 'expression', span, value: { ...value, span } };
}
