import { looksLikeType, TYPE_WORDS } from '../values/types';
import { ExpressionError } from './error';
import {
  ASSIGNING,
  BINARY_LEVELS,
  UNARY_OPERATORS,
  type BinaryOperator,
  type Syntax,
  type TypeSyntax,
  type UnaryOperator,
} from './syntax';
import { tokenize, type Token } from './tokens';
import { QUALIFIERS, TAGS, TypeParser } from './type-parser';
import { TokenStream } from './token-stream';

/** How deep an expression may nest; keeps hostile input off the host's stack. */
const DEEPEST = 100;

/** An expression as a tree. */
export interface Parsed {
  readonly syntax: Syntax;
  /** Evaluating it changes something. */
  readonly assigns: boolean;
}

/** Reads C's expression syntax. @throws ExpressionError that points at the column. */
export function parse(text: string, allowed: { readonly assignments?: boolean } = {}): Parsed {
  const parser = new Parser(text, allowed.assignments === true);
  return { syntax: parser.whole(), assigns: parser.assigns };
}

class Parser {
  private readonly tokens: TokenStream;
  private depth = 0;
  assigns = false;

  constructor(
    text: string,
    private readonly canAssign: boolean,
  ) {
    this.tokens = new TokenStream(text, tokenize(text));
  }

  whole(): Syntax {
    const { tokens } = this;
    if (tokens.peek().kind === 'end') throw tokens.error('the expression is empty');
    const syntax = this.assignment();
    if (tokens.peek().kind !== 'end') throw tokens.error(`nothing is expected after a complete expression`);
    return syntax;
  }

  private assignment(): Syntax {
    return this.nested(() => {
      const target = this.conditional();
      const token = this.tokens.peek();
      if (token.kind !== 'operator') return target;
      const operator = ASSIGNING.find((one) => token.operator === `${one}=`);
      if (token.operator !== '=' && operator === undefined) return target;
      this.skipAssigning(token.operator);
      return {
        kind: 'assignment',
        target,
        value: this.assignment(),
        operator,
        isPostfix: false,
        column: token.column,
      };
    });
  }

  private conditional(): Syntax {
    const condition = this.binary(0);
    const { column } = this.tokens.peek();
    if (!this.tokens.accept('?')) return condition;
    const then = this.assignment();
    this.tokens.expect(':');
    const otherwise = this.nested(() => this.conditional());
    return { kind: 'conditional', condition, then, otherwise, column };
  }

  private binary(level: number): Syntax {
    const operators: readonly string[] | undefined = BINARY_LEVELS[level];
    if (!operators) return this.unary();
    let left = this.binary(level + 1);
    for (let count = 0; ; count++) {
      const token = this.tokens.peek();
      if (token.kind !== 'operator' || !operators.includes(token.operator)) return left;
      if (count > DEEPEST) throw this.tokens.error('the expression is too long');
      this.tokens.skip();
      const right = this.binary(level + 1);
      const operator = token.operator as BinaryOperator;
      left = { kind: 'binary', operator, left, right, column: token.column };
    }
  }

  private unary(): Syntax {
    const token = this.tokens.peek();
    const { column } = token;
    if (token.kind === 'name' && token.name === 'sizeof') {
      this.tokens.skip();
      return this.sizeOf(column);
    }
    if (token.kind !== 'operator') return this.postfix();
    if (token.operator === '++' || token.operator === '--') {
      this.skipAssigning(token.operator);
      return step(
        this.nested(() => this.unary()),
        token.operator,
        false,
        column,
      );
    }
    if ((UNARY_OPERATORS as readonly string[]).includes(token.operator)) {
      this.tokens.skip();
      const operator = token.operator as UnaryOperator;
      return { kind: 'unary', operator, operand: this.nested(() => this.unary()), column };
    }
    const type = token.operator === '(' ? this.castType() : undefined;
    if (type) return { kind: 'cast', type, operand: this.nested(() => this.unary()), column };
    return this.postfix();
  }

  private sizeOf(column: number): Syntax {
    const { tokens } = this;
    const start = tokens.position;
    if (tokens.accept('(')) {
      const type = this.tryType();
      if (type && tokens.accept(')')) {
        const [only] = type.words;
        const isName = type.words.length === 1 && type.derivations.length === 0 && !TYPE_WORDS.has(only);
        // `sizeof (x)` is of a variable where there is one.
        const operand: Syntax | undefined = isName
          ? { kind: 'name', name: only, isGlobal: false, column: type.column }
          : undefined;
        const next = tokens.peek();
        const goesOn = next.kind === 'operator' && ['.', '->', '['].includes(next.operator);
        if (!goesOn) return { kind: 'sizeof', type, operand, column };
      }
      tokens.position = start;
    }
    return { kind: 'sizeof', type: undefined, operand: this.nested(() => this.unary()), column };
  }

  /** The type of a cast, with its parentheses; undefined, and nothing taken, where something else stands. */
  private castType(): TypeSyntax | undefined {
    const { tokens } = this;
    const start = tokens.position;
    tokens.skip();
    const type = this.tryType();
    if (type && tokens.accept(')') && this.isCast(type, tokens.peek())) return type;
    tokens.position = start;
    return undefined;
  }

