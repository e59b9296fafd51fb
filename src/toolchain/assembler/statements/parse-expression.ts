import { registerNumber } from '../../../isa/registers';
import type { Diagnostics } from '../text/diagnostics';
import { type Cursor, nameInQuotes, StatementError } from '../text/cursor';
import type { Token } from '../text/lexer';
import { join } from '../text/source';
import { type BinaryOperator, type Expression, type UnaryOperator, writtenParts } from './syntax';

/** Deeper expressions are refused, so that whoever walks the tree may recurse. */
const LARGEST_DEPTH = 200;

/** How tightly operators bind (Using as, "Infix Operators"), which is not how they do in C. */
const binding: Readonly<Record<BinaryOperator, number>> = {
  '*': 6, '/': 6, '%': 6, '<<': 6, '>>': 6,
  '|': 5, '&': 5, '^': 5, '!': 5,
  '+': 4, '-': 4,
  '==': 3, '!=': 3, '<>': 3, '<': 3, '>': 3, '<=': 3, '>=': 3,
  '&&': 2,
  '||': 1,
}; // prettier-ignore

const bindingInC: Readonly<Record<BinaryOperator, number>> = {
  '*': 10, '/': 10, '%': 10,
  '+': 9, '-': 9,
  '<<': 8, '>>': 8,
  '<': 7, '>': 7, '<=': 7, '>=': 7,
  '==': 6, '!=': 6, '<>': 6,
  '&': 5, '^': 4, '|': 3, '!': 3,
  '&&': 2,
  '||': 1,
}; // prettier-ignore

const isBinary = (text: string): text is BinaryOperator => Object.hasOwn(binding, text);
const isUnary = (text: string): text is UnaryOperator =>
  text === '-' || text === '+' || text === '~' || text === '!';

/** @throws StatementError where no expression stands. */
export function parseExpression(cursor: Cursor, diagnostics: Diagnostics): Expression {
  return new ExpressionParser(cursor, diagnostics).binary(1, 0);
}

const LARGEST = 0xffff_ffff_ffff_ffffn;

/** @throws StatementError */
function numberOf(token: Token): bigint {
  const { value, text } = token;
  if (value === undefined) {
    throw new StatementError(token, `'${text}' is not a number`, 'numbers: 42, 0x2a, 0b101010, 052 (octal)');
  }
  if (value > LARGEST) throw new StatementError(token, `${text} does not fit in 64 bits`);
  return value;
}

class ExpressionParser {
  private operators = 0;
  /** Expressions that were written in parentheses. */
  private readonly enclosed = new WeakSet<Expression>();

  constructor(
    private readonly cursor: Cursor,
    private readonly diagnostics: Diagnostics,
  ) {}

  binary(lowest: number, depth: number): Expression {
    let left = this.unary(depth);
    for (;;) {
      const operator = this.cursor.peek();
      if (operator.kind !== 'punctuation' || !isBinary(operator.text)) return left;
      const strength = binding[operator.text];
      if (strength < lowest) return left;
      this.cursor.next();
      if (++this.operators > LARGEST_DEPTH) throw new StatementError(operator, 'this expression is too long');
      const right = this.binary(strength + 1, depth + 1);
      this.compareWithC(operator, operator.text, left, right);
      this.checkShift(operator, right);
      left = { kind: 'binary', span: join(left.span, right.span), operator: operator.text, left, right };
    }
  }

  /** The same text means something else in C: that deserves parentheses. */
  private compareWithC(token: Token, operator: BinaryOperator, left: Expression, right: Expression): void {
    const own = bindingInC[operator];
    const looser = (side: Expression, limit: number): boolean =>
      side.kind === 'binary' && !this.enclosed.has(side) && bindingInC[side.operator] < limit;
    if (!looser(left, own) && !looser(right, own + 1)) return;
    this.diagnostics.warning(
      token,
      `'${operator}' does not bind here as it does in C`,
      'GNU as binds * / % << >> tightest, then | & ^, then + -; use parentheses',
    );
  }

  private checkShift({ text }: Token, by: Expression): void {
    if ((text !== '<<' && text !== '>>') || by.kind !== 'number' || by.value <= 63n) return;
    this.diagnostics.warning(by.span, `shifted by ${by.value}, nothing is left: values have 64 bits`);
  }

  private unary(depth: number): Expression {
    if (depth > LARGEST_DEPTH)
      throw new StatementError(this.cursor.peek(), 'this expression is nested too deeply');
    const token = this.cursor.peek();
    if (token.kind === 'punctuation' && isUnary(token.text)) {
      this.cursor.next();
      const operand = this.unary(depth + 1);
      return { kind: 'unary', span: join(token, operand.span), operator: token.text, operand };
    }
    return this.primary(depth);
  }

  private primary(depth: number): Expression {
    const { cursor } = this;
    const token = cursor.peek();
    switch (token.kind) {
      case 'number':
      case 'character':
        cursor.next();
        return { kind: 'number', span: token, value: numberOf(token) };
      case 'local':
        cursor.next();
        this.skipProcedureLinkage();
        return {
          kind: 'local',
          span: token,
          number: token.text.slice(0, -1),
          forward: token.text.endsWith('f'),
        };
      case 'name':
        cursor.next();
        return this.name(token);
      case 'punctuation':
        if (token.text === '(') return this.parenthesis(depth);
        if (token.text === '%') return this.part(depth);
        break;
      case 'string': {
        const quoted = nameInQuotes(token);
        if (quoted === undefined) break;
        cursor.next();
        return this.name(quoted);
      }
      case 'newline':
        break;
    }
    throw cursor.unexpected('a number or a name');
  }

  private name(token: Token): Expression {
    if (token.text === '.' && token.end - token.start === 1) return { kind: 'here', span: token };
    this.skipProcedureLinkage();
    return { kind: 'name', span: token, name: token.text };
  }

  /** Compilers write `call f@plt`; without shared libraries it is f itself. */
  private skipProcedureLinkage(): void {
    if (!this.cursor.at('punctuation', '@') || this.cursor.peek(1).text !== 'plt') return;
    this.cursor.next();
    this.cursor.next();
  }

  private parenthesis(depth: number): Expression {
    const open = this.cursor.next();
    const inner = this.binary(1, depth + 1);
    const close = this.cursor.expect(')');
    const expression = { ...inner, span: join(open, close) };
    this.enclosed.add(expression);
    return expression;
  }

  private part(depth: number): Expression {
    const percent = this.cursor.next();
    const name = this.cursor.expectKind('name', 'hi, lo, pcrel_hi or pcrel_lo after %');
    const part = writtenParts.find((one) => one === name.text);
    if (part === undefined) {
      throw new StatementError(
        join(percent, name),
        `'%${name.text}' is not supported`,
        registerNumber(name.text) === undefined
          ? `supported: ${writtenParts.map((one) => '%' + one).join(' ')}`
          : `registers are written without %: ${name.text}`,
      );
    }
    this.cursor.expect('(');
    const operand = this.binary(1, depth + 1);
    const close = this.cursor.expect(')');
    return { kind: 'part', span: join(percent, close), part, operand };
  }
}
