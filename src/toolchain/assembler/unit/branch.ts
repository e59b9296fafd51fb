import { encode } from '../../../isa/encode';
import { compressedShape } from '../../../isa/encode-compressed';
import type { Row } from '../../../isa/row';
import { rowNamed } from '../../../isa/rows';
import type { Fragment, PendingInstruction, Section, Tail, TermEvaluator } from './object';

const opposites: Readonly<Record<string, string>> = {
  beq: 'bne', bne: 'beq', blt: 'bge', bge: 'blt', bltu: 'bgeu', bgeu: 'bltu',
}; // prettier-ignore

/** How far each reaches in either direction; upwards one step less. */
const BRANCH_REACH = 4096n;
const SHORT_BRANCH_REACH = 256n;
const SHORT_JUMP_REACH = 2048n;
const LONGEST = 8;

const isWithin = (distance: bigint, reach: bigint): boolean => distance >= -reach && distance < reach;

export const isConditionalBranch = (row: Row): boolean => row.format === 'b';

/** The compressed instruction that a branch or jump is when its target is near; undefined when there is none. */
export function shortForm({ row, rd, rs1, rs2 }: PendingInstruction): string | undefined {
  if (row.name === 'jal') return rd === 0 ? 'c.j' : undefined;
  const name = row.name === 'beq' ? 'c.beqz' : row.name === 'bne' ? 'c.bnez' : undefined;
  return name !== undefined && rs2 === 0 && rs1 >= 8 && rs1 <= 15 ? name : undefined;
}

/**
 * How many bytes a branch or jump takes, as GNU as has it: what is out of a branch's reach is jumped to, with the
 * opposite branch around the jump; jumps are taken to be in reach.
 * @param distance undefined when the target is in another section or source
 */
export function branchSize(row: Row, short: string | undefined, distance: bigint | undefined): number {
  const isBranch = isConditionalBranch(row);
  if (distance === undefined) return isBranch ? LONGEST : 4;
  if (short !== undefined && isWithin(distance, isBranch ? SHORT_BRANCH_REACH : SHORT_JUMP_REACH)) return 2;
  if (!isBranch || isWithin(distance, BRANCH_REACH)) return 4;
  return short === undefined ? LONGEST : 6;
}

/** A branch or jump whose distance is open. */
export class Branch implements Tail {
  size: number;
  readonly longest = LONGEST;
  readonly mayShrink = true;

  constructor(
    private readonly instruction: PendingInstruction,
    private readonly section: Section,
    /** Its compressed form, if it may have one. */
    private readonly short: string | undefined,
  ) {
    this.size = short === undefined ? 4 : 2;
  }

  measure(offset: number, evaluator: TermEvaluator): number {
    const target = evaluator.evaluate(this.instruction.immediate.term);
    const distance = target?.base === this.section ? target.offset - BigInt(offset) : undefined;
    return branchSize(this.instruction.row, this.short, distance);
  }

  write(into: Fragment): void {
    const { row, rs1, rs2 } = this.instruction;
    if (this.size <= 4) {
      writeBranch(into, this.instruction, this.size === 2 ? this.short : undefined);
      return;
    }
    if (!isConditionalBranch(row)) {
      writeBranch(into, this.instruction, undefined);
    } else {
      const opposite = opposites[row.name];
      if (this.size === 6) {
        const name = opposite === 'beq' ? 'c.beqz' : 'c.bnez';
        into.bytes.u16(compressedShape(name)!.encode({ rs1, imm: this.size })!);
      } else {
        into.bytes.u32(encode(rowNamed(opposite), { rs1, rs2, imm: this.size }));
      }
      const jump = { row: rowNamed('jal'), rd: 0, rs1: 0, rs2: 0, immediate: this.instruction.immediate };
      writeBranch(into, jump, undefined);
    }
  }
}

/** A branch or jump whose distance is filled in by the link. */
function writeBranch(into: Fragment, instruction: PendingInstruction, short: string | undefined): void {
  const { row, rd, rs1, rs2 } = instruction;
  const fixup = { kind: 'instruction', offset: into.bytes.length, instruction } as const;
  if (short === undefined) {
    into.fixups.push(fixup);
    into.bytes.u32(encode(row, { rd, rs1, rs2 }));
  } else {
    into.fixups.push({ ...fixup, short });
    into.bytes.u16(compressedShape(short)!.encode({ rs1, imm: 0 })!);
  }
}
