import { StatementError } from '../text/cursor';
import type { Diagnostics } from '../text/diagnostics';
import { type Includes, textIn } from '../text/includes';
import { MadeText } from '../text/made-text';
import { didYouMean, nearName } from '../text/near-names';
import { inFile, Source, type Span } from '../text/source';
import { reportThrown } from '../text/thrown';
import { ConditionError, conditionValue } from './condition';
import { CallError, Expander, isOpenCall, mayJoin, textOf, TooMuch, trimmed } from './macros';
import { cut, logicalEnd, type Piece } from './tokens';

const DEEPEST = 100;
/** Two files that include each other twice would never end. */
const MOST_INCLUDED = 1000;
/** Characters that it may come to. */
const LONGEST = 32 * 1024 * 1024;
/** Lines that the arguments of one macro may go on for. */
const MOST_LINES = 1000;
/** Macros whose value depends on where they stand; `__has_include` is known, but only conditions take it. */
const placed = ['__LINE__', '__FILE__', '__COUNTER__', '__INCLUDE_LEVEL__', '__has_include'];
const directiveLine = /[ \t\r\f\v]*#[ \t]*([A-Za-z]\w*)?/y;
const word = /[A-Za-z_]\w*/g;
const known = [
  'define', 'undef', 'include', 'if', 'ifdef', 'ifndef', 'elif', 'else', 'endif', 'error', 'warning', 'pragma', 'line', 'ident',
]; // prettier-ignore

/** What a compiler for this machine defines by itself. */
const predefined: Readonly<Record<string, string>> = {
  __ASSEMBLER__: '1', __riscv: '1', __riscv_xlen: '64', __riscv_mul: '1', __riscv_atomic: '1', __ELF__: '1',
}; // prettier-ignore

/**
 * The C preprocessor, as far as assembly (`.S`) uses it: macros, conditions, includes. Lines that begin with `#` and no
 * directive are comments, as with GNU's. The text that comes out remembers where each piece of it stands.
 * @param tell is told which macros there are in the end
 */
export function preprocess(
  source: Source,
  diagnostics: Diagnostics,
  includes: Includes,
  tell?: (names: readonly string[]) => void,
): Source {
  const run = new Preprocessor(diagnostics, includes);
  try {
    run.file(spliced(source, diagnostics), 0);
  } catch (error) {
    if (!(error instanceof TooMuch))
      reportThrown(error, run.place ?? { source, start: 0, end: 1 }, diagnostics);
  }
  tell?.(run.names);
  return run.out.finish(source.path, { source, start: 0, end: source.text.length });
}

/** An `#if` whose `#endif` is ahead. */
interface Condition {
  readonly span: Span;
  /** Its text is read at present. */
  active: boolean;
  /** One of its branches was taken, or none is to be. */
  satisfied: boolean;
  hasElse: boolean;
}

class Preprocessor {
  readonly out = new MadeText();
  /** The line that is read at present. */
  place: Span | undefined;
  private readonly macros: Expander;
  private readonly files = new Map<string, Source>();
  /** Files that said `#pragma once`. */
  private readonly once = new Set<string>();
  private filesRead = 0;
  private depth = 0;

  constructor(
    private readonly diagnostics: Diagnostics,
    private readonly includes: Includes,
  ) {
    this.macros = new Expander(diagnostics.limits.tokens);
    for (const [name, value] of Object.entries(predefined)) this.predefine(name, value);
    for (const name of placed) this.predefine(name, '');
  }

  /** Of the macros that the source defines. */
  get names(): readonly string[] {
    return [...this.macros.definitions.keys()].filter((name) => !name.startsWith('__'));
  }

  private predefine(name: string, value: string): void {
    const body = cut(value, 0, value.length, false);
    this.macros.definitions.set(name, { parameters: undefined, isVariadic: false, body });
  }

  /** Says where a line is, which macros in it may ask for. */
  private placeMacros(source: Source, offset: number): void {
    this.macros.beginLine();
    const { span } = inFile({ source, start: offset, end: offset });
    this.predefine('__LINE__', String(span.source.position(span.start).line));
    this.predefine('__FILE__', JSON.stringify(source.path));
    this.predefine('__INCLUDE_LEVEL__', String(this.depth));
  }

