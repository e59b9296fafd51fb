import { registerNumber } from '../../../isa/registers';
import { type Cursor, nameInQuotes, StatementError } from '../text/cursor';
import type { Diagnostics } from '../text/diagnostics';
import type { Token } from '../text/lexer';
import { registerHint } from '../text/near-names';
import { parseExpression } from './parse-expression';
import { join } from '../text/source';
import type { Operand, Statement } from './syntax';

/** Reads a label in front of a statement, if there is one. */
export function parseLabel(cursor: Cursor): Statement | undefined {
  const colon = cursor.peek(1);
  if (colon.kind !== 'punctuation' || colon.text !== ':') return undefined;
  const first = nameInQuotes(cursor.peek()) ?? cursor.peek();
  if (first.kind !== 'name' && first.kind !== 'number') return undefined;
  cursor.next();
  cursor.next();
  if (first.kind === 'number' && !/^[0-9]+$/.test(first.text)) {
    throw new StatementError(first, `'${first.text}' cannot be a label`, 'numeric labels are decimal: 1:');
  }
  return { kind: 'label', span: join(first, colon), name: first };
}

/**
 * Reads a statement behind its labels; undefined when there is none.
 * @param isMacro whether a name is that of a macro, whose operands are any text
 * @param mistaken what to say of a mistake in the operands of an instruction
 * @throws StatementError
 */
export function parseStatement(
  cursor: Cursor,
  diagnostics: Diagnostics,
  isMacro: (name: string) => boolean,
  mistaken: (name: Token, error: StatementError) => StatementError = (_name, error) => error,
): Statement | undefined {
  if (cursor.atEnd) return undefined;
  const written = cursor.next();
  const first = (cursor.at('punctuation', '=') && nameInQuotes(written)) || written;
  if (first.kind !== 'name') {
    throw new StatementError(
      first,
      `expected an instruction, a directive or a label, but found '${first.text}'`,
    );
  }
  if (isMacro(first.text)) {
    const rest = cursor.restOfStatement();
    return { kind: 'call', span: join(first, rest.at(-2) ?? first), name: first, end: rest.at(-1)!.start };
  }
  if (cursor.at('punctuation', '=') || cursor.at('punctuation', '==')) {
    const how = cursor.next().text === '=' ? 'again' : 'deferred';
    const value = parseExpression(cursor, diagnostics);
    cursor.expectEnd();
    return { kind: 'assignment', span: join(first, value.span), name: first, value, how };
  }
  const name = inSmallLetters(first);
  if (first.text.charCodeAt(0) === 46) {
    const rest = cursor.restOfStatement();
    return { kind: 'directive', span: join(first, rest.at(-2) ?? first), name, rest };
  }
  const operands = parseOperands(cursor, diagnostics, (error) => mistaken(name, error));
  return { kind: 'instruction', span: join(first, operands.at(-1)?.span ?? first), name, operands };
}

/** Mnemonics and directives may be written in capitals, as GNU as has it; registers may not. */
const inSmallLetters = (name: Token): Token =>
  /[A-Z]/.test(name.text) ? { ...name, text: name.text.toLowerCase() } : name;

function parseOperands(
  cursor: Cursor,
  diagnostics: Diagnostics,
  mistaken: (error: StatementError) => StatementError,
): Operand[] {
  const operands: Operand[] = [];
  if (cursor.atEnd) return operands;
  try {
    do operands.push(parseOperand(cursor, diagnostics));
    while (cursor.accept(','));
  } catch (error) {
    throw error instanceof StatementError ? mistaken(error) : error;
  }
  if (cursor.atEnd) return operands;
  throw noRegister(cursor) ?? mistaken(cursor.unexpected('a comma or the end of the statement'));
}

/** `8(zp)`: the mistake is the name in parentheses. */
function noRegister(cursor: Cursor): StatementError | undefined {
  const name = cursor.peek(1);
  if (!cursor.at('punctuation', '(') || name.kind !== 'name' || cursor.peek(2).text !== ')') return undefined;
  return new StatementError(name, `'${name.text}' is no register`, () => registerHint(name.text));
}

function parseOperand(cursor: Cursor, diagnostics: Diagnostics): Operand {
  const first = cursor.peek();
  const register = first.kind === 'name' ? registerNumber(first.text) : undefined;
  if (register !== undefined && !isOperatorAt(cursor, 1)) {
    cursor.next();
    return { kind: 'register', span: first, register };
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
