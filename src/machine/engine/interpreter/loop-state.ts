import { PAGE_SIZE, Slot } from '../../layout';
import { ENTRY_SHIFT } from './exits';
import { Op, ValueType, type FunctionBody } from '../wasm-module';

/**
 * The variables of the loop, as locals. pc = pageVa + (ip - pageIp) / 4. What a handler alone needs is assigned there before it is
 * used, so that nothing but what is listed first lives from one instruction to the next.
 */
export class LoopState {
  /** Parameter: 0, or where the scratch entry is, when it holds the instruction at pc. */
  readonly start = 0;
  /** The decoded instruction. */
  readonly ip: number;
  /** The decoded page. */
  readonly pageIp: number;
  /** The page's virtual address. */
  readonly pageVa: number;
  /** Steps left. */
  readonly budget: number;
  readonly readTlb: number;

  /** Of a handler: a TLB entry; an address, virtual; the value to store; the factors and parts of a product. */
  readonly entry: number;
  readonly target: number;
  readonly value: number;
  readonly multiply: { a: number; b: number; low: number; middle: number };

  constructor(private readonly body: FunctionBody) {
    const { i32, i64 } = ValueType;
    this.ip = body.local(i32);
    this.pageIp = body.local(i32);
    this.pageVa = body.local(i64);
    this.budget = body.local(i32);
    this.readTlb = body.local(i32);
    this.entry = body.local(i32);
    this.target = body.local(i64);
    this.value = body.local(i64);
    this.multiply = { a: body.local(i64), b: body.local(i64), low: body.local(i64), middle: body.local(i64) };
  }

  /** Leaves pc, plus a distance, on the stack. */
  emitPc(distance: number): void {
    const { body } = this;
    body.get(this.pageVa).get(this.ip).get(this.pageIp).op(Op.i32_sub).i32(ENTRY_SHIFT).op(Op.i32_shr_u);
    if (distance !== 0) body.i32(distance).op(Op.i32_add);
    body.op(Op.i64_extend_i32_u, Op.i64_add);
  }

  emitStorePc(): void {
    this.body.i32(0);
    this.emitPc(0);
    this.body.memory(Op.i64_store, Slot.pc);
  }

  emitStoreBudget(): void {
    this.body.i32(0).get(this.budget).memory(Op.i32_store, Slot.budget);
  }

  emitAdd(local: number, value: number): void {
    this.body.get(local).i32(value).op(Op.i32_add).set(local);
  }

  /** From `target`, an address in the decoded page, to `ip`. */
  emitEnterPage(): void {
    const { body } = this;
    body.get(this.pageIp).get(this.target).op(Op.i32_wrap_i64);
    body.i32(PAGE_SIZE - 2).op(Op.i32_and).i32(ENTRY_SHIFT).op(Op.i32_shl, Op.i32_add).set(this.ip); // prettier-ignore
  }
}
