import { registerNumber } from '../../isa/registers';
import { Cursor, StatementError } from './cursor';
import type { Diagnostics } from './diagnostics';
import type { Token } from './lexer';
import { parseExpression } from './parse-expression';
import { join } from './source';
import type { Operand, Statement } from './syntax';

/** Statements of a source; those with mistakes are reported and left out. */
export function parse(tokens: readonly Token[], diagnostics: Diagnostics): Statement[] {
  const cursor = new Cursor(tokens);
  const statements: Statement[] = [];
  while (!cursor.done) {
    try {
      parseStatement(cursor, diagnostics, statements);
    } catch (error) {
      if (!(error instanceof StatementError)) throw error;
      diagnostics.error(error.span, error.message, error.hint);
      cursor.skipStatement();
    }
  }
  return statements;
}

/** Reads up to and with the end of a statement, or a label in front of one. */
function parseStatement(cursor: Cursor, diagnostics: Diagnostics, into: Statement[]): void {
  const first = cursor.next();
  if (first.kind === 'newline') return;
  if ((first.kind === 'name' || first.kind === 'number') && cursor.at('punctuation', ':')) {
    if (first.kind === 'number' && !/^[0-9]+$/.test(first.text)) {
      throw new StatementError(first, `'${first.text}' cannot be a label`, 'numeric labels are decimal: 1:');
    }
    into.push({ kind: 'label', span: join(first, cursor.next()), name: first });
    return;
  }
  if (first.kind !== 'name') {
    throw new StatementError(
      first,
      `expected an instruction, a directive or a label, but found '${first.text}'`,
    );
  }
  if (cursor.at('punctuation', '=')) {
    cursor.next();
    const value = parseExpression(cursor, diagnostics);
    cursor.expectEnd();
    into.push({ kind: 'assignment', span: join(first, value.span), name: first, value });
  } else if (first.text.startsWith('.')) {
    const rest = cursor.restOfStatement();
    into.push({ kind: 'directive', span: join(first, rest.at(-2) ?? first), name: first, rest });
  } else {
    const operands = parseOperands(cursor, diagnostics);
    into.push({
      kind: 'instruction',
      span: join(first, operands.at(-1)?.span ?? first),
      name: first,
      operands,
    });
  }
}

function parseOperands(cursor: Cursor, diagnostics: Diagnostics): Operand[] {
  const operands: Operand[] = [];
  if (cursor.atEnd) return operands;
  do operands.push(parseOperand(cursor, diagnostics));
  while (cursor.accept(','));
  if (!cursor.atEnd) throw cursor.unexpected('a comma or the end of the statement');
  return operands;
}

function parseOperand(cursor: Cursor, diagnostics: Diagnostics): Operand {
  const first = cursor.peek();
  if (registerAt(cursor, 0) !== undefined && !isOperatorAt(cursor, 1)) {
    cursor.next();
    return { kind: 'register', span: first, register: registerNumber(first.text)! };
  }
  const bare = memoryRegister(cursor);
  if (bare !== undefined)
    return { kind: 'memory', span: join(first, bare.close), offset: undefined, register: bare.register };
  const value = parseExpression(cursor, diagnostics);
  const memory = memoryRegister(cursor);
  if (memory !== undefined) {
    return { kind: 'memory', span: join(value.span, memory.close), offset: value, register: memory.register };
  }
  return { kind: 'expression', span: value.span, value };
}

const registerAt = (cursor: Cursor, ahead: number): number | undefined => {
  const token = cursor.peek(ahead);
  return token.kind === 'name' ? registerNumber(token.text) : undefined;
};

/** Whether an expression goes on there: then the name in front was meant as a symbol, and is reported as a register. */
const isOperatorAt = (cursor: Cursor, ahead: number): boolean => {
  const token = cursor.peek(ahead);
  return token.kind === 'punctuation' && token.text !== ',';
};

/** `(sp)`, if that is next. */
function memoryRegister(cursor: Cursor): { register: number; close: Token } | undefined {
  if (!cursor.at('punctuation', '(')) return undefined;
  const register = registerAt(cursor, 1);
  if (register === undefined || cursor.peek(2).text !== ')') return undefined;
  cursor.next();
  cursor.next();
  return { register, close: cursor.next() };
}
