import { encode, type Operands } from '../../../isa/encode';
import type { Row } from '../../../isa/row';
import { rowNamed } from '../../../isa/rows';
import { StatementError } from '../text/cursor';
import type { Fragment, Tail, Term, TermEvaluator } from '../unit/object';

/** Bytes of the longest sequence. */
const LONGEST = 32;

const fits = (value: bigint, bits: number): boolean => value === BigInt.asIntN(bits, value);

/** An instruction of the sequence that loads a number. */
export interface Step {
  readonly row: Row;
  readonly operands: Operands;
}

const step = (name: string, operands: Operands): Step => ({ row: rowNamed(name), operands });

/** Instructions that load a 64-bit number, chosen as GNU as does. @param value signed */
export function loadImmediateSteps(rd: number, value: bigint): Step[] {
  if (fits(value, 12)) return [step('addi', { rd, imm: Number(value) })];
  return build(rd, value);
}

/** Ends in at most eight steps: each one takes at least twelve bits off a number of 64. */
function build(rd: number, value: bigint): Step[] {
  const lower = Number(BigInt.asIntN(12, value));
  const upper = BigInt.asIntN(64, value - BigInt(lower));
  if (fits(value, 32)) {
    const steps: Step[] = [];
    if (upper !== 0n) steps.push(step('lui', { rd, imm: Number(BigInt.asIntN(32, upper)) }));
    // Of zero, which stays 0, GNU as does not tell apart whether there is an upper part.
    if (lower !== 0 || upper === 0n || rd === 0) {
      steps.push(step('addiw', { rd, rs1: upper !== 0n ? rd : 0, imm: lower }));
    }
    return steps;
  }
  let shift = 12n;
  while (((upper >> shift) & 1n) === 0n) shift++;
  const steps = build(rd, upper >> shift);
  steps.push(step('slli', { rd, rs1: rd, imm: Number(shift) }));
  if (lower !== 0) steps.push(step('addi', { rd, rs1: rd, imm: lower }));
  return steps;
}

/** `li` of a value that is not known where it stands: it takes as many instructions as it turns out to need. */
export class LoadImmediate implements Tail {
  size = 4;
  readonly longest = LONGEST;

  constructor(
    private readonly rd: number,
    private readonly term: Term,
    /** What to say when the value is not known in the end. */
    private readonly unknown: () => StatementError,
  ) {}

  private words(value: bigint): number[] {
    return loadImmediateSteps(this.rd, value).map(({ row, operands }) => encode(row, operands));
  }

  measure(_offset: number, evaluator: TermEvaluator): number | undefined {
    const value = this.value(evaluator);
    return value === undefined ? undefined : 4 * this.words(value).length;
  }

  write(into: Fragment, evaluator: TermEvaluator): void {
    const value = this.value(evaluator);
    if (value === undefined) throw this.unknown();
    const words = this.words(value);
    for (const word of words) into.bytes.u32(word);
    const nop = encode(rowNamed('addi'), {});
    for (let size = words.length * 4; size < this.size; size += 4) into.bytes.u32(nop);
  }

  private value(evaluator: TermEvaluator): bigint | undefined {
    const value = evaluator.evaluate(this.term);
    if (value?.base !== undefined) {
      throw new StatementError(
        this.term.span,
        "'li' loads a number, and this is an address",
        'load addresses with la',
      );
    }
    return value?.offset;
  }
}
