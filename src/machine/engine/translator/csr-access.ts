import { csrNumber, csrPrivilege } from '../../../isa/csrs';
import type { Decoded, Meaning } from '../../../isa/row';
import { Quiet, Slot } from '../../layout';
import { MSTATUS_HIGH, SSTATUS_HIGH, SSTATUS_MASK, Status } from '../../status';
import { Op, type FunctionBody } from '../wasm-module';

/** A CSR that translated code accesses by itself (`csr-file.ts` has all of them). */
interface PlainCsr {
  readonly slot: Slot;
  /** Bits that are read from the slot, and bits that are always read as 1. */
  readonly read?: bigint;
  readonly fixed?: bigint;
  /** What a write does: bits of the slot take what is written, and nothing else comes of it; absent: writes are the interpreter's. */
  readonly written?: bigint;
  /** Bits of mstatus that a write may change here; one that changes others is the interpreter's. */
  readonly changes?: number;
}

const ALL = -1n;
const LOW = 0xffff_ffffn;
const high = (word: number): bigint => BigInt(word) << 32n;
const SUPERVISOR_STACK = Status.SIE | Status.SPIE | Status.SPP;

const PLAIN: Readonly<Record<string, PlainCsr>> = {
  sscratch: { slot: Slot.sscratch, written: ALL },
  sepc: { slot: Slot.sepc, written: ~1n },
  scause: { slot: Slot.scause, written: ALL },
  stval: { slot: Slot.stval, written: ALL },
  mscratch: { slot: Slot.mscratch, written: ALL },
  mepc: { slot: Slot.mepc, written: ~1n },
  mcause: { slot: Slot.mcause, written: ALL },
  mtval: { slot: Slot.mtval, written: ALL },
  stvec: { slot: Slot.stvec },
  mtvec: { slot: Slot.mtvec },
  mie: { slot: Slot.mie },
  medeleg: { slot: Slot.medeleg },
  mideleg: { slot: Slot.mideleg },
  sstatus: { slot: Slot.mstatus, read: BigInt(SSTATUS_MASK), fixed: high(SSTATUS_HIGH), changes: SUPERVISOR_STACK },
  mstatus: { slot: Slot.mstatus, read: LOW, fixed: high(MSTATUS_HIGH), changes: SUPERVISOR_STACK | Status.MIE | Status.MPIE },
}; // prettier-ignore
const byNumber = new Map(Object.entries(PLAIN).map(([name, csr]) => [csrNumber(name)!, csr]));

const writes = ({ rs1 }: Decoded, { write }: Meaning & { kind: 'csr' }): boolean =>
  write === 'replace' || rs1 !== 0;

/** Can translated code do it? */
export function isPlainAccess(instruction: Decoded): boolean {
  const { meaning } = instruction.row;
  const csr = byNumber.get(instruction.imm & 0xfff);
  if (!csr || meaning.kind !== 'csr') return false;
  return csr.written !== undefined || csr.changes !== undefined || !writes(instruction, meaning);
}

/** What the access is written with. */
export interface CsrParts {
  /** An i64 local for what was there, and one for what is written. */
  readonly old: number;
  readonly value: number;
  /** Leaves what is in rs1. */
  emitRs1(): void;
  /** Leaves translated code before the instruction, if what is on the stack is not 0. */
  emitLeaveIf(): void;
}

/** A plain access: what was there is in `old` then. */
export function emitCsrAccess(body: FunctionBody, instruction: Decoded, parts: CsrParts): void {
  const { meaning } = instruction.row;
  if (meaning.kind !== 'csr') throw new Error(`${instruction.row.name} is no access to a CSR`);
  const number = instruction.imm & 0xfff;
  const { slot, read, fixed = 0n, written, changes } = byNumber.get(number)!;
  const { old, value } = parts;
  body.i32(0).memory(Op.i32_load, Slot.privilege).i32(csrPrivilege(number)).op(Op.i32_lt_u);
  parts.emitLeaveIf();
  body.i32(0).memory(Op.i64_load, slot);
  if (read !== undefined) body.i64(read).op(Op.i64_and).i64(fixed).op(Op.i64_or);
  body.set(old);
  if (!writes(instruction, meaning)) return;
  const emitOperand = (): void => {
    if (meaning.source === 'immediate') body.i64Of(instruction.rs1);
    else parts.emitRs1();
  };
  if (meaning.write === 'replace') emitOperand();
  else {
    body.get(old);
    emitOperand();
    if (meaning.write === 'set') body.op(Op.i64_or);
    else body.i64(ALL).op(Op.i64_xor, Op.i64_and);
  }
  if (changes === undefined) {
    body.i64(written!).op(Op.i64_and).set(value);
    body.i32(0).get(value).memory(Op.i64_store, slot);
    return;
  }
  // What would change of mstatus; bits that the CSR does not show stay.
  body.get(old).op(Op.i64_xor).i64(read!).op(Op.i64_and).set(value);
  body.get(value).i64(BigInt(~changes)).op(Op.i64_and).i64(0n).op(Op.i64_ne);
  parts.emitLeaveIf();
  // What is enabled might let in what is pending.
  body.i32(0).memory(Op.i32_load, Slot.quiet).i32(Quiet.interrupts).op(Op.i32_and, Op.i32_eqz);
  parts.emitLeaveIf();
  body.i32(0).i32(0).memory(Op.i64_load, slot).get(value).op(Op.i64_xor);
  body.memory(Op.i64_store, slot);
}
