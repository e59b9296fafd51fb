import { decode } from '../isa/decode';
import { disassemble } from '../isa/disassemble';
import type { Decoded } from '../isa/row';
import type { CodeRange } from './assembler/output/line-table';

/** A linked program, as far as its assembly is to be found in it. */
export interface AlignedImage {
  /** Address of a label; undefined: the program has none of that name, or its code has lines already. */
  addressOf(label: string): bigint | undefined;
  /** The 32 bits at an address, or the 16 at the end of a section. */
  word(address: bigint): number | undefined;
}

type Piece =
  | { readonly kind: 'label'; readonly name: string; readonly line: number }
  | { readonly kind: 'instruction'; readonly name: string; readonly operands: string; readonly line: number }
  /** What is written here is not what lies in memory: macros and repetitions. */
  | { readonly kind: 'unknown'; readonly line: number };

/**
 * Which line of an assembly source each instruction of a program came from, where no line table tells: from a label that the program
 * has on, instruction by instruction. A label whose code is not what the source says gets no lines at all.
 */
export function alignAssembly(source: string, image: AlignedImage): CodeRange[] {
  const pieces = piecesOf(source);
  const ranges: CodeRange[] = [];
  pieces.forEach((piece, index) => {
    const address = piece.kind === 'label' ? image.addressOf(piece.name) : undefined;
    const isOneOfSeveral = ranges.some((range) => range.address === address);
    const range =
      address === undefined || isOneOfSeveral ? undefined : follow(pieces, index + 1, address, image);
    if (range) ranges.push(range);
  });
  return ranges.sort((one, other) => (one.address < other.address ? -1 : 1));
}

function follow(
  pieces: readonly Piece[],
  first: number,
  start: bigint,
  image: AlignedImage,
): CodeRange | undefined {
  const rows: { address: bigint; line: number }[] = [];
  let address = start;
  /** What came before a label that the program does not have: behind it may be what was left out of the program. */
  let before: CodeRange | undefined;
  const whole = (): CodeRange | undefined =>
    rows.length === 0 ? undefined : { address: start, size: Number(address - start), rows: [...rows] };
  for (const piece of pieces.slice(first)) {
    if (piece.kind === 'unknown') return before;
    if (piece.kind === 'label') {
      const next = image.addressOf(piece.name);
      // The next function is aligned by itself; between them there may be padding.
      if (next !== undefined && next !== start) {
        return next < address || next - address >= MOST_PADDING ? before : whole();
      }
      if (next === undefined && !/^\d+$/.test(piece.name)) before = whole();
      continue;
    }
    const size = sizeOf(piece.name, piece.operands, address, image);
    if (size === undefined) return before;
    rows.push({ address, line: piece.line });
    address += BigInt(size);
  }
  return whole();
}

/** Of `.align`, up to a page. */
const MOST_PADDING = 4096n;

/** Bytes of the code that an instruction of the source has become; undefined: it has not become what is there. */
function sizeOf(name: string, operands: string, address: bigint, image: AlignedImage): number | undefined {
  const at = (from: bigint): Decoded | undefined => {
    const word = image.word(from);
    return word === undefined ? undefined : decode(word);
  };
  const first = at(address);
  if (!first) return undefined;
  const second = at(address + BigInt(first.length));
  const both = second && first.length + second.length;
  switch (name) {
    case 'call':
    case 'tail':
      if (first.row.name === 'jal') return first.length;
      return first.row.name === 'auipc' && second?.row.name === 'jalr' ? both : undefined;
    case 'la':
    case 'lla':
      if (first.row.name !== 'auipc') return first.row.name === 'addi' ? first.length : undefined;
      return second && ['addi', 'ld'].includes(second.row.name) && second.rd === first.rd ? both : undefined;
    case 'li':
      return sizeOfLoad(first, operands, address, at);
    default:
      return isSame(first, name, operands, address) ? first.length : undefined;
  }
}

/** `li` becomes as many instructions as its number takes, all into one register. */
function sizeOfLoad(
  first: Decoded,
  operands: string,
  address: bigint,
  at: (address: bigint) => Decoded | undefined,
): number | undefined {
  const register = operands.split(',')[0].trim();
  const isFirst = ['lui', 'addi', 'addiw'].includes(first.row.name) && isNamed(first.rd, register, first);
  if (!isFirst || (first.row.name !== 'lui' && first.rs1 !== 0)) return undefined;
  let size = first.length;
  for (;;) {
    const next = at(address + BigInt(size));
    const goesOn = next && ['addi', 'addiw', 'slli'].includes(next.row.name);
    if (!goesOn || next.rd !== first.rd || next.rs1 !== first.rd) return size;
    size += next.length;
  }
}

/** Whether text of a register is what the disassembler calls it. */
const isNamed = (number: number, text: string, like: Decoded): boolean => {
  const shown = disassemble({ ...like, rd: number }, { address: 0n, aliases: true });
  return shown.split(' ')[1]?.split(',')[0] === text || text === `x${number}`;
};

/** By the name, and by the operands as far as they are registers and plain numbers. */
function isSame(decoded: Decoded, name: string, operands: string, address: bigint): boolean {
  const shown = [true, false].map((aliases) => disassemble(decoded, { address, aliases }));
  const own = operands.replace(/\s+/g, '');
  return shown.some((text) => {
    const [mnemonic, rest = ''] = text.replace(/^c\./, '').split(' ');
    if (mnemonic !== name) return false;
    const [theirs, ours] = [rest.split(','), own.split(',')];
    return ours.every((one, index) => {
      const isPlain = /^(?:zero|ra|[sgt]p|[ast]\d+|-?\d+\([a-z]\w*\))$/.test(one);
      return !isPlain || theirs[index] === undefined || theirs[index] === one;
    });
  });
}

/** Directives that put nothing into the code, whatever follows them. */
const SILENT =
  /^\.(?:glob\w+|align|balign|p2align|section|text|type|size|option|attribute|equ|set|cfi_\w+|weak|local|hidden|file|ident)\b/;

function piecesOf(source: string): Piece[] {
  const pieces: Piece[] = [];
  const text = source.replace(/\/\*[^]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '));
  text.split('\n').forEach((raw, index) => {
    const line = index + 1;
    // Of the preprocessor's lines, and comments: both begin so.
    const code = raw.replace(/(?:#|\/\/).*$/, '');
    for (let statement of code.split(';')) {
      for (let label = LABEL.exec(statement); label; label = LABEL.exec(statement)) {
        pieces.push({ kind: 'label', name: label[1], line });
        statement = statement.slice(label[0].length);
      }
      const found = /^\s*(\S+)\s*(.*?)\s*$/.exec(statement);
      if (!found) continue;
      const [, name, operands] = found;
      if (SILENT.test(name)) continue;
      pieces.push(
        name.startsWith('.') ? { kind: 'unknown', line } : { kind: 'instruction', name, operands, line },
      );
    }
  });
  return pieces;
}

const LABEL = /^\s*([\w.$]+):/;
