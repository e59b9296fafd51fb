import { type AlternateMode, alternatePieces, bracketed } from './alternate-macros';
import { StatementError } from '../text/cursor';
import { MadeText } from '../text/made-text';
import { MacroBody } from './macro-body';
import { type Argument, nameAt } from './macro-pieces';
import { didYouMean } from '../text/near-names';
import {
  isComment,
  isNameCharacter,
  isNameStart,
  afterCharacter,
  afterComment,
  afterString,
} from '../text/scan';
import type { Source, Span } from '../text/source';

/** What `.macro` defines. */
export interface Macro {
  readonly name: string;
  readonly definition: Span;
  readonly parameters: readonly Parameter[];
  readonly body: Span;
}

export interface Parameter {
  readonly name: string;
  /** `:req`: a call must give it. */
  readonly isRequired: boolean;
  /** `:vararg`: takes all that is left of a call. */
  readonly takesRest: boolean;
  readonly byDefault: Argument | undefined;
}

/**
 * The text of a macro for one call.
 * @param end offset behind the arguments in the source of the call
 * @param count how many calls there were before this one: `\@`
 * @throws StatementError
 */
export function expansion(
  macro: Macro,
  call: Span,
  argumentsAt: number,
  end: number,
  count: number,
  alternate: AlternateMode | undefined,
): Source {
  const given = bind(macro, new ArgumentReader(call.source, argumentsAt, end, alternate), call);
  const { path } = macro.definition.source;
  if (alternate !== undefined) return alternateText(macro, given, { count, alternate }, path, call);
  return filledIn(macro).fill((name) => given.get(name)!, count, path, call);
}

const bodies = new WeakMap<Macro, MacroBody>();

function filledIn(macro: Macro): MacroBody {
  let body = bodies.get(macro);
  if (body === undefined) {
    const names = macro.parameters.map(({ name }) => name);
    bodies.set(macro, (body = new MacroBody(macro.body, names, macro.name)));
  }
  return body;
}

/** Labels that `LOCAL` makes are made once: so all of it is done at once. */
function alternateText(
  macro: Macro,
  given: ReadonlyMap<string, Argument>,
  mode: { readonly count: number; readonly alternate: AlternateMode },
  path: string,
  call: Span,
): Source {
  const text = new MadeText();
  substitute(
    macro.body,
    (name) => given.get(name),
    mode,
    text,
    (piece, span) => text.replace(piece, call, { span, macro: macro.name }),
  );
  return text.finish(path, call);
}

/** Writes a body under `.altmacro` with the arguments in place of their names. */
export function substitute(
  { source, start, end }: Span,
  argument: (name: string) => Argument | undefined,
  { count, alternate }: { readonly count: number; readonly alternate: AlternateMode },
  into: MadeText,
  literal: (text: string, span: Span) => void,
): void {
  const { text } = source;
  let from = start;
  const flush = (to: number): void => {
    if (to > from) literal(text.slice(from, to), { source, start: from, end: to });
  };
  for (const { at, length, value } of alternatePieces(text, start, end, argument, count, alternate)) {
    flush(at);
    from = at + length;
    if (typeof value === 'string') literal(value, { source, start: at, end: from });
    else into.argument(value);
  }
  flush(end);
}

/** @throws StatementError naming what is missing or too much */
function bind(macro: Macro, reader: ArgumentReader, call: Span): Map<string, Argument> {
  const { parameters } = macro;
  const given = new Map<string, Argument>();
  const usage = `it is defined as .macro ${[macro.name, ...parameters.map(describe)].join(' ')}`;
  let position = 0;
  while (!reader.done) {
    const keyword = reader.keyword();
    const named = keyword === undefined ? undefined : parameters.find(({ name }) => name === keyword.text);
    if (keyword !== undefined && named === undefined) {
      const names = parameters.map(({ name }) => name);
      throw new StatementError(
        keyword.span,
        `macro '${macro.name}' has no parameter '${keyword.text}'`,
        didYouMean(keyword.text, names)() ?? usage,
      );
    }
    const parameter = named ?? parameters[position++];
    if (parameter === undefined) {
      const extra = reader.rest();
      // A comma at the end is no further argument.
      if (extra.text === '') break;
      throw new StatementError(extra.span, `macro '${macro.name}' is given too many arguments`, usage);
    }
    const argument = parameter.takesRest ? reader.rest() : reader.one();
    if (argument.text !== '' || named !== undefined) given.set(parameter.name, argument);
  }
  for (const { name, isRequired, byDefault } of parameters) {
    if (given.has(name)) continue;
    if (isRequired)
      throw new StatementError(call, `macro '${macro.name}' needs its argument '${name}'`, usage);
    given.set(name, byDefault ?? { text: '', span: call });
  }
  return given;
}

const describe = ({ name, isRequired, takesRest, byDefault }: Parameter): string =>
  name +
  (isRequired ? ':req' : takesRest ? ':vararg' : '') +
  (byDefault === undefined ? '' : `=${byDefault.text}`);

/**
 * Cuts the text behind a macro's name into arguments, as GNU as does it: commas divide them, and so do spaces between two
 * names or numbers; spaces around operators vanish; quotes hold an argument together and are taken off.
 */
export class ArgumentReader {
  private at: number;

