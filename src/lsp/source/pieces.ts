import type { Token } from '../../toolchain/assembler/text/lexer';

/**
 * One statement as the editor sees it: complete or not, right or wrong. The assembler's parser leaves out what it cannot
 * read; somebody who is typing a line wants help with exactly that.
 */
export interface Piece {
  readonly kind: 'instruction' | 'directive' | 'assignment' | 'empty';
  /** Names in front of a colon. */
  readonly labels: readonly Token[];
  /** The mnemonic, the directive, or the name that gets a value. */
  readonly head: Token | undefined;
  /** The head in small letters, as which instructions and directives are known; empty without one. */
  readonly word: string;
  /** The tokens between commas. */
  readonly operands: readonly (readonly Token[])[];
  /** All tokens, labels among them. */
  readonly tokens: readonly Token[];
  /** Offset of the first token, and of the end of the line. */
  readonly start: number;
  readonly end: number;
}

/** Cuts the tokens of a source into statements; those without any token are left out. */
export function piecesOf(tokens: readonly Token[]): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (let index = 0; index < tokens.length; index++) {
    if (tokens[index].kind !== 'newline') continue;
    if (index > from) pieces.push(pieceOf(tokens.slice(from, index), tokens[index].start));
    from = index + 1;
  }
  return pieces;
}

function pieceOf(tokens: readonly Token[], end: number): Piece {
  const labels: Token[] = [];
  let at = 0;
  while (isLabel(tokens[at]) && tokens[at + 1]?.text === ':') {
    labels.push(tokens[at]);
    at += 2;
  }
  const head = tokens[at];
  const word = head?.text.toLowerCase() ?? '';
  const common = { labels, tokens, word, start: tokens[0].start, end };
  if (head === undefined) return { kind: 'empty', head: undefined, operands: [], ...common };
  const assigns = tokens[at + 1]?.text === '=' || tokens[at + 1]?.text === '==';
  const operands = split(tokens.slice(at + (assigns ? 2 : 1)));
  const kind = assigns ? 'assignment' : head.text.startsWith('.') ? 'directive' : 'instruction';
  return { kind, head, operands, ...common };
}

const isLabel = (token: Token | undefined): boolean => token?.kind === 'name' || token?.kind === 'number';

function split(tokens: readonly Token[]): Token[][] {
  if (tokens.length === 0) return [];
  const operands: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (token.text === '(') depth++;
    if (token.text === ')') depth = Math.max(0, depth - 1);
    if (token.text === ',' && depth === 0) operands.push([]);
    else operands.at(-1)!.push(token);
  }
  return operands;
}
