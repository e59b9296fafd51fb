import type { Diagnostics } from './diagnostics';
import { byteOf } from './encoding';
import { afterComment, isNameCharacter, isNameStart, statementEnd } from './scan';
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
  /** Of a number, if it is one, and of a character. */
  readonly value: bigint | undefined;
  readonly bytes: readonly number[] | undefined;
}

/** Words and signs of a statement, and bytes of a string: they are held all at once. */
const MOST_TOKENS = 1_000_000;
const MOST_BYTES = 1 << 24;

const LOCAL = /[0-9]+[bf](?![A-Za-z0-9_.$])/y;
const NUMBER = /[0-9][A-Za-z0-9_.$]*/y;
/** Of a text in single quotes, behind its first character. */
const REST_OF_TEXT = /[A-Za-z0-9_][^'"\n,;]*'/y;
const PUNCTUATION = '-+*/%&|^~!<>=(),:@[]{}?\\`';
const PAIRS = new Set(['<<', '>>', '<=', '>=', '==', '!=', '<>', '&&', '||']);
const NEWLINE = 10;
const SPACE = 32;
const QUOTE = 34;
const HASH = 35;
const APOSTROPHE = 39;
const SLASH = 47;
const ZERO = 48;
const NINE = 57;
const SEMICOLON = 59;

const escapes: Readonly<Record<string, number>> = {
  n: 10, t: 9, r: 13, b: 8, f: 12, v: 11, a: 7, '\\': 92, '"': 34, "'": 39,
}; // prettier-ignore

/** All tokens of a text, also those that are skipped when it is assembled, or of so many statements. */
export function tokenize(source: Source, diagnostics: Diagnostics, most = Infinity): Token[] {
  const lexer = new Lexer(source, diagnostics);
  const tokens: Token[] = [];
  for (let count = 0; count < most; count++) {
    const more = lexer.statement();
    if (more === undefined) break;
    // One by one: a line may be longer than a call has arguments.
    for (const token of more) tokens.push(token);
  }
  return tokens;
}

/**
 * Cuts a text, or a stretch of it, into tokens, a statement at a time; comments (`#`, `//`, slash-star) vanish. Text that is
 * skipped is never cut: bodies of macros and branches not taken may hold what is no token.
 */
export class Lexer {
  private readonly text: string;
  private tokens: Token[] = [];

  constructor(
    readonly source: Source,
    private readonly diagnostics: Diagnostics,
    /** Offset of the next character. */
    private at = 0,
    readonly end = source.text.length,
  ) {
    this.text = end === source.text.length ? source.text : source.text.slice(0, end);
  }

  /** The tokens of the next statement, a `newline` behind them; undefined when there is none. */
  statement(): Token[] | undefined {
    this.tokens = [];
    while (this.at < this.end) {
      if (this.next() && this.tokens.length > 1) return this.tokens;
      if (this.tokens.length === 1 && this.tokens[0].kind === 'newline') this.tokens = [];
    }
    if (this.tokens.length === 0) return undefined;
    this.push('newline', this.at, this.at);
    return this.tokens;
  }

  /** The next statement as it stands, without being cut; undefined when there is none. */
  raw(): Span | undefined {
    if (this.at >= this.end) return undefined;
    const start = this.at;
    const end = statementEnd(this.text, start);
    this.at = Math.min(end + 1, this.end);
    return { source: this.source, start, end };
  }

  /** Goes on at an offset. */
  goTo(offset: number): void {
    this.at = offset;
  }

  /** The offset of the next character. */
  get offset(): number {
    return this.at;
  }

  /** Whether it was the end of a statement. */
  private next(): boolean {
    const { text, at } = this;
    const code = text.charCodeAt(at);
    if (code === NEWLINE || code === SEMICOLON) {
      this.at++;
      this.push('newline', at, at + 1);
      return true;
    }
    if (code === SPACE || (code >= 9 && code <= 13)) this.at++;
    else if (isNameStart(code)) this.name();
    else if (code >= ZERO && code <= NINE) this.number();
    else if (code === HASH || (code === SLASH && '/*'.includes(text[at + 1] ?? ' '))) this.comment();
    else if (code === QUOTE) this.string();
    else if (code === APOSTROPHE) this.character();
    else this.punctuation();
    return false;
  }

  private span(start: number, end: number): Span {
    return { source: this.source, start, end };
  }

  private push(kind: TokenKind, start: number, end: number, value?: bigint, bytes?: readonly number[]): void {
    if (this.tokens.length > MOST_TOKENS) {
      this.giveUp(start, `this statement comes to more than ${MOST_TOKENS} words and signs`);
      return;
    }
    const text = this.text.slice(start, end);
    this.tokens.push({ source: this.source, start, end, kind, text, value, bytes });
  }

  /** Says that the text goes beyond a limit; nothing more is read of it. */
  private giveUp(start: number, message: string): void {
    this.diagnostics.limit(this.span(start, start + 1), message);
    this.at = this.end;
    this.tokens = [];
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  private name(): void {
    const { text, at } = this;
    let end = at + 1;
    while (isNameCharacter(text.charCodeAt(end))) end++;
    this.at = end;
    this.push('name', at, end);
  }

  private punctuation(): void {
    const { text, at } = this;
    const first = text[at];
    if (!PUNCTUATION.includes(first)) {
      this.at++;
      this.diagnostics.error(this.span(at, at + 1), `a stray character ${JSON.stringify(first)}`);
      return;
    }
    this.at += PAIRS.has(text.slice(at, at + 2)) ? 2 : 1;
    this.push('punctuation', at, this.at);
  }

  /** Line ends inside a comment do not end a statement. */
  private comment(): void {
    const { text, at } = this;
    const end = afterComment(text, at);
    if (end === undefined) {
      this.diagnostics.error(this.span(at, at + 2), 'a comment without its end', 'close it with */');
    }
    this.at = end ?? text.length;
  }

  private number(): void {
    const start = this.at;
    if (this.match(LOCAL) !== undefined) {
      this.push('local', start, this.at);
      return;
    }
    const value = numberValue(this.match(NUMBER)!);
    this.push('number', start, this.at, value);
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
      this.stringCharacter(bytes);
      if (bytes.length > MOST_BYTES) {
        this.giveUp(start, `this string comes to more than ${MOST_BYTES / 2 ** 20} MiB`);
        return;
      }
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
    const bytes: number[] = [];
    this.stringCharacter(bytes);
    if (this.text[this.at] === "'") this.at++;
    else if (this.match(REST_OF_TEXT) !== undefined) {
      const span = this.span(start, this.at);
      this.diagnostics.error(
        span,
        'more than one character in single quotes',
        'texts stand in double quotes: "text"',
      );
    }
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
  private stringCharacter(bytes: number[]): void {
    const start = this.at;
    if (this.text[start] !== '\\') {
      const code = this.text.codePointAt(start)!;
      this.at += code > 0xffff ? 2 : 1;
      const byte = byteOf(code);
      if (code < 0x80) bytes.push(code);
      else if (byte !== undefined) bytes.push(byte);
      else bytes.push(...new TextEncoder().encode(String.fromCodePoint(code)));
      return;
    }
    const octal = /\\([0-7]{1,3})/y;
    const hexadecimal = /\\[xX]([0-9a-fA-F]+)/y;
    const byOctal = this.matchGroup(octal);
    if (byOctal !== undefined) {
      bytes.push(parseInt(byOctal, 8) & 0xff);
      return;
    }
    const byHexadecimal = this.matchGroup(hexadecimal);
    if (byHexadecimal !== undefined) {
      bytes.push(parseInt(byHexadecimal.slice(-2), 16));
      return;
    }
    const letter = this.text[start + 1] ?? '';
    const known = Object.hasOwn(escapes, letter) ? escapes[letter] : undefined;
    if (known === undefined) {
      this.at++;
      this.diagnostics.error(
        this.span(start, start + 2),
        `an unknown escape '\\${letter.trim()}'`,
        'known: \\n \\t \\r \\b \\f \\a \\v \\\\ \\" \\123 (octal) \\x1b',
      );
      bytes.push(92);
      return;
    }
    this.at += 2;
    bytes.push(known);
  }

  private matchGroup(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found !== null) this.at += found[0].length;
    return found?.[1];
  }
}

/** Types that C writes behind a number; they have no meaning here. */
const SUFFIX = /(?:[uU][lL]{0,2}|[lL]{1,2})$/;

function numberValue(written: string): bigint | undefined {
  const text = written.replace(SUFFIX, '');
  if (/^(?:[1-9][0-9]*|0)$/.test(text)) return BigInt(text);
  if (/^0[xX][0-9a-fA-F]+$/.test(text) || /^0[bB][01]+$/.test(text)) return BigInt(text);
  return /^0[0-7]*$/.test(text) ? BigInt('0o0' + text) : undefined;
}
