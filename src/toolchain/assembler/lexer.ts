import type { Diagnostics } from './diagnostics';
import type { Source, Span } from './source';

/**
 * `newline` ends a statement (a line end or `;`); `local` is a reference to a numeric label such as `1b`;
 * `character` has its code as `value`, `string` its bytes as `bytes`.
 */
export type TokenKind = 'name' | 'number' | 'local' | 'character' | 'string' | 'punctuation' | 'newline';

export interface Token extends Span {
  readonly kind: TokenKind;
  /** The characters as written. */
  readonly text: string;
  readonly value: bigint | undefined;
  readonly bytes: readonly number[] | undefined;
}

const SPACE = /[ \t\r\f\v]+/y;
const NAME = /[A-Za-z_.$\u0080-\uffff][A-Za-z0-9_.$\u0080-\uffff]*/y;
const LOCAL = /[0-9]+[bf](?![A-Za-z0-9_.$])/y;
const NUMBER = /[0-9][A-Za-z0-9_.$]*/y;
const PUNCTUATION = /<<|>>|<=|>=|==|!=|<>|&&|\|\||[-+*/%&|^~!<>=(),:@[\]{}?\\`]/y;
const LARGEST = 0xffff_ffff_ffff_ffffn;

const escapes: Readonly<Record<string, number>> = {
  n: 10, t: 9, r: 13, b: 8, f: 12, v: 11, a: 7, '\\': 92, '"': 34, "'": 39,
}; // prettier-ignore

/** Cuts a source into tokens; comments (`#`, `//`, slash-star) vanish. The last token is a `newline`. */
export function tokenize(source: Source, diagnostics: Diagnostics): Token[] {
  return new Lexer(source, diagnostics).run();
}

class Lexer {
  private readonly tokens: Token[] = [];
  private readonly text: string;
  private at = 0;

  constructor(
    private readonly source: Source,
    private readonly diagnostics: Diagnostics,
  ) {
    this.text = source.text;
  }

  run(): Token[] {
    while (this.at < this.text.length) this.next();
    this.push('newline', this.at, this.at);
    return this.tokens;
  }

  private next(): void {
    const { text, at } = this;
    const first = text[at];
    if (this.match(SPACE) !== undefined) return;
    if (first === '\n' || first === ';') {
      this.push('newline', at, at + 1);
      this.at++;
    } else if (first === '#' || text.startsWith('//', at)) {
      this.skipLine();
    } else if (text.startsWith('/*', at)) {
      this.skipComment();
    } else if (first === '"') {
      this.string();
    } else if (first === "'") {
      this.character();
    } else if (this.match(NAME) !== undefined) {
      this.push('name', at, this.at);
    } else if (first >= '0' && first <= '9') {
      this.number();
    } else if (this.match(PUNCTUATION) !== undefined) {
      this.push('punctuation', at, this.at);
    } else {
      this.at++;
      this.diagnostics.error(this.span(at, at + 1), `a stray character ${JSON.stringify(first)}`);
    }
  }

  private span(start: number, end: number): Span {
    return { source: this.source, start, end };
  }

  private push(kind: TokenKind, start: number, end: number, value?: bigint, bytes?: readonly number[]): void {
    const text = this.text.slice(start, end);
    this.tokens.push({ source: this.source, start, end, kind, text, value, bytes });
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  private skipLine(): void {
    const end = this.text.indexOf('\n', this.at);
    this.at = end < 0 ? this.text.length : end;
  }

  /** Line ends inside a comment do not end a statement. */
  private skipComment(): void {
    const end = this.text.indexOf('*/', this.at + 2);
    if (end < 0)
      this.diagnostics.error(
        this.span(this.at, this.at + 2),
        'a comment without its end',
        'close it with */',
      );
    this.at = end < 0 ? this.text.length : end + 2;
  }

  private number(): void {
    const start = this.at;
    if (this.match(LOCAL) !== undefined) {
      this.push('local', start, this.at);
      return;
    }
    const text = this.match(NUMBER)!;
    const value = numberValue(text);
    const span = this.span(start, this.at);
    if (value === undefined) {
      this.diagnostics.error(span, `'${text}' is not a number`, 'numbers: 42, 0x2a, 0b101010, 052 (octal)');
    } else if (value > LARGEST) {
      this.diagnostics.error(span, `${text} does not fit in 64 bits`);
    }
    this.push('number', start, this.at, value ?? 0n);
  }

  private string(): void {
    const start = this.at++;
    const bytes: number[] = [];
    for (;;) {
      const next = this.text[this.at];
      if (next === undefined || next === '\n') {
        this.diagnostics.error(this.span(start, this.at), 'a string without its closing quote');
        break;
      }
      if (next === '"') {
        this.at++;
        break;
      }
      bytes.push(...this.stringCharacter());
    }
    this.push('string', start, this.at, undefined, bytes);
  }

  /** `'a'`, and as GNU as has it, `'a` without the closing quote. */
  private character(): void {
    const start = this.at++;
    const next = this.text[this.at];
    if (next === undefined || next === '\n') {
      this.diagnostics.error(this.span(start, this.at), 'a quote without a character');
      return;
    }
    const bytes = this.stringCharacter();
    if (this.text[this.at] === "'") this.at++;
    if (bytes.length !== 1) {
      this.diagnostics.error(
        this.span(start, this.at),
        'this character has more than one byte',
        'put it in a string',
      );
    }
    this.push('character', start, this.at, BigInt(bytes[0] ?? 0));
  }

  /** The bytes of the next character or escape sequence. */
  private stringCharacter(): number[] {
    const start = this.at;
    if (this.text[start] !== '\\') {
      const character = String.fromCodePoint(this.text.codePointAt(start)!);
      this.at += character.length;
      return [...new TextEncoder().encode(character)];
    }
    const octal = /\\([0-7]{1,3})/y;
    const hexadecimal = /\\[xX]([0-9a-fA-F]+)/y;
    const byOctal = this.matchGroup(octal);
    if (byOctal !== undefined) return [parseInt(byOctal, 8) & 0xff];
    const byHexadecimal = this.matchGroup(hexadecimal);
    if (byHexadecimal !== undefined) return [parseInt(byHexadecimal.slice(-2), 16)];
    const letter = this.text[start + 1] ?? '';
    const known = escapes[letter];
    if (known === undefined) {
      this.at++;
      this.diagnostics.error(
        this.span(start, start + 2),
        `an unknown escape '\\${letter.trim()}'`,
        'known: \\n \\t \\r \\b \\f \\a \\v \\\\ \\" \\123 (octal) \\x1b',
      );
      return [92];
    }
    this.at += 2;
    return [known];
  }

  private matchGroup(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found !== null) this.at += found[0].length;
    return found?.[1];
  }
}

function numberValue(text: string): bigint | undefined {
  if (/^0[xX][0-9a-fA-F]+$/.test(text) || /^0[bB][01]+$/.test(text)) return BigInt(text);
  if (/^0[0-7]*$/.test(text)) return BigInt('0o0' + text);
  return /^[1-9][0-9]*$/.test(text) ? BigInt(text) : undefined;
}
