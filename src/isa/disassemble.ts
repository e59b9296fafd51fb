import { hex, toUnsigned64 } from '../base/integers';
import { csrName } from './csrs';
import { isHint } from './hints';
import { pseudos } from './pseudo';
import { abiNames } from './registers';
import type { Decoded } from './row';
import { compressedOperandSyntax, operandSyntax } from './syntax';

export interface DisassembleOptions {
  /** Where the instruction lies: jumps and branches name their target. */
  readonly address: bigint;
  /** A label for an address (`main`, `loop+0x8`), shown behind a target in angle brackets. */
  readonly symbolAt?: ((address: bigint) => string | undefined) | undefined;
  /** False for the instruction as it is, without pseudo-instructions: `jalr zero,0(ra)`, `c.jr ra`. */
  readonly aliases?: boolean;
  /** Targets as distances, `.+8`, instead of as addresses. */
  readonly isRelative?: boolean;
}

/**
 * An instruction in assembly language, as GNU objdump spells it, with one space behind the name: `addi sp,sp,-16`.
 * (objdump 2.40 drops the `i` of immediate forms, as in `add sp,sp,-16`; like the versions since, this does not.)
 */
export function disassemble(decoded: Decoded, options: DisassembleOptions): string {
  const { name, syntax } = spelling(decoded, options.aliases ?? true);
  const operands = operandText(decoded, syntax, options);
  return operands ? `${name} ${operands}` : name;
}

function spelling(decoded: Decoded, aliases: boolean): { name: string; syntax: string } {
  const { row, compressed } = decoded;
  if (compressed && (!aliases || isSpelledAsHint(compressed.name, decoded))) {
    const hasOperand = compressed.name === 'c.nop' && decoded.imm !== 0;
    return { name: compressed.name, syntax: hasOperand ? 'imm' : compressedOperandSyntax(compressed, row) };
  }
  const candidates = (compressed && pseudos[compressed.name]) ?? pseudos[row.name] ?? [];
  const pseudo = candidates.find(({ applies, isReal }) => (aliases || isReal) && applies(decoded));
  if (pseudo) return pseudo;
  const ordering = row.format === 'amo' || row.format === 'loadReserved' ? orderings[decoded.imm] : '';
  return { name: row.name + ordering, syntax: operandSyntax(row) };
}

/** Suffixes for the aq (bit 1) and rl (bit 0) bits. */
const orderings = ['', '.rl', '.aq', '.aqrl'];

/** Hints have their own names, but for one: objdump prints `c.addi ra,0` like any other `c.addi`. */
const isSpelledAsHint = (name: string, decoded: Decoded): boolean =>
  name !== 'c.addi' && isHint(name, decoded);

const operandText = (decoded: Decoded, syntax: string, options: DisassembleOptions): string =>
  syntax.replace(/\w+/g, (placeholder) => operand(placeholder, decoded, options));

function operand(placeholder: string, decoded: Decoded, options: DisassembleOptions): string {
  const { rd, rs1, rs2, imm } = decoded;
  switch (placeholder) {
    case 'rd':
      return abiNames[rd];
    case 'rs1':
      return abiNames[rs1];
    case 'rs2':
      return abiNames[rs2];
    case 'imm':
      return String(imm);
    case 'shamt':
      return hex(imm);
    case 'upper':
      return hex(imm >>> 12);
    case 'target':
      if (options.isRelative === true) return `.${imm < 0 ? '' : '+'}${imm}`;
      return target(toUnsigned64(options.address + BigInt(imm)), options);
    case 'csr':
      return csrName(imm) ?? hex(imm);
    case 'zimm':
      return String(rs1);
    case 'pred':
      return fenceSet(imm >> 4);
    case 'succ':
      return fenceSet(imm);
    default:
      throw new Error(`No operand is written as '${placeholder}'.`);
  }
}

function target(address: bigint, { symbolAt }: DisassembleOptions): string {
  const symbol = symbolAt?.(address);
  return symbol === undefined ? hex(address) : `${hex(address)} <${symbol}>`;
}

/** The low four bits: device input, device output, memory reads, memory writes. */
function fenceSet(bits: number): string {
  const letters = [...'iorw'].filter((_, n) => bits & (8 >> n)).join('');
  return letters || 'unknown';
}

/** What objdump prints for a word that `decode` does not know: `unimp` for zeros, else data. */
export function disassembleIllegal(word: number): string {
  const half = word & 0xffff;
  if (half === 0) return 'unimp';
  return (half & 3) === 3 ? `.word ${hex(word >>> 0, 8)}` : `.half ${hex(half, 4)}`;
}