  /** @throws TooMuch */
  file(source: Source, depth: number): void {
    const { text } = source;
    this.depth = depth;
    const conditions: Condition[] = [];
    for (let at = 0; at < text.length;) {
      let end = logicalEnd(text, at);
      directiveLine.lastIndex = at;
      const match = directiveLine.exec(text);
      const isActive = conditions.at(-1)?.active ?? true;
      this.place = { source, start: at, end };
      if (match !== null && match.index === at) {
        const hash = at + match[0].indexOf('#');
        const span: Span = { source, start: hash, end: Math.max(hash + 1, at + match[0].trimEnd().length) };
        const stop = end;
        this.guarded(span, () => this.directive(match[1], span, stop, conditions, depth));
      } else if (isActive) {
        end = this.line(source, at, end);
      }
      const behind = Math.min(end + 1, text.length);
      if (match !== null || isActive) this.out.copy({ source, start: end, end: behind });
      const most = Math.min(LONGEST, this.diagnostics.limits.characters);
      if (this.out.length > most) {
        const amount = `${most / 2 ** 20} MiB of text`;
        this.giveUp(new TooMuch(`more than ${amount}`, amount));
      }
      at = behind;
    }
    for (const { span } of conditions) this.diagnostics.error(span, 'there is no #endif for this');
  }

  private guarded(span: Span, action: () => void): void {
    try {
      action();
    } catch (error) {
      if (error instanceof TooMuch) this.giveUp(error);
      if (error instanceof CallError) this.diagnostics.error(span, error.message);
      else reportThrown(error, span, this.diagnostics);
    }
  }

  /** Says that a source goes beyond a limit; no more of it is read. @throws TooMuch */
  private giveUp(error: TooMuch): never {
    if (error.amount === undefined) this.diagnostics.limit(this.place!, error.message);
    else this.diagnostics.tooLarge(this.place!, error.amount);
    throw error;
  }

  /** A line of assembly, with the next ones if a macro's arguments go on in them. @returns where the last one ends */
  private line(source: Source, start: number, lineEnd: number): number {
    if (!this.namesMacro(source.text, start, lineEnd)) {
      this.out.copy({ source, start, end: lineEnd });
      return lineEnd;
    }
    this.placeMacros(source, start);
    const { pieces, end } = this.withArguments(source, start, lineEnd);
    let copied = start;
    /** The end of what a macro has come to, right in front of `copied`. */
    let last: Piece | undefined;
    for (let index = 0; index < pieces.length;) {
      const { text, start: from } = pieces[index];
      const name: Span = { source, start: from, end: from + text.length };
      let call: ReturnType<Expander['call']>;
      try {
        call = this.macros.call(pieces, index);
      } catch (error) {
        if (error instanceof TooMuch) this.giveUp(error);
        reportThrown(
          error instanceof CallError ? new StatementError(name, error.message) : error,
          name,
          this.diagnostics,
        );
        // The calls in this one would be found as wrong as it is.
        break;
      }
      if (call === undefined) {
        index++;
        continue;
      }
      const tail = pieces[call.next - 1];
      const to = tail.start + tail.text.length;
      const made = textOf(call.result);
      this.divide(last, from > copied ? source.text[copied] : made[0], name);
      this.out.copy({ source, start: copied, end: from });
      this.out.replace(made, { source, start: from, end: to });
      last = made === '' ? undefined : call.result.at(-1);
      copied = to;
      index = call.next;
    }
    this.divide(last, source.text[copied], { source, start: copied, end: copied + 1 });
    this.out.copy({ source, start: copied, end });
    return end;
  }

  /** A blank between what a macro has come to and a character behind it, where they would become one word. */
  private divide(last: Piece | undefined, next: string | undefined, span: Span): void {
    if (mayJoin(last, /\w/.test(next ?? ''), next === '.')) this.out.replace(' ', span);
  }

  /** The tokens of a line, and of as many more as the arguments of its macros need. */
  private withArguments(source: Source, start: number, lineEnd: number): { pieces: Piece[]; end: number } {
    const { text } = source;
    let end = lineEnd;
    let pieces = cut(text, start, end, true);
    for (let more = 0; more < MOST_LINES && end < text.length; more++) {
      const isOpen = pieces.some(
        ({ kind, text: name }, index) =>
          kind === 'name' &&
          this.macros.definitions.get(name)?.parameters !== undefined &&
          (isOpenCall(pieces, index) || (isLast(pieces, index) && nextLineOpens(text, end))),
      );
      if (!isOpen) return { pieces, end };
      end = logicalEnd(text, end + 1);
      pieces = cut(text, start, end, true);
    }
    const open = pieces.find(
      ({ kind, text: name }, index) =>
        kind === 'name' &&
        this.macros.definitions.get(name)?.parameters !== undefined &&
        isOpenCall(pieces, index),
    );
    if (open === undefined) return { pieces, end };
    const span = { source, start: open.start, end: open.start + open.text.length };
    this.diagnostics.error(span, `the arguments of macro '${open.text}' have no end`, "close them with ')'");
    return { pieces: cut(text, start, lineEnd, true), end: lineEnd };
  }

