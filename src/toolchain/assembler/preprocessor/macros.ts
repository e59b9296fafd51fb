import type { Piece } from './tokens';

/** What `#define` defines. */
export interface Definition {
  /** Of a macro that is called: `#define MAX(a, b)`. */
  readonly parameters: readonly string[] | undefined;
  /** The last parameter takes all arguments that are left. */
  readonly isVariadic: boolean;
  readonly body: readonly Piece[];
}

/** Macros may come to so many tokens in one line. */
const MOST_IN_LINE = 1_000_000;
/** Macros in the text of macros. */
const DEEPEST = 200;
/** Calls in the arguments of calls. */
const DEEPEST_ARGUMENT = 1000;
/** Text that one token may grow to, by `##` and `#`. */
const LONGEST_TOKEN = 1_000_000;

/** Expansion went beyond all bounds; the message says which. */
export class TooMuch extends Error {
  /** What the whole source comes to more than, if that is it. */
  readonly amount: string | undefined;

  constructor(message: string, amount?: string) {
    super(message);
    this.amount = amount;
  }
}

/** A macro is not called as it is defined. */
export class CallError extends Error {}

/** Replaces macros in sequences of tokens, as C does (C23, 6.10.5). */
export class Expander {
  readonly definitions = new Map<string, Definition>();
  private made = 0;
  private madeInLine = 0;
  private argumentDepth = 0;
  /** `__COUNTER__` */
  private counted = 0;

  /** @param mostTokens that macros may come to in all */
  constructor(private readonly mostTokens: number) {}

  /** To be called before the macros of another line are replaced. */
  beginLine(): void {
    this.madeInLine = 0;
  }

  /** A macro call at an index: what it stands for, and the index behind it; undefined when none is there. */
  call(
    pieces: readonly Piece[],
    index: number,
    inside: readonly string[] = [],
  ): { readonly result: readonly Piece[]; readonly next: number } | undefined {
    const { kind, text: name, isFinal } = pieces[index];
    const definition = kind === 'name' && isFinal !== true ? this.definitions.get(name) : undefined;
    if (definition === undefined || inside.includes(name)) return undefined;
    if (inside.length > DEEPEST) throw new TooMuch(`macros stand for macros more than ${DEEPEST} deep`);
    let next = index + 1;
    let body: readonly Piece[] = definition.body;
    if (name === '__COUNTER__')
      return { result: [{ kind: 'number', text: String(this.counted++), start: 0 }], next };
    if (definition.parameters !== undefined) {
      const given = argumentsAt(pieces, next);
      if (given === undefined) return undefined;
      checkCount(name, definition, given.values);
      next = given.next;
      body = this.substitute(definition, given.values, inside);
    }
    return { result: this.expand(body, [...inside, name]), next };
  }

  /** A sequence with all its macros replaced. @throws TooMuch */
  expand(pieces: readonly Piece[], inside: readonly string[] = []): Piece[] {
    const result: Piece[] = [];
    for (let index = 0; index < pieces.length;) {
      const call = this.call(pieces, index, inside);
      if (call !== undefined) {
        append(result, call.result);
        index = call.next;
      } else {
        const piece = pieces[index++];
        const isFinal = piece.kind === 'name' && inside.includes(piece.text);
        result.push(isFinal ? { ...piece, isFinal } : piece);
      }
      this.charge();
    }
    return result;
  }

  private charge(): void {
    if (++this.madeInLine > MOST_IN_LINE)
      throw new TooMuch(`the macros of this line come to more than ${MOST_IN_LINE} tokens`);
    if (++this.made > this.mostTokens) {
      const amount = `${this.mostTokens} tokens`;
      throw new TooMuch(`more than ${amount}`, amount);
    }
  }

  /** An argument with its macros replaced. @throws CallError when calls stand in calls without end */
  private expandArgument(value: readonly Piece[], inside: readonly string[]): Piece[] {
    if (this.argumentDepth >= DEEPEST_ARGUMENT)
      throw new CallError(`macro calls stand in each other's arguments more than ${DEEPEST_ARGUMENT} deep`);
    this.argumentDepth++;
    try {
      return this.expand(value, inside);
    } finally {
      this.argumentDepth--;
    }
  }

