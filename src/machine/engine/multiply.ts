import type { Helper } from '../../isa/expression';
import { Op, type FunctionBody } from './wasm-module';

/** i64 locals that `emitMultiply` may use. */
export interface MultiplyLocals {
  readonly a: number;
  readonly b: number;
  readonly low: number;
  readonly middle: number;
}

/** Operands that are read as signed. */
const SIGNED: Record<Helper, readonly ('a' | 'b')[]> = { mulhu: [], mulh: ['a', 'b'], mulhsu: ['a'] };

/**
 * The high half of a 128-bit product, which WebAssembly lacks: schoolbook multiplication on 32-bit digits (Hacker's
 * Delight, "High-Order Half of 64-Bit Product"), then corrected for signed operands. Takes the operands from the stack.
 */
export function emitMultiply(body: FunctionBody, helper: Helper, locals: MultiplyLocals): void {
  const { a, b, low, middle } = locals;
  const lowHalf = (local: number): void => void body.get(local).i64(0xffff_ffffn).op(Op.i64_and);
  const highHalf = (local: number): void => void body.get(local).i64(32n).op(Op.i64_shr_u);
  body.set(b).set(a);
  // low = a0 * b0; middle = a1 * b0 + (low >> 32)
  lowHalf(a);
  lowHalf(b);
  body.op(Op.i64_mul).set(low);
  highHalf(a);
  lowHalf(b);
  body.op(Op.i64_mul);
  highHalf(low);
  body.op(Op.i64_add).set(middle);
  // low = a0 * b1 + (middle & mask)
  lowHalf(a);
  highHalf(b);
  body.op(Op.i64_mul);
  lowHalf(middle);
  body.op(Op.i64_add).set(low);
  // a1 * b1 + (middle >> 32) + (low >> 32)
  highHalf(a);
  highHalf(b);
  body.op(Op.i64_mul);
  highHalf(middle);
  body.op(Op.i64_add);
  highHalf(low);
  body.op(Op.i64_add);
  // Minus the other operand for each operand that is negative.
  for (const operand of SIGNED[helper]) {
    const other = operand === 'a' ? b : a;
    body.get(locals[operand]).i64(63n).op(Op.i64_shr_s).get(other).op(Op.i64_and, Op.i64_sub);
  }
}
