import type { Hint } from './diagnostics';
import type { Token, TokenKind } from './lexer';
import type { Span } from './source';

/** A mistake that ends the statement it is in; whoever works through statements reports it and goes on. */
export class StatementError {
  constructor(
    readonly span: Span,
    readonly message: string,
    readonly hint?: Hint,
  ) {}
}

/** A place in the tokens of a statement. The last token is a `newline`, behind which it never moves. */
export class Cursor {
  private index = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  get done(): boolean {
    return this.index >= this.tokens.length - 1;
  }

  /** At the end of a statement. */
  get atEnd(): boolean {
    return this.peek().kind === 'newline';
  }

  peek(ahead = 0): Token {
    return this.tokens[Math.min(this.index + ahead, this.tokens.length - 1)];
  }

  next(): Token {
    const token = this.peek();
    if (!this.done) this.index++;
    return token;
  }

  at(kind: TokenKind, text?: string): boolean {
    const token = this.peek();
    return token.kind === kind && (text === undefined || token.text === text);
  }

  accept(punctuation: string): boolean {
    if (!this.at('punctuation', punctuation)) return false;
    this.next();
    return true;
  }

  /** @throws StatementError when the next token is another one. */
  expect(punctuation: string): Token {
    if (!this.at('punctuation', punctuation)) throw this.unexpected(`'${punctuation}'`);
    return this.next();
  }

  /** @throws StatementError when the next token is of another kind; `what` says what is wanted. */
  expectKind(kind: TokenKind, what: string): Token {
    if (!this.at(kind)) throw this.unexpected(what);
    return this.next();
  }

  /** A name, in quotes or not. @throws StatementError when the next token is another one. */
  expectName(what: string): Token {
    const quoted = nameInQuotes(this.peek());
    if (quoted === undefined) return this.expectKind('name', what);
    this.next();
    return quoted;
  }

  /** @throws StatementError when something is left of the statement. */
  expectEnd(): void {
    if (!this.atEnd) throw this.unexpected('the end of the statement');
  }

  unexpected(wanted: string): StatementError {
    const token = this.peek();
    const found = token.kind === 'newline' ? 'the line ends' : `found '${token.text}'`;
    const isNextOperand = this.index > 0 && wanted === 'the end of the statement' && isValue(token);
    const hint = isNextOperand ? 'is a comma missing in front of it?' : undefined;
    return new StatementError(token, `expected ${wanted}, but ${found}`, hint);
  }

  /** The tokens up to the end of the statement, and a `newline` behind them. */
  restOfStatement(): Token[] {
    const from = this.index;
    this.skipStatement();
    return this.tokens.slice(from, this.index + 1);
  }

  /** The offset at which the statement ends. */
  get end(): number {
    return this.tokens[this.tokens.length - 1].start;
  }

  /** Skips tokens that begin before an offset. */
  skipTo(offset: number): void {
    while (!this.atEnd && this.peek().start < offset) this.next();
  }

  /** Another cursor at the same place. */
  copy(): Cursor {
    const twin = new Cursor(this.tokens);
    twin.index = this.index;
    return twin;
  }

  skipStatement(): void {
    while (!this.atEnd) this.next();
  }
}

const isValue = ({ kind }: Token): boolean => ['name', 'number', 'character', 'local'].includes(kind);

/** `"a name"`, as GNU as takes it wherever a name stands: what is in the quotes, under the same place. */
export function nameInQuotes(token: Token): Token | undefined {
  if (token.kind !== 'string' || token.bytes!.length === 0) return undefined;
  return {
    ...token,
    kind: 'name',
    text: new TextDecoder().decode(Uint8Array.from(token.bytes!)),
    bytes: undefined,
  };
}
