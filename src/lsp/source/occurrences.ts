import { csrNumber } from '../../isa/csrs';
import { registerNumber } from '../../isa/registers';
import type { Token } from '../../toolchain/assembler/text/lexer';
import type { Piece } from './pieces';

/** What a name stands for where it is defined. `define` is the C preprocessor's. */
export type NameKind = 'label' | 'constant' | 'macro' | 'define' | 'common';

/** A place where a name stands. */
export interface Occurrence {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly role: 'definition' | 'declaration' | 'reference';
  /** What a definition makes of the name. */
  readonly kind?: NameKind;
  /** The statement; a line of the preprocessor has none. */
  readonly piece?: Piece;
}

/** A numeric label, or a reference to one: `1:`, `1b`, `1f`. */
export interface LocalOccurrence {
  readonly number: string;
  readonly start: number;
  readonly end: number;
  readonly role: 'definition' | 'backward' | 'forward';
}

const defining: Readonly<Record<string, NameKind>> = {
  '.equ': 'constant', '.set': 'constant', '.equiv': 'constant', '.eqv': 'constant', '.weakref': 'label',
  '.comm': 'common', '.lcomm': 'common', '.macro': 'macro',
}; // prettier-ignore
/** All their operands are names that they say something about. */
const declaring = new Set([
  '.globl',
  '.global',
  '.weak',
  '.local',
  '.extern',
  '.hidden',
  '.protected',
  '.internal',
]);
const declaringFirst = new Set(['.type', '.size']);
/** Their operands are no expressions. */
const opaque =
  /^\.(section|pushsection|option|file|loc|ident|attribute|include|incbin|insn|error|warning|print|addrsig.*|cfi_.*)$/;

/** The names in the statements of a source. Registers, control registers and operators such as `%lo` are none. */
export function occurrencesIn(pieces: readonly Piece[]): { names: Occurrence[]; locals: LocalOccurrence[] } {
  const names: Occurrence[] = [];
  const locals: LocalOccurrence[] = [];
  for (const piece of pieces) {
    for (const label of piece.labels) {
      if (label.kind === 'number') locals.push({ ...local(label), role: 'definition' });
      else names.push({ ...place(label, piece), role: 'definition', kind: 'label' });
    }
    const { head } = piece;
    if (head === undefined) continue;
    if (piece.kind === 'assignment')
      names.push({ ...place(head, piece), role: 'definition', kind: 'constant' });
    else if (piece.kind === 'instruction') names.push({ ...place(head, piece), role: 'reference' });
    else if (declaring.has(piece.word)) {
      for (const token of piece.operands.flat().filter(isName))
        names.push({ ...place(token, piece), role: 'declaration' });
      continue;
    } else if (opaque.test(piece.word)) continue;
    references(piece, names, locals);
  }
  return { names, locals };
}

function references(piece: Piece, names: Occurrence[], locals: LocalOccurrence[]): void {
  const { word: head } = piece;
  const isCsrInstruction = piece.kind === 'instruction' && head.startsWith('csr');
  for (const [index, operand] of piece.operands.entries()) {
    for (const [at, token] of operand.entries()) {
      if (token.kind === 'local') {
        locals.push({ ...local(token), role: token.text.endsWith('f') ? 'forward' : 'backward' });
        continue;
      }
      if (!isName(token)) continue;
      const before = operand[at - 1]?.text;
      // `%lo`, `@function`, a parameter of a macro.
      if (before === '@' || before === '\\' || (before === '%' && operand[at + 1]?.text === '(')) continue;
      if (index === 0 && at === 0 && piece.kind === 'directive') {
        const kind = defining[head];
        if (kind !== undefined) {
          names.push({ ...place(token, piece), role: 'definition', kind });
          continue;
        }
        if (declaringFirst.has(head)) {
          names.push({ ...place(token, piece), role: 'declaration' });
          continue;
        }
      }
      if (head === '.macro' || (head === '.type' && index > 0)) continue;
      if (piece.kind === 'instruction' && registerNumber(token.text) !== undefined) continue;
      if (isCsrInstruction && csrNumber(token.text) !== undefined) continue;
      if (head === 'fence' && /^i?o?r?w?$/.test(token.text)) continue;
      if (token.text === '.') continue;
      names.push({ ...place(token, piece), role: 'reference' });
    }
  }
}

/** Constants of the C preprocessor, which only `.S` files have. */
export function defines(text: string): Occurrence[] {
  const found: Occurrence[] = [];
  for (const match of text.matchAll(/^([ \t]*#[ \t]*define[ \t]+)([A-Za-z_]\w*)/gm)) {
    const start = match.index + match[1].length;
    found.push({
      name: match[2],
      start,
      end: start + match[2].length,
      role: 'definition',
      kind: 'define',
    });
  }
  return found;
}

const isName = (token: Token): boolean => token.kind === 'name';

const place = (token: Token, piece: Piece): { name: string; start: number; end: number; piece: Piece } => ({
  name: token.text,
  start: token.start,
  end: token.end,
  piece,
});

const local = (token: Token): { number: string; start: number; end: number } => ({
  number: token.text.replace(/[bf]$/, ''),
  start: token.start,
  end: token.end,
});