  /** The body with arguments in place of parameters; `#` makes a string of one, `##` joins its neighbours. */
  private substitute(
    { parameters = [], isVariadic, body }: Definition,
    values: readonly (readonly Piece[])[],
    inside: readonly string[],
  ): Piece[] {
    const rest = isVariadic ? parameters.length - 1 : -1;
    const argument = (piece: Piece | undefined): readonly Piece[] | undefined => {
      const position = piece?.kind === 'name' ? parameters.indexOf(piece.text) : -1;
      if (position < 0) return undefined;
      if (position !== rest) return trimmed(values[position] ?? []);
      return trimmed(
        values.slice(position).flatMap((value, index) => (index === 0 ? value : [comma, ...value])),
      );
    };
    const isOmitted =
      values.length <= rest || (rest === 0 && values.length === 1 && trimmed(values[0]).length === 0);
    const isRest = (piece: Piece | undefined): boolean =>
      rest >= 0 && piece?.kind === 'name' && piece.text === parameters[rest];
    const result: Piece[] = [];
    for (let index = 0; index < body.length; index++) {
      const piece = body[index];
      const behind = nextIndex(body, index + 1);
      if (piece.text === '#' && argument(body[behind]) !== undefined) {
        result.push(stringOf(argument(body[behind])!));
        index = behind;
      } else if (isVariadic && piece.text === '__VA_OPT__' && body[behind]?.text === '(') {
        const end = closing(body, behind);
        const more = argument({ kind: 'name', text: parameters[rest], start: 0 }) ?? [];
        const hasMore = this.expandArgument(more, inside).some(({ kind }) => kind !== 'space');
        const own = trimmed(body.slice(behind + 1, end));
        if (hasMore) append(result, this.substitute({ parameters, isVariadic, body: own }, values, inside));
        index = end;
      } else if (piece.text === '##' && behind < body.length) {
        while (result.at(-1)?.kind === 'space') result.pop();
        const right = argument(body[behind]) ?? [body[behind]];
        const left = result.pop();
        // `, ##__VA_ARGS__`: the comma stays when there are more arguments, be they empty, and nothing is joined.
        if (left?.text === ',' && isRest(body[behind])) {
          if (!isOmitted) append(result, [left, ...this.expandArgument(right, inside)]);
        } else if (left === undefined || left.text === '')
          append(result, right.length > 0 ? right : [nothing]);
        else if (right.length === 0) result.push(left);
        else append(result, [joined(left, right[0]), ...right.slice(1)]);
        index = behind;
      } else {
        const value = argument(piece);
        const isJoined = body[behind]?.text === '##';
        if (value === undefined) result.push(piece);
        else if (isJoined) append(result, value.length > 0 ? value : [nothing]);
        else append(result, this.expandArgument(value, inside));
      }
      this.charge();
    }
    return result.filter((piece) => piece !== nothing);
  }
}

/** @throws CallError when a macro is given too many arguments, or too few */
function checkCount(
  name: string,
  { parameters = [], isVariadic }: Definition,
  values: readonly (readonly Piece[])[],
): void {
  const wanted = parameters.length;
  const isNone = values.length === 1 && trimmed(values[0]).length === 0;
  const given = isNone && wanted === 0 ? 0 : values.length;
  const words = (count: number): string => `${count} argument${count === 1 ? '' : 's'}`;
  if (given > wanted && !isVariadic)
    throw new CallError(`macro '${name}' takes ${words(wanted)}, and is given ${given}`);
  const needed = isVariadic ? wanted - 1 : wanted;
  if (given < needed)
    throw new CallError(
      `macro '${name}' takes ${isVariadic ? 'at least ' : ''}${words(needed)}, and is given ${given}`,
    );
}

/** Stands where an argument is empty that is joined to something (C23, 6.10.5.3: a placemarker). */
const nothing: Piece = { kind: 'other', text: '', start: 0 };

