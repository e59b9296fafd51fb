import { ExpressionError } from './error';
import {
  BINARY_LEVELS,
  UNARY_OPERATORS,
  type BinaryOperator,
  type Syntax,
  type UnaryOperator,
} from './syntax';
import { tokenize, type Token } from './tokens';

/** How deep an expression may nest; keeps hostile input off the host's stack. */
const DEEPEST = 200;

/** Reads C's expression syntax over names and numbers. @throws ExpressionError that points at the column. */
export function parse(text: string): Syntax {
  return new Parser(text).whole();
}

class Parser {
  private readonly tokens: Token[];
  private at = 0;
  private depth = 0;

  constructor(private readonly text: string) {
    this.tokens = tokenize(text);
  }

  whole(): Syntax {
    if (this.peek().kind === 'end') throw this.error('the expression is empty');
    const syntax = this.conditional();
    if (this.peek().kind !== 'end') throw this.error(`nothing is expected after a complete expression`);
    return syntax;
  }

  private conditional(): Syntax {
    if (++this.depth > DEEPEST) throw this.error('the expression is nested too deeply');
    const condition = this.binary(0);
    const column = this.peek().column;
    let syntax = condition;
    if (this.accept('?')) {
      const then = this.conditional();
      this.expect(':');
      syntax = { kind: 'conditional', condition, then, otherwise: this.conditional(), column };
    }
    this.depth--;
    return syntax;
  }

  private binary(level: number): Syntax {
    const operators: readonly string[] | undefined = BINARY_LEVELS[level];
    if (!operators) return this.unary();
    let left = this.binary(level + 1);
    for (;;) {
      const token = this.peek();
      if (token.kind !== 'operator' || !operators.includes(token.operator)) return left;
      this.at++;
      const right = this.binary(level + 1);
      left = {
        kind: 'binary',
        operator: token.operator as BinaryOperator,
        left,
        right,
        column: token.column,
      };
    }
  }

  private unary(): Syntax {
    const token = this.peek();
    if (token.kind !== 'operator' || !(UNARY_OPERATORS as readonly string[]).includes(token.operator)) {
      return this.primary();
    }
    if (++this.depth > DEEPEST) throw this.error('the expression is nested too deeply');
    this.at++;
    const operand = this.unary();
    this.depth--;
    return { kind: 'unary', operator: token.operator as UnaryOperator, operand, column: token.column };
  }

  private primary(): Syntax {
    const token = this.peek();
    if (token.kind === 'number' || token.kind === 'name') {
      this.at++;
      return token;
    }
    if (this.accept('(')) {
      const inner = this.conditional();
      this.expect(')');
      return inner;
    }
    throw this.error('a name, a number or "(" is expected');
  }

  private peek(): Token {
    return this.tokens[this.at];
  }

  private accept(operator: string): boolean {
    const token = this.peek();
    if (token.kind !== 'operator' || token.operator !== operator) return false;
    this.at++;
    return true;
  }

  private expect(operator: string): void {
    if (!this.accept(operator)) throw this.error(`"${operator}" is missing`);
  }

  private error(problem: string): ExpressionError {
    return new ExpressionError(this.text, this.peek().column, problem);
  }
}
