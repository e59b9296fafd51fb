import { csrNumber } from './csrs';
import { pseudoLines, type PseudoLine } from './pseudo-table';
import { registerNumber } from './registers';
import type { Decoded } from './row';
import { isRowName, rowNamed } from './rows';
import { operandSyntax } from './syntax';

/** Another way to print an instruction whose operands have certain values. */
interface Pseudo {
  readonly name: string;
  /** See `syntax.ts`. */
  readonly syntax: string;
  readonly applies: (decoded: Decoded) => boolean;
  /** Printed without aliases too: an instruction in its own right. */
  readonly isReal: boolean;
}

type Condition = Pseudo['applies'];

const TOTAL_STORE_ORDER = 0x833;
/** Instructions in their own right, although another one's encoding. */
const real = new Set(['unimp', 'fence.tso']);
/** Compressed instructions that the table prints otherwise, and what their operands are. */
const compressedOperands: Readonly<Record<string, readonly string[]>> = {
  'c.nop': ['imm'],
  'c.mv': ['rd', 'rs2'],
};

const fenceSet = (letters: string): number =>
  letters === '0'
    ? 0
    : [...'iorw'].reduce((bits, letter, n) => (letters.includes(letter) ? bits | (8 >> n) : bits), 0);

/** That an operand of the instruction, named as in its syntax, is what stands in the table. */
function isThat(place: string, written: string): Condition {
  if (place === 'pred') return ({ imm }) => imm >> 4 === fenceSet(written);
  if (place === 'succ') return ({ imm }) => (imm & 0xf) === fenceSet(written);
  const value = registerNumber(written) ?? csrNumber(written) ?? Number(written);
  if (place === 'rd') return ({ rd }) => rd === value;
  if (place === 'rs1' || place === 'zimm') return ({ rs1 }) => rs1 === value;
  if (place === 'rs2') return ({ rs2 }) => rs2 === value;
  return ({ imm }) => imm === value;
}

/** What is printed for the one instruction of a line: the words of its operands are called as the instruction calls them. */
function printed({ name, operands, expansion }: PseudoLine): [instruction: string, pseudo: Pseudo] {
  const [instruction, written = ''] = expansion[0].split(/ (.*)/);
  const places = isRowName(instruction)
    ? operandSyntax(rowNamed(instruction)).replace('imm(rs1)', 'rs1,imm').split(',')
    : compressedOperands[instruction];
  const words = new Set(operands.match(/\w+/g));
  const calledAs = new Map<string, string>();
  const conditions: Condition[] = [];
  for (const [index, operand] of written.split(', ').entries()) {
    if (words.has(operand)) calledAs.set(operand, places[index]);
    else conditions.push(isThat(places[index], operand));
  }
  return [
    instruction,
    {
      name,
      syntax: operands.replace(/\w+/g, (word) => calledAs.get(word)!),
      applies: (decoded) => conditions.every((holds) => holds(decoded)),
      isReal: real.has(name),
    },
  ];
}

function byInstruction(): Record<string, Pseudo[]> {
  // Its own name, not the pseudo-instruction of what it expands to.
  const found: Record<string, Pseudo[]> = { 'c.addi': [] };
  for (const line of pseudoLines.filter(({ isPrinted }) => isPrinted)) {
    const [instruction, pseudo] = printed(line);
    (found[instruction] ??= []).push(pseudo);
  }
  found['fence'].push({
    name: 'fence.tso',
    syntax: '',
    applies: ({ imm }) => imm === TOTAL_STORE_ORDER,
    isReal: true,
  });
  return found;
}

/**
 * Pseudo-instructions by the instruction they stand for, in the order in which GNU objdump prefers them. A compressed
 * instruction that has an entry of its own does not use that of its expansion.
 */
export const pseudos: Readonly<Record<string, readonly Pseudo[]>> = byInstruction();
