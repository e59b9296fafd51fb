import { TYPE_WORDS } from '../values/types';
import type { Derivation, TypeSyntax } from './syntax';
import type { TokenStream } from './token-stream';

export const TAGS: ReadonlySet<string> = new Set(['struct', 'union', 'enum']);
export const QUALIFIERS: ReadonlySet<string> = new Set(['const', 'volatile', 'restrict', '_Atomic']);

const MOST_DERIVATIONS = 16;

/** Reads a type name (C23, 6.7.8), without function types: `struct process *`, `char (*)[16]`. */
export class TypeParser {
  constructor(private readonly tokens: TokenStream) {}

  /** @throws ExpressionError */
  read(): TypeSyntax {
    const { column } = this.tokens.peek();
    return { words: this.specifiers(), derivations: this.declarator(0), column };
  }

  private specifiers(): string[] {
    const words: string[] = [];
    for (;;) {
      const token = this.tokens.peek();
      if (token.kind !== 'name') break;
      const { name } = token;
      if (QUALIFIERS.has(name)) this.tokens.skip();
      else if (words.length === 0 && TAGS.has(name)) words.push(name, this.tag());
      else if (TYPE_WORDS.has(name) && words.every((word) => TYPE_WORDS.has(word))) {
        this.tokens.skip();
        words.push(name);
      } else if (words.length === 0) {
        this.tokens.skip();
        words.push(name);
      } else break;
    }
    if (words.length === 0) throw this.tokens.error('the name of a type is expected');
    return words;
  }

  private tag(): string {
    this.tokens.skip();
    const token = this.tokens.peek();
    if (token.kind !== 'name') throw this.tokens.error('the name of the type is expected');
    this.tokens.skip();
    return token.name;
  }

  /** What stands behind the words: stars, then brackets; a group in parentheses is applied last. */
  private declarator(depth: number): Derivation[] {
    if (depth > MOST_DERIVATIONS) throw this.tokens.error('the type is nested too deeply');
    const own: Derivation[] = [];
    for (;;) {
      if (this.tokens.accept('*')) own.push({ kind: 'pointer' });
      // A qualifier behind a star changes nothing about the value.
      else if (!this.acceptQualifier()) break;
      if (own.length > MOST_DERIVATIONS) throw this.tokens.error('the type is too long');
    }
    const inner = this.group(depth);
    const arrays: Derivation[] = [];
    while (this.tokens.accept('[')) {
      const token = this.tokens.peek();
      if (token.kind === 'number') this.tokens.skip();
      this.tokens.expect(']');
      arrays.push({ kind: 'array', count: token.kind === 'number' ? token.value : undefined });
      if (arrays.length > MOST_DERIVATIONS) throw this.tokens.error('the type is too long');
    }
    // Of `[2][3]` the elements, that is the 3, come first.
    return [...own, ...arrays.reverse(), ...inner];
  }

  private acceptQualifier(): boolean {
    const token = this.tokens.peek();
    if (token.kind !== 'name' || !QUALIFIERS.has(token.name)) return false;
    this.tokens.skip();
    return true;
  }

  private group(depth: number): Derivation[] {
    const start = this.tokens.position;
    if (!this.tokens.accept('(')) return [];
    const token = this.tokens.peek();
    if (token.kind === 'operator' && (token.operator === '*' || token.operator === '(')) {
      const inner = this.declarator(depth + 1);
      this.tokens.expect(')');
      return inner;
    }
    this.tokens.position = start;
    return [];
  }
}