/** The index of the parenthesis that closes the one at an index, or of the last piece. */
function closing(pieces: readonly Piece[], from: number): number {
  let depth = 0;
  for (let index = from; index < pieces.length; index++) {
    if (pieces[index].text === '(') depth++;
    else if (pieces[index].text === ')' && --depth === 0) return index;
  }
  return pieces.length - 1;
}

const comma: Piece = { kind: 'other', text: ',', start: 0 };

function nextIndex(pieces: readonly Piece[], from: number): number {
  let index = from;
  while (pieces[index]?.kind === 'space') index++;
  return index;
}

const joined = (left: Piece, right: Piece): Piece => {
  const text = left.text + right.text;
  if (text.length > LONGEST_TOKEN)
    throw new TooMuch(`macros make a token of more than ${LONGEST_TOKEN} characters`);
  return {
    kind: /^[A-Za-z_]\w*$/.test(text) ? 'name' : /^[0-9]/.test(text) ? 'number' : 'other',
    text,
    start: left.start,
  };
};

/** `#x`: one blank for white space, and escapes only for what stands in literals (C23, 6.10.5.2). */
function stringOf(pieces: readonly Piece[]): Piece {
  let text = '';
  for (const piece of trimmed(pieces)) {
    if (piece.kind !== 'space')
      text += piece.kind === 'text' ? piece.text.replace(/["\\]/g, (one) => '\\' + one) : piece.text;
    else if (!text.endsWith(' ')) text += ' ';
    if (text.length > LONGEST_TOKEN)
      throw new TooMuch(`macros make a token of more than ${LONGEST_TOKEN} characters`);
  }
  // A last backslash alone would take the closing quote along.
  const [backslashes] = /\\*$/.exec(text)!;
  if (backslashes.length % 2 === 1) text = text.slice(0, -1);
  return { kind: 'text', text: `"${text}"`, start: 0 };
}

/** Tokens as text. Two words that macros have put beside each other stay two. */
export const textOf = (pieces: readonly Piece[]): string =>
  pieces
    .map(({ kind, text }, index) => {
      if (kind === 'space') return ' ';
      const isDivided = mayJoin(pieces[index - 1], /^\w/.test(text), text.startsWith('.'));
      return isDivided ? ' ' + text : text;
    })
    .join('');

/** Whether a token would become another one with what is behind it, were there no blank. */
export const mayJoin = (before: Piece | undefined, isWord: boolean, isDot: boolean): boolean =>
  (before?.kind === 'name' && isWord) || (before?.kind === 'number' && (isWord || isDot));

/** Whether a macro is called at an index whose arguments have no end in this text: more lines belong to them. */
export function isOpenCall(pieces: readonly Piece[], index: number): boolean {
  const from = nextIndex(pieces, index + 1);
  return pieces[from]?.text === '(' && argumentsAt(pieces, from) === undefined;
}

/** The arguments in parentheses at an index. */
function argumentsAt(
  pieces: readonly Piece[],
  from: number,
): { readonly values: Piece[][]; readonly next: number } | undefined {
  let index = nextIndex(pieces, from);
  if (pieces[index]?.text !== '(') return undefined;
  const values: Piece[][] = [[]];
  let depth = 0;
  for (index++; index < pieces.length; index++) {
    const piece = pieces[index];
    if (piece.text === ')' && depth === 0) return { values, next: index + 1 };
    if (piece.text === ',' && depth === 0) {
      values.push([]);
      continue;
    }
    if (piece.text === '(') depth++;
    if (piece.text === ')') depth--;
    values.at(-1)!.push(piece);
  }
  return undefined;
}

export function trimmed(pieces: readonly Piece[]): Piece[] {
  let start = 0;
  let end = pieces.length;
  while (start < end && pieces[start].kind === 'space') start++;
  while (end > start && pieces[end - 1].kind === 'space') end--;
  return pieces.slice(start, end);
}

/** One by one: there may be more than a call has arguments. */
function append(result: Piece[], more: readonly Piece[]): void {
  for (const piece of more) result.push(piece);
}
