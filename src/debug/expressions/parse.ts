import { C, looksLikeType, TYPE_WORDS } from '../values/types';
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
  /** Names on which the tree depends: `(x) - 1` casts where `x` is a type, and else subtracts. */
  readonly doubtful: ReadonlySet<string>;
}

/** Which names are types; by their look, as long as nobody knows better. */
export type IsType = (name: string) => boolean;

/** Reads C's expression syntax. @throws ExpressionError that points at the column. */
export function parse(
  text: string,
  allowed: { readonly assignments?: boolean } = {},
  isType: IsType = looksLikeType,
): Parsed {
  const parser = new Parser(text, allowed.assignments === true, isType);
  return { syntax: parser.whole(), assigns: parser.assigns, doubtful: parser.doubtful };
}

class Parser {
  private readonly tokens: TokenStream;
  private depth = 0;
  assigns = false;
  readonly doubtful = new Set<string>();

  constructor(
    text: string,
    private readonly canAssign: boolean,
    private readonly isType: IsType,
  ) {
    this.tokens = new TokenStream(text, tokenize(text));
  }

  whole(): Syntax {
    const { tokens } = this;
    if (tokens.peek().kind === 'end') throw tokens.error('the expression is empty');
    const syntax = this.comma();
    if (tokens.peek().kind !== 'end') throw tokens.error(`nothing is expected after a complete expression`);
    return syntax;
  }

  private comma(): Syntax {
    let left = this.assignment();
    for (let count = 0; ; count++) {
      const { column } = this.tokens.peek();
      if (!this.tokens.accept(',')) return left;
      if (count > DEEPEST) throw this.tokens.error('the expression is too long');
      left = { kind: 'binary', operator: ',', left, right: this.assignment(), column };
    }
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
    // GNU C: `a ?: b` is a, if that is not 0.
    const then = this.tokens.accept(':') ? undefined : this.nested(() => this.comma());
    if (then) this.tokens.expect(':');
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
        const next = tokens.peek();
        const goesOn = next.kind === 'operator' && POSTFIX.has(next.operator);
        // `sizeof (x)` is of a variable where there is one.
        if (!goesOn) return { kind: 'sizeof', type, operand: asOperand(type), column };
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

  /** Whether what stands in parentheses is a type, by what comes behind it. */
  private isCast({ words, derivations }: TypeSyntax, next: Token): boolean {
    if (derivations.some(({ kind }) => kind === 'pointer') || words.length > 1) return true;
    const [only] = words;
    if (TYPE_WORDS.has(only)) return true;
    // `(v[1])`: nothing can be cast to an array.
    if (derivations.length > 0) return false;
    if (next.kind === 'end') return false;
    if (next.kind !== 'operator') return true;
    if (['(', '~', '!'].includes(next.operator)) return true;
    if (!['+', '-', '*', '&'].includes(next.operator)) return false;
    this.doubtful.add(only);
    return this.isType(only);
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
          const index = this.comma();
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
    if (token.kind === 'number') {
      tokens.skip();
      return token;
    }
    if (token.kind === 'text') return this.text(token.bytes, token.column);
    if (token.kind === 'name') return this.name(token.name, token.column);
    if (tokens.accept('::')) {
      const name = tokens.peek();
      if (name.kind !== 'name') throw tokens.error('the name of a global is expected');
      tokens.skip();
      return { ...name, isGlobal: true };
    }
    if (tokens.accept('(')) {
      const inner = this.comma();
      tokens.expect(')');
      return inner;
    }
    throw tokens.error('a name, a number or "(" is expected');
  }

  /** Texts that follow one another are one. */
  private text(bytes: Uint8Array, column: number): Syntax {
    const { tokens } = this;
    tokens.skip();
    for (let next = tokens.peek(); next.kind === 'text'; next = tokens.peek()) {
      tokens.skip();
      bytes = Uint8Array.from([...bytes.subarray(0, -1), ...next.bytes]);
    }
    return { kind: 'text', bytes, column };
  }

  private name(name: string, column: number): Syntax {
    const { tokens } = this;
    tokens.skip();
    const next = tokens.peek();
    const isCall = next.kind === 'operator' && next.operator === '(';
    if (isCall && name === 'process') return this.ofProcess(column);
    if (isCall && name === 'physical') {
      tokens.skip();
      const inner = this.comma();
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

const POSTFIX: ReadonlySet<string> = new Set(['.', '->', '[', '++', '--']);

/** What could be a type, `x` or `x[2]`, as an expression, if it can be one. */
function asOperand({ words, derivations, column }: TypeSyntax): Syntax | undefined {
  const [name] = words;
  if (words.length > 1 || TYPE_WORDS.has(name)) return undefined;
  let operand: Syntax = { kind: 'name', name, isGlobal: false, column };
  for (const derivation of [...derivations].reverse()) {
    if (derivation.kind === 'pointer' || derivation.count === undefined) return undefined;
    const index: Syntax = { kind: 'number', value: derivation.count, type: C.int, column };
    operand = { kind: 'index', whole: operand, index, column };
  }
  return operand;
}

/** `++x` is `x += 1`. */
function step(target: Syntax, operator: '++' | '--', isPostfix: boolean, column: number): Syntax {
  const one: Syntax = { kind: 'number', value: 1n, type: C.int, column };
  return {
    kind: 'assignment',
    target,
    value: one,
    operator: operator === '++' ? '+' : '-',
    isPostfix,
    column,
  };
}