  /** `(x) - 1` subtracts, `(x) y` casts: whether what stands in parentheses is a type. */
  private isCast({ words, derivations }: TypeSyntax, next: Token): boolean {
    const isCertain =
      derivations.length > 0 ||
      words.length > 1 ||
      words.some((word) => TYPE_WORDS.has(word) || QUALIFIERS.has(word) || looksLikeType(word));
    if (isCertain) return true;
    if (next.kind === 'operator') return ['(', '~', '!'].includes(next.operator);
    return next.kind !== 'end';
  }

  private tryType(): TypeSyntax | undefined {
    const token = this.tokens.peek();
    const canBegin = token.kind === 'name' && !token.name.startsWith('$') && !token.name.startsWith('.');
    if (!canBegin) return undefined;
    const start = this.tokens.position;
    try {
      return new TypeParser(this.tokens).read();
    } catch (error) {
      // After a keyword nothing but a type makes sense: then its error is the one to tell.
      const isType = TYPE_WORDS.has(token.name) || TAGS.has(token.name) || QUALIFIERS.has(token.name);
      if (isType || !(error instanceof ExpressionError)) throw error;
      this.tokens.position = start;
      return undefined;
    }
  }

  private postfix(): Syntax {
    let whole = this.primary();
    for (let count = 0; ; count++) {
      if (count > DEEPEST) throw this.tokens.error('the expression is too long');
      const token = this.tokens.peek();
      const { column } = token;
      if (token.kind !== 'operator') return whole;
      switch (token.operator) {
        case '[': {
          this.tokens.skip();
          const index = this.assignment();
          this.tokens.expect(']');
          whole = { kind: 'index', whole, index, column };
          break;
        }
        case '.':
        case '->': {
          this.tokens.skip();
          const name = this.tokens.peek();
          if (name.kind !== 'name') throw this.tokens.error('the name of a member is expected');
          this.tokens.skip();
          const isArrow = token.operator === '->';
          whole = { kind: 'member', whole, name: name.name, isArrow, column: name.column };
          break;
        }
        case '++':
        case '--':
          this.skipAssigning(token.operator);
          whole = step(whole, token.operator, true, column);
          break;
        case '(':
          throw this.tokens.error('a function cannot be called from an expression');
        default:
          return whole;
      }
    }
  }

  private primary(): Syntax {
    const { tokens } = this;
    const token = tokens.peek();
    if (token.kind === 'number' || token.kind === 'real' || token.kind === 'text') {
      tokens.skip();
      return token;
    }
    if (token.kind === 'name') return this.name(token.name, token.column);
    if (tokens.accept('::')) {
      const name = tokens.peek();
      if (name.kind !== 'name') throw tokens.error('the name of a global is expected');
      tokens.skip();
      return { ...name, isGlobal: true };
    }
    if (tokens.accept('(')) {
      const inner = this.assignment();
      tokens.expect(')');
      return inner;
    }
    throw tokens.error('a name, a number or "(" is expected');
  }

  private name(name: string, column: number): Syntax {
    const { tokens } = this;
    tokens.skip();
    const next = tokens.peek();
    const isCall = next.kind === 'operator' && next.operator === '(';
    if (isCall && name === 'process') return this.ofProcess(column);
    if (isCall && name === 'physical') {
      tokens.skip();
      const inner = this.assignment();
      tokens.expect(')');
      return { kind: 'elsewhere', pid: undefined, inner, column };
    }
    return { kind: 'name', name, isGlobal: false, column };
  }

  /** `process(3, expression)`, or for a single name `process(3).name`. */
  private ofProcess(column: number): Syntax {
    const { tokens } = this;
    tokens.skip();
    const pid = this.assignment();
    if (tokens.accept(',')) {
      const inner = this.assignment();
      tokens.expect(')');
      return { kind: 'elsewhere', pid, inner, column };
    }
    tokens.expect(')');
    tokens.expect('.');
    const name = tokens.peek();
    if (name.kind !== 'name') throw tokens.error('a name in that process is expected');
    tokens.skip();
    const inner: Syntax = { kind: 'name', name: name.name, isGlobal: false, column: name.column };
    return { kind: 'elsewhere', pid, inner, column };
  }

  private skipAssigning(operator: string): void {
    if (!this.canAssign) {
      const hint = operator === '=' ? '; "==" compares' : '';
      throw this.tokens.error(`"${operator}" would change something, which is not allowed here${hint}`);
    }
    this.tokens.skip();
    this.assigns = true;
  }

  private nested<T>(read: () => T): T {
    if (++this.depth > DEEPEST) throw this.tokens.error('the expression is nested too deeply');
    const result = read();
    this.depth--;
    return result;
  }
}

/** `++x` is `x += 1`. */
function step(target: Syntax, operator: '++' | '--', isPostfix: boolean, column: number): Syntax {
  const one: Syntax = { kind: 'number', value: 1n, isUnsigned: false, isCharacter: false, column };
  return {
    kind: 'assignment',
    target,
    value: one,
    operator: operator === '++' ? '+' : '-',
    isPostfix,
    column,
  };
}