  constructor(
    private readonly source: Source,
    at: number,
    private readonly end: number,
    private readonly alternate?: AlternateMode,
  ) {
    this.at = at;
    this.skipSpace();
  }

  get done(): boolean {
    return this.at >= this.end;
  }

  /** `name=`, if that is next. */
  keyword(): Argument | undefined {
    const { text } = this.source;
    if (!isNameStart(text.charCodeAt(this.at))) return undefined;
    const name = nameAt(text, this.at);
    let behind = this.at + name.length;
    while (text[behind] === ' ' || text[behind] === '\t') behind++;
    if (behind >= this.end || text[behind] !== '=' || text[behind + 1] === '=') return undefined;
    const span = this.span(this.at, this.at + name.length);
    this.at = behind + 1;
    this.skipSpace();
    return { text: name, span };
  }

  /** The next argument and the comma behind it. May be empty. */
  one(): Argument {
    const { text } = this.source;
    const start = this.at;
    if (this.alternate !== undefined && '<%'.includes(text[start])) return this.alternateForm(this.alternate);
    if (text[start] === '"' && this.alternate === undefined) return this.quoted();
    let value = '';
    let depth = 0;
    while (this.at < this.end) {
      const next = text[this.at];
      if (next === ',' && depth === 0) break;
      if (next === ' ' || next === '\t' || next === '\r' || isComment(text, this.at)) {
        const behind = this.behindSpace();
        const divides =
          depth === 0 && isWord(value.charCodeAt(value.length - 1)) && isWord(text.charCodeAt(behind));
        if (divides || behind >= this.end) break;
        this.at = behind;
        continue;
      }
      if (next === '(') depth++;
      if (next === ')') depth = Math.max(0, depth - 1);
      const stop =
        next === "'"
          ? afterCharacter(text, this.at)
          : next === '"'
            ? afterString(text, this.at)
            : this.at + 1;
      value += text.slice(this.at, stop);
      this.at = stop;
    }
    const argument = { text: value, span: this.span(start, this.at) };
    this.comma();
    return argument;
  }

  /** All that is left. */
  rest(): Argument {
    const start = this.at;
    let end = this.end;
    const { text } = this.source;
    while (end > start && /\s/.test(text[end - 1])) end--;
    this.at = this.end;
    return { text: text.slice(start, end), span: this.span(start, end) };
  }

  /** `<text>` or `%expression` */
  private alternateForm(mode: AlternateMode): Argument {
    const { source, at: start } = this;
    let text: string;
    if (source.text[start] === '<') {
      ({ text, end: this.at } = bracketed(source, start, this.end));
    } else {
      const { value, end } = mode.evaluate(source, start + 1, this.end);
      text = String(value);
      this.at = end;
    }
    const argument = { text, span: this.span(start, this.at) };
    this.comma();
    return argument;
  }

  /** A text in quotes, without them; else all that is left. */
  quotedOrRest(): Argument {
    return this.source.text[this.at] === '"' ? this.quoted() : this.rest();
  }

  private quoted(): Argument {
    const start = this.at;
    const { text } = this.source;
    const end = Math.min(afterString(text, start), this.end);
    const inner = end - 1 > start && text[end - 1] === '"' ? end - 1 : end;
    this.at = end;
    this.comma();
    // A backslash in front of a quote was there to keep the argument together.
    const words = text.slice(start + 1, inner);
    return { text: words, span: this.span(start + 1, inner) };
  }

  /** Skips a comma, if there is one. */
  comma(): void {
    this.skipSpace();
    if (this.at < this.end && this.source.text[this.at] === ',') this.at++;
    this.skipSpace();
  }

  private behindSpace(): number {
    const { text } = this.source;
    let at = this.at;
    for (;;) {
      if (at < this.end && /\s/.test(text[at])) at++;
      else if (at < this.end && isComment(text, at))
        at = Math.min(afterComment(text, at) ?? this.end, this.end);
      else return at;
    }
  }

  private skipSpace(): void {
    this.at = this.behindSpace();
  }

  private span(start: number, end: number): Span {
    return { source: this.source, start, end: Math.max(start, end) };
  }
}

/**
 * A stretch of a statement as GNU as has it before it is looked at: no blanks but one between two words, no comments, and
 * characters as the numbers that they are. Strings stay.
 */
export function scrubbed(text: string): string {
  let result = '';
  let isDivided = false;
  const add = (piece: string): void => {
    const isBetweenWords = isWord(result.charCodeAt(result.length - 1)) && isWord(piece.charCodeAt(0));
    if (isDivided && (isBetweenWords || result.endsWith('"') || piece.startsWith('"'))) result += ' ';
    isDivided = false;
    result += piece;
  };
  for (let at = 0; at < text.length;) {
    if (/\s/.test(text[at]) || isComment(text, at)) {
      isDivided = result !== '';
      at = isComment(text, at) ? (afterComment(text, at) ?? text.length) : at + 1;
      continue;
    }
    const end =
      text[at] === '"' ? afterString(text, at) : text[at] === "'" ? afterCharacter(text, at) : at + 1;
    const piece = text.slice(at, end);
    add(/^'[^\\]'?$/.test(piece) ? String(piece.codePointAt(1)) : piece);
    at = end;
  }
  return result;
}

const isWord = (code: number): boolean => isNameCharacter(code) || code === 92;
