import { Register } from '../../../isa/registers';
import { toUnsigned64 } from '../../../base/integers';
import { evaluateNumber } from '../location/evaluate';
import { integerOf } from '../location/machine';
import type { FrameState } from '../location/place';
import type { RegisterRule, UnwindRow } from './row';

/** DWARF numbers of the integer registers are those of the instruction set: x0 to x31. */
const INTEGER_REGISTERS = 32;
/** gp, tp, s0 to s11: a function leaves them as it found them (RISC-V calling convention). */
const PRESERVED = new Set([3, 4, 8, 9, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27]);

/** The registers a frame is unwound from, and memory; what cannot be known or read is undefined. */
export type UnwindState = Pick<FrameState, 'register' | 'readMemory'>;

/** What a frame's caller had in its registers when it made the call. */
export interface CallerFrame {
  /** The canonical frame address of the frame that was unwound. */
  readonly cfa: bigint;
  /** Where the caller goes on: the instruction after the call. */
  readonly pc: bigint;
  /** x0 to x31; undefined: lost. */
  readonly registers: readonly (bigint | undefined)[];
  /** Unless set, look the caller up by `pc - 1`, as a call may be the last instruction of a function. */
  readonly isExactPc: boolean;
}

/** The canonical frame address at a row, or undefined when what it is computed from is lost. */
export function cfaOf(row: UnwindRow, state: UnwindState): bigint | undefined {
  if (row.cfa === undefined) return undefined;
  if (row.cfa.kind === 'expression')
    return evaluateNumber(row.cfa.expression, { frame: { pc: 0n, ...bound(state) } });
  const base = state.register(row.cfa.register);
  return base === undefined ? undefined : toUnsigned64(base + row.cfa.offset);
}

/**
 * One step of unwinding. Undefined when the frame is the outermost (its return address is declared
 * undefined) or when what leads to the caller is lost.
 * @throws DwarfError when an expression of the row is none.
 */
export function unwindFrame(row: UnwindRow, state: UnwindState): CallerFrame | undefined {
  const cfa = cfaOf(row, state);
  if (cfa === undefined) return undefined;
  const valueOf = (register: number): bigint | undefined => {
    const rule = row.registers.get(register);
    if (rule) return apply(rule, register, cfa, state);
    if (register === 0) return 0n;
    if (register === Register.sp) return cfa;
    // Without a rule, ra is where the call left it.
    const isPreserved =
      PRESERVED.has(register) || register === Register.ra || register === row.returnAddressRegister;
    return isPreserved ? state.register(register) : undefined;
  };
  const pc = valueOf(row.returnAddressRegister);
  if (pc === undefined) return undefined;
  const registers = Array.from({ length: INTEGER_REGISTERS }, (_, register) => valueOf(register));
  return { cfa, pc, registers, isExactPc: row.isSignalFrame };
}

function apply(rule: RegisterRule, register: number, cfa: bigint, state: UnwindState): bigint | undefined {
  const load = (address: bigint | undefined): bigint | undefined => {
    const bytes = address === undefined ? undefined : state.readMemory(toUnsigned64(address), 8);
    return bytes && integerOf(bytes);
  };
  const compute = (expression: Uint8Array) =>
    evaluateNumber(expression, { frame: { pc: 0n, ...bound(state) } }, cfa);
  switch (rule.kind) {
    case 'undefined':
      return undefined;
    case 'sameValue':
      return state.register(register);
    case 'offset':
      return load(cfa + rule.offset);
    case 'valueOffset':
      return toUnsigned64(cfa + rule.offset);
    case 'register':
      return state.register(rule.register);
    case 'expression':
      return load(compute(rule.expression));
    case 'valueExpression':
      return compute(rule.expression);
  }
}

const bound = (state: UnwindState): UnwindState => ({
  register: (number) => state.register(number),
  readMemory: (address, size) => state.readMemory(address, size),
});
