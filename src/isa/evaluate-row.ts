import { hex, toUnsigned64 } from '../base/integers';
import { Cause, causeName } from './causes';
import { evaluate } from './evaluate';
import type { Leaves } from './evaluate';
import type { Expression } from './expression';
import type { Decoded, Meaning, SystemOperation } from './row';

/** An access of a CSR instruction, with its register and immediate already looked up. */
export interface CsrAccess {
  readonly number: number;
  readonly write: 'replace' | 'set' | 'clear';
  readonly operand: bigint;
  /** False when the instruction must not have a read's side effects. */
  readonly reads: boolean;
  /** False when the instruction must not write, not even the value that is there. */
  readonly writes: boolean;
}

/**
 * What `evaluateRow` needs of a machine. Values and addresses are unsigned 64-bit numbers. Whatever may trap throws, and
 * then `evaluateRow` has changed no register (an sc has used up its reservation).
 */
export interface EvaluationState {
  /** Address of the instruction; `evaluateRow` sets it to that of the next one. */
  pc: bigint;
  readRegister(number: number): bigint;
  /** Never called for x0. */
  writeRegister(number: number, value: bigint): void;
  /** Zero-extended from `width` bytes, at any alignment. */
  load(address: bigint, width: number): bigint;
  /** `value` fits `width` bytes. */
  store(address: bigint, width: number, value: bigint): void;
  /** lr: remembers a reservation on those bytes. */
  reserve(address: bigint, width: number): void;
  /** sc: whether the reservation still holds for those bytes; ends it. */
  takeReservation(address: bigint, width: number): boolean;
  /** Does the access and returns the CSR's old value (anything when `reads` is false). */
  accessCsr(access: CsrAccess): bigint;
  /** Does it and returns the next pc; `next` is the address behind the instruction. */
  system(operation: SystemOperation, decoded: Decoded, next: bigint): bigint;
  fence?(): void;
  fenceI?(): void;
}

/** The exception that an instruction itself raises: a misaligned atomic access. */
export class EvaluationTrap extends Error {
  override readonly name = 'EvaluationTrap';
  constructor(
    readonly code: Cause,
    /** For mtval or stval. */
    readonly value: bigint,
  ) {
    super(`${causeName(code, false)}: ${hex(value)}`);
  }
}

/**
 * Executes one instruction on `state`.
 * @throws EvaluationTrap, and what the callbacks throw; registers and pc are then as before.
 */
export function evaluateRow(decoded: Decoded, state: EvaluationState): void {
  const next = toUnsigned64(state.pc + BigInt(decoded.length));
  const leaves: Leaves = {
    rs1: state.readRegister(decoded.rs1),
    rs2: state.readRegister(decoded.rs2),
    imm: BigInt(decoded.imm),
    pc: state.pc,
    next,
  };
  const { rd, pc = next } = effect(decoded, state, leaves, next);
  if (rd !== undefined && decoded.rd !== 0) state.writeRegister(decoded.rd, rd);
  state.pc = pc;
}

/** What remains to be written when all that may trap is done: rd and, unless it is the instruction behind, pc. */
interface Result {
  readonly rd?: bigint;
  readonly pc?: bigint;
}

function effect(decoded: Decoded, state: EvaluationState, leaves: Leaves, next: bigint): Result {
  const { meaning } = decoded.row;
  const value = (expression: Expression, more?: Leaves): bigint =>
    evaluate(expression, { ...leaves, ...more });
  const address = leaves.rs1!;
  switch (meaning.kind) {
    case 'compute':
      return { rd: value(meaning.value) };
    case 'load': {
      const loaded = state.load(value(meaning.address), meaning.width);
      return { rd: meaning.signed ? signExtended(loaded, meaning.width) : loaded };
    }
    case 'store':
      state.store(value(meaning.address), meaning.width, low(value(meaning.value), meaning.width));
      return {};
    case 'branch':
      return value(meaning.condition) !== 0n ? { pc: value(meaning.target) } : {};
    case 'jump':
      return { rd: next, pc: value(meaning.target) };
    case 'amo': {
      requireAligned(address, meaning.width, Cause.storeAddressMisaligned);
      const old = signExtended(state.load(address, meaning.width), meaning.width);
      state.store(address, meaning.width, low(value(meaning.value, { old }), meaning.width));
      return { rd: old };
    }
    case 'loadReserved': {
      requireAligned(address, meaning.width, Cause.loadAddressMisaligned);
      const loaded = state.load(address, meaning.width);
      state.reserve(address, meaning.width);
      return { rd: signExtended(loaded, meaning.width) };
    }
    case 'storeConditional': {
      requireAligned(address, meaning.width, Cause.storeAddressMisaligned);
      if (!state.takeReservation(address, meaning.width)) return { rd: 1n };
      state.store(address, meaning.width, low(leaves.rs2!, meaning.width));
      return { rd: 0n };
    }
    case 'csr':
      return { rd: toUnsigned64(state.accessCsr(csrAccess(decoded, meaning, address))) };
    case 'fence':
      state.fence?.();
      return {};
    case 'fenceI':
      state.fenceI?.();
      return {};
    case 'system':
      return { pc: state.system(meaning.operation, decoded, next) };
  }
}

/** "Zicsr": which accesses happen depends on the register numbers, not on the values in them. */
function csrAccess(decoded: Decoded, meaning: Meaning & { kind: 'csr' }, rs1: bigint): CsrAccess {
  const replaces = meaning.write === 'replace';
  return {
    number: decoded.imm,
    write: meaning.write,
    operand: meaning.source === 'immediate' ? BigInt(decoded.rs1) : rs1,
    reads: !replaces || decoded.rd !== 0,
    writes: replaces || decoded.rs1 !== 0,
  };
}

const low = (value: bigint, width: number): bigint => BigInt.asUintN(width * 8, value);
const signExtended = (value: bigint, width: number): bigint => toUnsigned64(BigInt.asIntN(width * 8, value));

function requireAligned(address: bigint, width: number, cause: Cause): void {
  if (address % BigInt(width) !== 0n) throw new EvaluationTrap(cause, address);
}
