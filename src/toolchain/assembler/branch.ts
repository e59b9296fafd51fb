import { encode } from '../../isa/encode';
import type { Row } from '../../isa/row';
import { rowNamed } from '../../isa/rows';
import type { Fragment, PendingInstruction, Section, Tail, TermEvaluator } from './object';

const opposites: Readonly<Record<string, string>> = {
  beq: 'bne', bne: 'beq', blt: 'bge', bge: 'blt', bltu: 'bgeu', bgeu: 'bltu',
}; // prettier-ignore

const REACH = { backward: 4096n, forward: 4094n };
const FAR_SIZE = 8;

export const isConditionalBranch = (row: Row): boolean => row.format === 'b';

/**
 * A conditional branch whose distance is open. When the target is out of reach, or in another section, it becomes
 * the opposite branch around a jump, as GNU as does it.
 */
export class Branch implements Tail {
  size = 4;
  readonly longest = FAR_SIZE;

  constructor(
    private readonly instruction: PendingInstruction,
    private readonly section: Section,
  ) {}

  measure(offset: number, evaluator: TermEvaluator): number {
    const target = evaluator.evaluate(this.instruction.immediate.term);
    if (target?.base !== this.section) return FAR_SIZE;
    const distance = target.offset - BigInt(offset);
    return distance >= -REACH.backward && distance <= REACH.forward ? 4 : FAR_SIZE;
  }

  write(into: Fragment): void {
    const { row, rs1, rs2, immediate } = this.instruction;
    let instruction = this.instruction;
    if (this.size === FAR_SIZE) {
      into.bytes.u32(encode(rowNamed(opposites[row.name]), { rs1, rs2, imm: FAR_SIZE }));
      instruction = { row: rowNamed('jal'), rd: 0, rs1: 0, rs2: 0, immediate };
    }
    into.fixups.push({ kind: 'instruction', offset: into.bytes.length, instruction });
    into.bytes.u32(0);
  }
}
