import type { Piece } from './tokens';

/** What `#define` defines. */
export interface Definition {
  /** Of a macro that is called: `#define MAX(a, b)`. */
  readonly parameters: readonly string[] | undefined;
  /** The last parameter takes all arguments that are left. */
  readonly isVariadic: boolean;
  readonly body: readonly Piece[];
}

/** Macros may come to so many tokens in one line, and in all. */
const MOST_IN_LINE = 1_000_000;
const MOST_TOKENS = 32_000_000;
/** Macros in the text of macros. */
const DEEPEST = 200;
/** Calls in the arguments of calls. */
const DEEPEST_ARGUMENT = 1000;
/** Text that one token may grow to, by `##` and `#`. */
const LONGEST_TOKEN = 1_000_000;

/** Expansion went beyond all bounds; the message says which. */
export class TooMuch extends Error {}

/** A macro is not called as it is defined. */
export class CallError extends Error {}

const space: Piece = { kind: 'space', text: ' ', start: 0 };

/** Replaces macros in sequences of tokens, as C does (C23, 6.10.5). */
export class Expander {
  readonly definitions = new Map<string, Definition>();
  private made = 0;
  private madeInLine = 0;
  private argumentDepth = 0;

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
    if (definition.parameters !== undefined) {
      const given = argumentsAt(pieces, next);
      if (given === undefined) return undefined;
      const wanted = definition.parameters.length;
      if (given.values.length > Math.max(wanted, 1) && !definition.isVariadic) {
        throw new CallError(`macro '${name}' takes ${wanted} arguments, and is given ${given.values.length}`);
      }
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
    if (++this.made > MOST_TOKENS)
      throw new TooMuch(`the macros of this source come to more than ${MOST_TOKENS} tokens`);
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
    const argument = (piece: Piece | undefined): readonly Piece[] | undefined => {
      const position = piece?.kind === 'name' ? parameters.indexOf(piece.text) : -1;
      if (position < 0) return undefined;
      if (!isVariadic || position < parameters.length - 1) return values[position] ?? [];
      return values
        .slice(position)
        .flatMap((value, index) => (index === 0 ? value : [comma, space, ...value]));
    };
    const result: Piece[] = [];
    for (let index = 0; index < body.length; index++) {
      const piece = body[index];
      const behind = nextIndex(body, index + 1);
      if (piece.text === '#' && argument(body[behind]) !== undefined) {
        result.push(stringOf(argument(body[behind])!));
        index = behind;
      } else if (piece.text === '##' && behind < body.length) {
        while (result.at(-1)?.kind === 'space') result.pop();
        const right = argument(body[behind]) ?? [body[behind]];
        const left = result.pop();
        if (left === undefined) append(result, right);
        else if (right.length === 0) result.push(left);
        else append(result, [joined(left, right[0]), ...right.slice(1)]);
        index = behind;
      } else {
        const value = argument(piece);
        const isJoined = body[behind]?.text === '##';
        if (value === undefined) result.push(piece);
        else append(result, isJoined ? value : this.expandArgument(value, inside));
      }
      this.charge();
    }
    return result;
  }
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

function stringOf(pieces: readonly Piece[]): Piece {
  const text = textOf(pieces).trim();
  if (text.length > LONGEST_TOKEN)
    throw new TooMuch(`macros make a token of more than ${LONGEST_TOKEN} characters`);
  return { kind: 'text', text: `"${text.replace(/["\\]/g, (one) => '\\' + one)}"`, start: 0 };
}

export const textOf = (pieces: readonly Piece[]): string =>
  pieces.map(({ kind, text }) => (kind === 'space' ? ' ' : text)).join('');

/** The arguments in parentheses at an index, without spaces around them. */
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
    if (piece.text === ')' && depth === 0) return { values: values.map(trimmed), next: index + 1 };
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
