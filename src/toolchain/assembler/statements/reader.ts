import { StatementError } from '../text/cursor';
import type { Diagnostics, Hint } from '../text/diagnostics';
import { Lexer, type Token } from '../text/lexer';
import { inFile, type Source, type Span } from '../text/source';
import { reportThrown } from '../text/thrown';

/** Macros, includes and repetitions inside each other. */
const DEEPEST = 200;
/** Files that are included, over and over: two files that include each other twice would never end. */
const MOST_INCLUDED = 1000;

/** How RARS and MARS end a macro. */
const foreignEnd = '.end_macro';

/** A text that statements are read from. */
interface Input {
  lexer: Lexer;
  readonly kind: 'file' | 'macro' | 'repetition';
  readonly conditions: Condition[];
  /** The end of a macro or repetition was missed. */
  hasOpenBody?: boolean;
  /** The next round of a repetition. */
  readonly again?: (() => Lexer | undefined) | undefined;
}

/** An `.if` whose `.endif` is ahead. */
interface Condition {
  readonly span: Span;
  /** One of its branches was taken. */
  satisfied: boolean;
  hasElse: boolean;
}

/** Line ends inside of comments alone: what stands in the next line belongs to the next statement. */
const firstWord = /(?:[^\S\n]|\/\*[^]*?\*\/|[A-Za-z0-9_.$]+:)*(\.[A-Za-z_]+)/y;

/** The directive that a raw statement begins with, behind its labels. */
function directiveOf({ source, start }: Span): string {
  firstWord.lastIndex = start;
  return firstWord.exec(source.text)?.[1].toLowerCase() ?? '';
}

/** Reads statements one after the other, from the source, from what it includes, and from what its macros are expanded to. */
export class Reader {
  private readonly inputs: Input[] = [];
  private statements = 0;
  private filesRead = 0;
  private characters = 0;

  constructor(private readonly diagnostics: Diagnostics) {}

  /** The tokens of the next statement, a `newline` behind them; undefined at the end of all. */
  next(): readonly Token[] | undefined {
    for (;;) {
      const input = this.inputs.at(-1);
      if (input === undefined) return undefined;
      const place = { source: input.lexer.source, start: input.lexer.offset, end: input.lexer.offset + 1 };
      try {
        this.count(place);
        const tokens = input.lexer.statement();
        if (tokens !== undefined) return tokens;
        this.leave(input);
      } catch (error) {
        reportThrown(error, place, this.diagnostics);
        // What could not be cut into statements once never will be.
        if (!(error instanceof StatementError)) this.stop();
      }
    }
  }

  private count(place: Span): void {
    const { statements } = this.diagnostics.limits;
    if (++this.statements > statements) this.endAt(place, `${statements} statements`);
  }

  /** At the end of an input: the next round, or back to what it was read from. */
  private leave(input: Input): void {
    for (const { span } of input.conditions.splice(0)) {
      this.diagnostics.error(span, '.if without its .endif');
    }
    const next = input.again?.();
    if (next === undefined) this.inputs.pop();
    else input.lexer = next;
  }

  /** Says that a source goes beyond a limit, once, and reads no more of it. @throws StatementError, to leave the statement */
  giveUp(span: Span, message: string, hint?: Hint): never {
    this.diagnostics.limit(span, message, hint);
    this.stop();
    throw new StatementError(span, message, hint);
  }

  /** Reads no more of a source that comes to more than its limits. @throws StatementError, to leave the statement */
  private endAt(span: Span, amount: string): never {
    this.diagnostics.tooLarge(span, amount);
    this.stop();
    throw new StatementError(span, `more than ${amount}`);
  }

  // What is read

  /** Goes on in another file, then comes back. @throws StatementError */
  include(source: Source, span: Span): void {
    if (++this.filesRead > MOST_INCLUDED)
      this.giveUp(span, `files are included more than ${MOST_INCLUDED} times`);
    this.charge(source.text.length, span);
    this.push({ lexer: new Lexer(source, this.diagnostics), kind: 'file', conditions: [] }, span);
  }

  /** Goes on in the text of a macro, then comes back. @throws StatementError */
  expand(text: Source, span: Span): void {
    this.charge(text.text.length, span);
    this.push({ lexer: new Lexer(text, this.diagnostics), kind: 'macro', conditions: [] }, span);
  }

  /** Reads texts, one after the other, then comes back. @throws StatementError */
  repeat(rounds: Iterator<Lexer, undefined>, span: Span): void {
    const again = (): Lexer | undefined => {
      const next = rounds.next();
      return next.done === true ? undefined : next.value;
    };
    const lexer = again();
    if (lexer !== undefined) this.push({ lexer, kind: 'repetition', conditions: [], again }, span);
  }

