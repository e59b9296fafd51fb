import type { Helper } from '../../isa/expression';
import { Op, ValueType, type ModuleBuilder } from './wasm-module';

/**
 * The high halves of 128-bit products, which WebAssembly lacks: schoolbook multiplication on 32-bit digits
 * (Hacker's Delight, "High-Order Half of 64-Bit Product"), with corrections for signed operands.
 * @returns function indices, each (i64, i64) -> i64
 */
export function defineMultiplyHelpers(module: ModuleBuilder): Record<Helper, number> {
  const { i64 } = ValueType;
  const unsigned = module.defineFunction(undefined, [i64, i64], [i64]);
  {
    const { body } = unsigned;
    const [low, middle, carried] = [body.local(i64), body.local(i64), body.local(i64)];
    const lowHalf = (local: number): void => void body.get(local).i64(0xffff_ffffn).op(Op.i64_and);
    const highHalf = (local: number): void => void body.get(local).i64(32n).op(Op.i64_shr_u);
    // low = a0 * b0; middle = a1 * b0 + (low >> 32); carried = a0 * b1 + (middle & mask)
    lowHalf(0);
    lowHalf(1);
    body.op(Op.i64_mul).set(low);
    highHalf(0);
    lowHalf(1);
    body.op(Op.i64_mul);
    highHalf(low);
    body.op(Op.i64_add).set(middle);
    lowHalf(0);
    highHalf(1);
    body.op(Op.i64_mul);
    lowHalf(middle);
    body.op(Op.i64_add).set(carried);
    // a1 * b1 + (middle >> 32) + (carried >> 32)
    highHalf(0);
    highHalf(1);
    body.op(Op.i64_mul);
    highHalf(middle);
    body.op(Op.i64_add);
    highHalf(carried);
    body.op(Op.i64_add);
  }
  /** unsigned product, minus the other operand for each operand that is read as negative */
  const corrected = (signedOperands: readonly number[]): number => {
    const { index, body } = module.defineFunction(undefined, [i64, i64], [i64]);
    body.get(0).get(1).call(unsigned.index);
    for (const operand of signedOperands) {
      body
        .get(operand)
        .i64(63n)
        .op(Op.i64_shr_s)
        .get(1 - operand)
        .op(Op.i64_and, Op.i64_sub);
    }
    return index;
  };
  return { mulhu: unsigned.index, mulh: corrected([0, 1]), mulhsu: corrected([0]) };
}
