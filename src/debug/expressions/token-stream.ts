import { ExpressionError } from './error';
import type { Token } from './tokens';

/** Tokens, and how far they have been read. */
export class TokenStream {
  position = 0;

  constructor(
    private readonly text: string,
    private readonly tokens: readonly Token[],
  ) {}

  peek(): Token {
    return this.tokens[this.position];
  }

  skip(): void {
    this.position++;
  }

  accept(operator: string): boolean {
    const token = this.peek();
    if (token.kind !== 'operator' || token.operator !== operator) return false;
    this.position++;
    return true;
  }

  expect(operator: string): void {
    if (!this.accept(operator)) throw this.error(`"${operator}" is missing`);
  }

  error(problem: string): ExpressionError {
    return new ExpressionError(this.text, this.peek().column, problem);
  }
}