  /** Whether a macro can be in a line: most lines have none, and need not be cut. */
  private namesMacro(text: string, start: number, end: number): boolean {
    word.lastIndex = start;
    for (let match = word.exec(text); match !== null && match.index < end; match = word.exec(text)) {
      if (this.macros.definitions.has(match[0])) return true;
    }
    return false;
  }

  /** @throws StatementError */
  private directive(
    name: string | undefined,
    span: Span,
    end: number,
    conditions: Condition[],
    depth: number,
  ): void {
    const { source } = span;
    const rest = trimmed(cut(source.text, span.end, end, false));
    const isActive = conditions.at(-1)?.active ?? true;
    switch (name) {
      case 'if':
      case 'ifdef':
      case 'ifndef': {
        const condition = { span, active: false, satisfied: !isActive, hasElse: false };
        conditions.push(condition);
        if (isActive) condition.active = condition.satisfied = this.holds(name, rest, span);
        return;
      }
      case 'elif': {
        const condition = conditionFor(conditions, span);
        if (condition.hasElse) throw new StatementError(span, '#elif behind #else');
        condition.active = false;
        condition.active = !condition.satisfied && this.holds('if', rest, span);
        condition.satisfied ||= condition.active;
        return;
      }
      case 'else': {
        const condition = conditionFor(conditions, span);
        if (condition.hasElse) throw new StatementError(span, 'a second #else');
        condition.hasElse = true;
        condition.active = !condition.satisfied;
        return;
      }
      case 'endif':
        conditionFor(conditions, span);
        conditions.pop();
        return;
      default:
        if (isActive) this.plain(name, rest, span, depth);
    }
  }

  /** @throws StatementError */
  private plain(name: string | undefined, rest: readonly Piece[], span: Span, depth: number): void {
    switch (name) {
      case 'define':
        return this.define(rest, span);
      case 'undef':
        this.macros.definitions.delete(nameIn(rest, span));
        return;
      case 'include':
        return this.include(rest, span, depth);
      case 'pragma':
        if (rest[0]?.text === 'once') this.once.add(span.source.path);
        return;
      case 'error':
      case 'warning':
        this.diagnostics[name](span, textOf(rest).trim() || `#${name}`);
        return;
      default: {
        const written = span.source.text.slice(span.start, span.end);
        // A word right behind the # may be a mistyped directive; else it is a comment.
        if (name === undefined || known.includes(name) || written !== `#${name}`) return;
        if (nearName(name, known) !== undefined) {
          this.diagnostics.error(span, `unknown directive '#${name}'`, didYouMean(name, known));
        }
      }
    }
  }

  private define(rest: readonly Piece[], span: Span): void {
    const name = nameIn(rest, span);
    let index = 1;
    let parameters: string[] | undefined;
    let isVariadic = false;
    if (rest[1]?.text === '(') {
      const words: string[] = [];
      for (index = 2; index < rest.length && rest[index].text !== ')'; index++) {
        if (rest[index].kind !== 'space') words.push(rest[index].text);
      }
      if (index >= rest.length) throw new StatementError(span, 'the parameters of this macro have no end: )');
      index++;
      const list = words.join('');
      isVariadic = list.endsWith('...');
      const names =
        list === ''
          ? []
          : list.split(',').map((word) => (word === '...' ? '__VA_ARGS__' : word.replace('...', '')));
      if (names.some((word) => !/^[A-Za-z_]\w*$/.test(word))) {
        throw new StatementError(
          span,
          `(${list}) are no parameters of a macro`,
          'names with commas between them',
        );
      }
      parameters = names;
    }
    this.macros.definitions.set(name, { parameters, isVariadic, body: trimmed(rest.slice(index)) });
  }

  private include(rest: readonly Piece[], span: Span, depth: number): void {
    const words = /^["<]/.test(rest[0]?.text ?? '') ? textOf(rest) : textOf(this.macros.expand(rest));
    const name = /^\s*(?:"([^"]+)"|<([^>]+)>)/.exec(words);
    if (name === null) throw new StatementError(span, 'expected a file: #include "file"');
    const path = name[1] ?? name[2];
    const place = {
      source: span.source,
      start: rest[0].start,
      end: rest.at(-1)!.start + rest.at(-1)!.text.length,
    };
    if (depth >= DEEPEST) {
      throw new StatementError(
        span,
        `files include each other more than ${DEEPEST} deep`,
        'is there an #ifndef in it?',
      );
    }
    if (++this.filesRead > MOST_INCLUDED) {
      throw new StatementError(span, `files are included more than ${MOST_INCLUDED} times`);
    }
    const file = this.includes.find(path, span.source.path, place);
    if (file === undefined) return;
    let source = this.files.get(file.path);
    if (source === undefined) {
      source = spliced(new Source(file.path, textIn(file.bytes, file.path, place)), this.diagnostics);
      this.files.set(file.path, source);
    }
    if (this.once.has(file.path)) return;
    this.file(source, depth + 1);
    this.depth = depth;
  }

