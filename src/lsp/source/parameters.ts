import type { Token } from '../../toolchain/assembler/text/lexer';
import type { Piece } from './pieces';

/** A parameter of a macro or a repetition where it is defined, and where the body has it as `\name`. */
export interface Parameter {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly role: 'definition' | 'reference';
  readonly home: ParameterHome;
}

/** What has the parameter. */
export interface ParameterHome {
  /** `.macro`, `.irp` or `.irpc`. */
  readonly directive: string;
  /** The name of the macro. */
  readonly macro: string;
  readonly names: readonly string[];
  /** Offsets of the body. */
  readonly start: number;
  end: number;
}

/** All parameters, in the order of the text. A name means the innermost definition around it. */
export function parametersIn(text: string, pieces: readonly Piece[]): Parameter[] {
  const found: Parameter[] = [];
  const open: ParameterHome[] = [];
  if (!/\.(?:macro|ire?pc?)\b/i.test(text)) return found;
  for (const piece of pieces) {
    if (open.length > 0) for (const one of referencesIn(text, piece, open)) found.push(one);
    if (/^\.(endm|endmacro|endr)$/.test(piece.word)) {
      const isEnd = piece.word === '.endr' ? isRepetition : isMacro;
      while (open.length > 0) {
        const home = open.pop()!;
        home.end = piece.start;
        if (isEnd(home)) break;
      }
    } else if (/^\.(macro|rept|ire?pc?)$/.test(piece.word)) {
      const tokens = definedBy(piece);
      const names = tokens.map((token) => token.text);
      const macro = piece.word === '.macro' ? (piece.operands[0]?.[0]?.text ?? '') : '';
      const home = { directive: piece.word, macro, names, start: piece.end, end: text.length };
      open.push(home);
      for (const { text: name, start, end } of tokens)
        found.push({ name, start, end, role: 'definition', home });
    }
  }
  return found;
}

const isMacro = ({ directive }: ParameterHome): boolean => directive === '.macro';
const isRepetition = (home: ParameterHome): boolean => !isMacro(home);

/** The names that a `.macro` or a repetition gives to its parameters. */
function definedBy({ word, head, tokens }: Piece): Token[] {
  if (word === '.rept') return [];
  const [first, ...rest] = tokens.slice(tokens.indexOf(head!) + 1);
  if (first === undefined) return [];
  if (word !== '.macro') return first.kind === 'name' ? [first] : [];
  const found: Token[] = [];
  let isDefault = false;
  for (const [index, token] of rest.entries()) {
    const before = rest[index - 1];
    if (token.text === ',') isDefault = false;
    else if (token.text === '=') isDefault = true;
    else if (isDefault && before?.text !== '=' && token.start > before.end) isDefault = false;
    // `:req` is none.
    if (token.kind === 'name' && !isDefault && before?.text !== ':') found.push(token);
  }
  return found;
}

function* referencesIn(text: string, piece: Piece, open: readonly ParameterHome[]): Generator<Parameter> {
  const written = text.slice(piece.start, piece.end);
  if (!written.includes('\\')) return;
  for (const match of written.matchAll(/\\([A-Za-z_.$][\w.$]*)/g)) {
    const home = [...open].reverse().find(({ names }) => names.includes(match[1]));
    if (home === undefined) continue;
    const start = piece.start + match.index + 1;
    yield { name: match[1], start, end: start + match[1].length, role: 'reference', home };
  }
}
