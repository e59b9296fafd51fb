import { pseudoDocs } from '../../isa/pseudo-table';
import type { CompressedRow, Row } from '../../isa/row';
import { isRowName, rowNamed } from '../../isa/rows';
import { compressedRows } from '../../isa/rows/compressed';
import { mnemonics, syntaxesOf } from '../../toolchain/assembler/instructions/meanings';
import { pseudoInstructions } from '../../toolchain/assembler/instructions/pseudo-instructions';
import { macroDocs } from '../../toolchain/assembler/instructions/macro-instructions';

/** What there is to say about a mnemonic. */
export interface Instruction {
  readonly name: string;
  /** One line for a student. */
  readonly doc: string;
  /** The ways in which it is written, such as `rd, imm(rs1)`; the first one is the usual one. */
  readonly syntaxes: readonly string[];
  /** The row of the instruction table, if it is one of the base length. */
  readonly row?: Row;
  readonly compressed?: CompressedRow;
  /** The instructions that its first form stands for. */
  readonly expansion?: readonly string[];
}

const compressedByName: ReadonlyMap<string, CompressedRow> = new Map(
  compressedRows.map((row) => [row.name, row]),
);

/** Of those that are in no table. */
const ownDocs: ReadonlyMap<string, string> = new Map([
  ...macroDocs,
  [
    'fence.tso',
    'Fence in total store order: what was loaded and stored before counts before what follows, but a store may come after a later load.',
  ],
]);

const ordering = /\.(aqrl|aq|rl)$/;
const orderings: Readonly<Record<string, string>> = {
  aq: 'Acquire: what follows in the program counts after it.',
  rl: 'Release: what stands in front of it in the program counts before it.',
  aqrl: 'Acquire and release: nothing moves over it in either direction.',
};

/** Undefined when the assembler knows no such instruction. */
export function instructionNamed(written: string): Instruction | undefined {
  const name = written.toLowerCase();
  const order = ordering.exec(name);
  const base = order === null ? name : name.slice(0, order.index);
  if (order !== null && !(isRowName(base) && /^(amo|loadReserved)$/.test(rowNamed(base).format)))
    return undefined;
  const row = isRowName(base) ? rowNamed(base) : undefined;
  const compressed = compressedByName.get(name);
  const syntaxes = syntaxesOf(base);
  if (syntaxes.length === 0 && base !== 'fence.tso' && compressed === undefined) return undefined;
  const doc = row?.doc ?? pseudoDocs.get(base) ?? ownDocs.get(base) ?? compressed?.doc ?? '';
  const expansion = row === undefined ? pseudoInstructions.get(base)?.[0]?.expansion : undefined;
  return {
    name,
    doc: order === null ? doc : `${doc} ${orderings[order[1]]}`,
    syntaxes: [...new Set(syntaxes)],
    ...(row && { row }),
    ...(compressed && { compressed }),
    ...(expansion && { expansion }),
  };
}

/** Every mnemonic, in the order of the table, pseudo-instructions behind. */
export const instructions: readonly Instruction[] = mnemonics.flatMap((name) => instructionNamed(name) ?? []);

/** What a word of a syntax stands for. */
export type OperandKind = 'register' | 'memory' | 'csr' | 'target' | 'symbol' | 'number' | 'fence';

export interface OperandPlace {
  /** As written in the syntax: `rd`, `imm(rs1)`. */
  readonly text: string;
  readonly kind: OperandKind;
  readonly doc: string;
}

const kinds: Readonly<Record<string, readonly [OperandKind, string]>> = {
  rd: ['register', 'the register that gets the result'],
  rs: ['register', 'a register that is read'],
  rs1: ['register', 'the first register that is read'],
  rs2: ['register', 'the second register that is read'],
  rt: ['register', 'another register'],
  imm: ['number', 'a number'],
  shamt: ['number', 'how many bits to shift by'],
  upper: ['number', 'the upper 20 bits: a number from 0 to 0xfffff, or %hi(symbol)'],
  zimm: ['number', 'a number from 0 to 31'],
  csr: ['csr', 'a control and status register'],
  target: ['target', 'a label to jump to'],
  symbol: ['symbol', 'a symbol'],
  pred: ['fence', 'what comes before: letters of iorw'],
  succ: ['fence', 'what comes after: letters of iorw'],
};

/** The operands of one way to write an instruction. */
export const operandPlaces = (syntax: string): OperandPlace[] =>
  syntax === '' ? [] : syntax.split(/,\s*/).map(operandPlace);

function operandPlace(text: string): OperandPlace {
  if (text.includes('(')) {
    const doc = text.startsWith('(')
      ? 'an address in a register, in parentheses'
      : 'an address: an offset from -2048 to 2047, and a register in parentheses';
    return { text, kind: 'memory', doc };
  }
  const [kind, doc] = kinds[text] ?? ['number', 'a number'];
  return { text, kind, doc };
}