  private hasFile(written: string, { source }: Span): boolean {
    const [, quoted, bracketed] = /^\s*(?:"([^"]+)"|<([^>]+)>)\s*$/.exec(written) ?? [];
    const path = quoted ?? bracketed;
    if (path === undefined) throw new ConditionError('expected a file: __has_include("file")');
    try {
      return this.includes.find(path, source.path, { source, start: 0, end: 0 }) !== undefined;
    } catch (error) {
      if (error instanceof StatementError) return false;
      throw error;
    }
  }

  private holds(name: 'if' | 'ifdef' | 'ifndef', rest: readonly Piece[], span: Span): boolean {
    this.placeMacros(span.source, span.start);
    if (name !== 'if') return this.macros.definitions.has(nameIn(rest, span)) === (name === 'ifdef');
    try {
      return conditionValue(this.macros.expand(this.withoutDefined(rest, span))) !== 0n;
    } catch (error) {
      if (!(error instanceof ConditionError)) throw error;
      throw new StatementError(span, `this is no condition: ${error.message}`);
    }
  }

  /** `defined NAME`, `defined(NAME)` and `__has_include("file")` become 1 or 0. */
  private withoutDefined(pieces: readonly Piece[], span: Span): Piece[] {
    const result: Piece[] = [];
    const behindSpace = (index: number): number => {
      let next = index;
      while (pieces[next]?.kind === 'space') next++;
      return next;
    };
    for (let index = 0; index < pieces.length; index++) {
      const piece = pieces[index];
      if (piece.text === '__has_include') {
        const from = behindSpace(index + 1);
        const to = pieces.findIndex(({ text }, at) => at > from && text === ')');
        if (pieces[from]?.text !== '(' || to < 0)
          throw new ConditionError('expected a file: __has_include("file")');
        const text = this.hasFile(textOf(pieces.slice(from + 1, to)), span) ? '1' : '0';
        result.push({ kind: 'number', text, start: piece.start });
        index = to;
        continue;
      }
      if (piece.text !== 'defined') {
        result.push(piece);
        continue;
      }
      index = behindSpace(index + 1);
      const hasParenthesis = pieces[index]?.text === '(';
      if (hasParenthesis) index = behindSpace(index + 1);
      if (pieces[index]?.kind !== 'name') throw new ConditionError("expected a name behind 'defined'");
      const text = this.macros.definitions.has(pieces[index].text) ? '1' : '0';
      result.push({ kind: 'number', text, start: piece.start });
      if (!hasParenthesis) continue;
      index = behindSpace(index + 1);
      if (pieces[index]?.text !== ')') throw new ConditionError("expected ')'");
    }
    return result;
  }
}

/** Whether a name is the last thing of a line. */
const isLast = (pieces: readonly Piece[], index: number): boolean =>
  pieces.slice(index + 1).every(({ kind }) => kind === 'space');

/** Whether the next line with something in it begins with a parenthesis. */
const nextLineOpens = (text: string, end: number): boolean => /^\s*\(/.test(text.slice(end + 1, end + 200));

/** A text without the line ends behind a backslash (C23, 5.1.1.2, phase 2): they may stand anywhere, in words and in comments. */
function spliced(source: Source, diagnostics: Diagnostics): Source {
  const { text } = source;
  const continued = /\\([ \t\r]*)\n/g;
  let made: MadeText | undefined;
  let from = 0;
  for (let match = continued.exec(text); match !== null; match = continued.exec(text)) {
    made ??= new MadeText();
    made.copy({ source, start: from, end: match.index });
    from = match.index + match[0].length;
    if (match[1].trimEnd() === '' && /[ \t]/.test(match[1]))
      diagnostics.warning(
        { source, start: match.index, end: match.index + 1 },
        'blanks stand between this backslash and the end of the line',
        'the next line continues this one all the same',
      );
  }
  if (made === undefined) return source;
  made.copy({ source, start: from, end: text.length });
  return made.finish(source.path, { source, start: 0, end: text.length });
}

function conditionFor(conditions: readonly Condition[], span: Span): Condition {
  const condition = conditions.at(-1);
  if (condition === undefined) throw new StatementError(span, 'there is no #if for this');
  return condition;
}

function nameIn(rest: readonly Piece[], span: Span): string {
  if (rest[0]?.kind !== 'name') throw new StatementError(span, 'expected a name');
  return rest[0].text;
}
