import { formats } from './formats';
import type { Immediate } from './formats';
import type { Row } from './row';

/** Operands as in `Decoded`; what is left out is 0. */
export interface Operands {
  readonly rd?: number;
  readonly rs1?: number;
  readonly rs2?: number;
  readonly imm?: number;
}

/**
 * The 32-bit word, unsigned, of an instruction with these operands. `decode` is its inverse.
 * @throws RangeError naming the instruction and the operand that does not fit, and what is allowed.
 */
export function encode(row: Row, operands: Operands): number {
  const shape = formats[row.format];
  let word = row.match;
  word |= register(row, 'rd', shape.rd, operands.rd) << 7;
  word |= register(row, 'rs1', shape.rs1, operands.rs1) << 15;
  word |= register(row, 'rs2', shape.rs2, operands.rs2) << 20;
  const imm = operands.imm ?? 0;
  if (shape.immediate) {
    const problem = immediateProblem(shape.immediate, imm);
    if (problem) throw new RangeError(`${row.name}: imm is ${imm}, ${problem}.`);
    word |= shape.immediate.encode(imm);
  } else if (imm !== 0) {
    throw new RangeError(`${row.name}: imm is ${imm}, but the instruction has no immediate.`);
  }
  return word >>> 0;
}

/** Why a value does not fit an immediate, as the end of a sentence; undefined when it fits. */
export function immediateProblem(immediate: Immediate, value: number): string | undefined {
  const { minimum, maximum, multiple } = immediate;
  if (Number.isInteger(value) && value >= minimum && value <= maximum && value % multiple === 0)
    return undefined;
  const what = multiple === 1 ? 'an integer' : `a multiple of ${multiple}`;
  return `and must be ${what} from ${minimum} to ${maximum}`;
}

function register(row: Row, name: string, exists: boolean, number = 0): number {
  if (!exists && number !== 0)
    throw new RangeError(`${row.name}: ${name} is ${number}, but the instruction has no ${name}.`);
  if (!Number.isInteger(number) || number < 0 || number > 31)
    throw new RangeError(`${row.name}: ${name} is ${number}, and must be a register number from 0 to 31.`);
  return number;
}
