import { Register } from '../../isa/registers';
import { toUnsigned64 } from '../../base/integers';
import { cfaOf } from '../../toolchain/dwarf/frame/unwind';
import type { RegisterRule, UnwindRow } from '../../toolchain/dwarf/frame/row';
import { evaluateNumber } from '../../toolchain/dwarf/location/evaluate';
import type { AddressSpace } from '../memory/address-space';
import { FrameRegisters, isPreserved, type Home } from './frame-registers';
import type { FrameState } from '../../toolchain/assembler/output/frame-states';

/** A function that has not returned yet: where it goes on when it does, and with which registers. */
export interface Activation {
  readonly pc: bigint;
  readonly registers: FrameRegisters;
  /** `pc` is an instruction that was interrupted, not the one behind a call. */
  readonly isExact: boolean;
  /** The frame's canonical address of the function that was called from here: sp as it was at that call. */
  readonly cfa: bigint;
}

/** The caller by call frame information; undefined when there is none, or what leads to it is lost. */
export function callerByRow(
  row: UnwindRow,
  callee: FrameRegisters,
  space: AddressSpace,
): Activation | undefined {
  const state = {
    register: (number: number) => callee.read(number),
    readMemory: (address: bigint, size: number) => space.read(address, size),
  };
  const cfa = cfaOf(row, state);
  if (cfa === undefined) return undefined;
  const compute = (expression: Uint8Array): bigint | undefined =>
    evaluateNumber(expression, { frame: { pc: 0n, ...state } }, cfa);
  const apply = (rule: RegisterRule, number: number): Home | undefined => {
    switch (rule.kind) {
      case 'undefined':
        return undefined;
      case 'sameValue':
        return callee.home(number);
      case 'offset':
        return inMemory(space, cfa + rule.offset);
      case 'valueOffset':
        return { kind: 'value', value: toUnsigned64(cfa + rule.offset) };
      case 'register':
        return callee.home(rule.register);
      case 'expression':
        return inMemory(space, compute(rule.expression));
      case 'valueExpression': {
        const value = compute(rule.expression);
        return value === undefined ? undefined : { kind: 'value', value };
      }
    }
  };
  const homeOf = (number: number): Home | undefined => {
    const rule = row.registers.get(number);
    if (rule) return apply(rule, number);
    if (number === Register.sp) return { kind: 'value', value: cfa };
    return isPreserved(number) || number === Register.ra ? callee.home(number) : undefined;
  };
  const registers = FrameRegisters.from(homeOf);
  const column = row.returnAddressRegister;
  // The column need not be one of the 32: at a trap it stands for the interrupted pc.
  const pc = column < 32 ? registers.read(column) : valueOf(homeOf(column));
  return pc === undefined ? undefined : { pc, registers, isExact: row.isSignalFrame || column >= 32, cfa };
}

/** The caller of a function whose instructions were read to see what it does to the stack. */
export function callerByCode(
  state: FrameState,
  callee: FrameRegisters,
  space: AddressSpace,
): Activation | undefined {
  const { fromStackPointer, fromFramePointer, saved, changed } = state;
  const base = callee.read(fromStackPointer === undefined ? Register.s0 : Register.sp);
  if (base === undefined) return undefined;
  const cfa = toUnsigned64(base + BigInt(fromStackPointer ?? fromFramePointer ?? 0));
  const registers = FrameRegisters.from((number) => {
    const distance = saved.get(number);
    if (number === Register.sp) return { kind: 'value', value: cfa };
    if (distance !== undefined) return inMemory(space, cfa + BigInt(distance));
    return !changed.has(number) && (isPreserved(number) || number === Register.ra)
      ? callee.home(number)
      : undefined;
  });
  const pc = registers.read(Register.ra);
  return pc === undefined ? undefined : { pc, registers, isExact: false, cfa };
}

/** The caller by the chain of frame pointers: s0 is the frame's canonical address, ra and the old s0 lie below it. */
export function callerByFramePointer(callee: FrameRegisters, space: AddressSpace): Activation | undefined {
  const cfa = callee.read(Register.s0);
  if (cfa === undefined || cfa === 0n) return undefined;
  const registers = FrameRegisters.from((number) => {
    if (number === Register.sp) return { kind: 'value', value: cfa };
    if (number === Register.ra) return inMemory(space, cfa - 8n);
    if (number === Register.s0) return inMemory(space, cfa - 16n);
    return undefined;
  });
  const pc = registers.read(Register.ra);
  return pc === undefined ? undefined : { pc, registers, isExact: false, cfa };
}

const inMemory = (space: AddressSpace, address: bigint | undefined): Home | undefined =>
  address === undefined ? undefined : { kind: 'memory', space, address: toUnsigned64(address) };

/** The value of a home that is not a register. */
function valueOf(home: Home | undefined): bigint | undefined {
  if (home?.kind === 'memory') return home.space.readNumber(home.address, 8);
  return home?.kind === 'value' ? home.value : undefined;
}