  /** @throws StatementError when the source, its files and what its macros are expanded to are too much text */
  charge(characters: number, span: Span): void {
    this.characters += characters;
    const most = this.diagnostics.limits.characters;
    if (this.characters > most) this.endAt(span, `${most / 2 ** 20} MiB of text`);
  }

  private push(input: Input, span: Span): void {
    if (this.inputs.length >= DEEPEST) {
      const isFile = input.kind === 'file';
      const path = inFile({ source: input.lexer.source, start: 0, end: 0 }).span.source.path;
      const others = this.inputs.filter(({ kind, lexer }) => kind === 'file' && lexer.source.path === path);
      this.giveUp(
        span,
        isFile && others.length > 0
          ? 'this file includes itself, without end'
          : `macros and includes are nested more than ${DEEPEST} deep`,
        isFile ? 'an .ifndef around what a file holds ends that' : 'does a macro call itself without end?',
      );
    }
    this.inputs.push(input);
  }

  /** `.exitm`: back to where the macro or repetition was called. False outside of them. */
  exitMacro(): boolean {
    let index = this.inputs.length - 1;
    while (index >= 0 && this.inputs[index].kind === 'file') index--;
    if (index < 0) return false;
    this.inputs.length = index;
    return true;
  }

  /** `.end`: nothing more is read. */
  stop(): void {
    this.inputs.length = 0;
  }

  /** The file that is read at present. */
  get file(): Source {
    const { source } = this.inputs.at(-1)!.lexer;
    return inFile({ source, start: 0, end: 0 }).span.source;
  }

  // Text that is not read as statements

  /**
   * The text up to the directive that ends a body, behind which reading goes on.
   * @param openers directives that begin such a body inside it
   * @throws StatementError when the end is missing
   */
  body(openers: readonly string[], closers: readonly string[], opening: Span): Span {
    const { lexer } = this.inputs.at(-1)!;
    const start = lexer.offset;
    let depth = 0;
    for (let statement = lexer.raw(); statement !== undefined; statement = lexer.raw()) {
      const word = directiveOf(statement);
      if (openers.includes(word)) depth++;
      else if ((closers.includes(word) || word === foreignEnd) && depth-- === 0) {
        if (word === foreignEnd) this.reportForeignEnd(statement, closers[0]);
        return { source: lexer.source, start, end: statement.start };
      }
    }
    // What is behind a forgotten end is read all the same; behind a second one it is not, or there were no end to it.
    const input = this.inputs.at(-1)!;
    if (input.hasOpenBody !== true) lexer.goTo(start);
    input.hasOpenBody = true;
    throw new StatementError(opening, `there is no ${closers[0]} for this`);
  }

  private reportForeignEnd({ source, start, end }: Span, own: string): void {
    const at = source.text.toLowerCase().indexOf(foreignEnd, start);
    const span = { source, start: at, end: Math.min(at + foreignEnd.length, end) };
    this.diagnostics.error(span, `'${foreignEnd}' is of another assembler`, `did you mean '${own}'?`);
  }

  // Conditions

  /** `.if`: its first branch is read when the condition holds. */
  beginCondition(holds: boolean, span: Span): void {
    this.inputs.at(-1)!.conditions.push({ span, satisfied: holds, hasElse: false });
    if (!holds) this.skipBranch();
  }

  /** `.elseif`: the condition is worked out only if no branch was taken so far. @throws StatementError */
  otherCondition(holds: () => boolean, span: Span): void {
    const condition = this.condition(span);
    if (condition.hasElse) throw new StatementError(span, '.elseif behind .else');
    let taken = false;
    try {
      taken = !condition.satisfied && holds();
    } finally {
      condition.satisfied ||= taken;
      if (!taken) this.skipBranch();
    }
  }

  /** `.else` @throws StatementError */
  otherwise(span: Span): void {
    const condition = this.condition(span);
    if (condition.hasElse) throw new StatementError(span, 'a second .else');
    condition.hasElse = true;
    if (condition.satisfied) this.skipBranch();
    condition.satisfied = true;
  }

  /** `.endif` @throws StatementError */
  endCondition(span: Span): void {
    this.condition(span);
    this.inputs.at(-1)!.conditions.pop();
  }

  private condition(span: Span): Condition {
    const condition = this.inputs.at(-1)?.conditions.at(-1);
    if (condition === undefined) throw new StatementError(span, 'there is no .if for this');
    return condition;
  }

  /** Goes on at the next branch that may be taken, or at the end of the condition. */
  private skipBranch(): void {
    const { lexer } = this.inputs.at(-1)!;
    let depth = 0;
    for (let statement = lexer.raw(); statement !== undefined; statement = lexer.raw()) {
      const word = directiveOf(statement);
      if (/^\.if/.test(word)) depth++;
      else if (word === '.endif' && depth > 0) depth--;
      else if (depth === 0 && ['.endif', '.else', '.elseif'].includes(word)) {
        lexer.goTo(statement.start);
        return;
      }
    }
  }
}
