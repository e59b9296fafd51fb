import { PAGE_SIZE, Slot } from '../../layout';
import { Op, ValueType, type FunctionBody } from '../wasm-module';
import { ENTRY_SHIFT } from './exits';
import type { LoopState } from './loop-state';
import { LINE_SHIFT } from '../../timing/core';

const { i32 } = ValueType;

/** What the loop calls where it is asked what things take, by its place in `timedImports`. Pages are the low 32 bits of their numbers. */
export interface TimedCalls {
  /** Instructions of a line are about to be done, the first at the entry `ip`. */
  fetch(ip: number, page: number): void;
  /** A load of one line at a place in the machine's memory. */
  load(host: number, page: number): void;
  store(host: number, page: number): void;
  /** The branch at the entry `ip`, which is at `pc` (the low 32 bits). The budget is in its slot, and may be lowered. */
  branch(ip: number, pc: number, taken: number): void;
}
export const timedImports = [
  { name: 'fetch', parameters: [i32, i32] },
  { name: 'load', parameters: [i32, i32] },
  { name: 'store', parameters: [i32, i32] },
  { name: 'branch', parameters: [i32, i32, i32] },
] as const satisfies readonly { name: keyof TimedCalls; parameters: readonly ValueType[] }[];
const call = (name: keyof TimedCalls): number => timedImports.findIndex((each) => each.name === name);

/** Bytes of a line's entries, as a shift. */
const LINE_ENTRIES_SHIFT = LINE_SHIFT + ENTRY_SHIFT;
const PAGE_SHIFT = BigInt(Math.log2(PAGE_SIZE));

/**
 * What is added to the loop's code where somebody asks what things take. It calls out for each load, store and branch, and for each new line of
 * instructions: what is told of has been decided, and is done for certain.
 */
export class TimedLoop {
  /** Of the decoded page, where the entries of the line begin that was told of last; 0: none. */
  private readonly line: number;
  private readonly host: number;

  constructor(
    private readonly body: FunctionBody,
    private readonly state: LoopState,
  ) {
    this.line = body.local(i32);
    this.host = body.local(i32);
  }

  /** Before the instruction at `ip`. @param specials operations below this number are not done, or not here */
  emitFetch(specials: number): void {
    const { body, state, line } = this;
    // Where the line begins.
    body.get(state.ip).get(state.ip).get(state.pageIp).op(Op.i32_sub);
    body.i32((1 << LINE_ENTRIES_SHIFT) - 1).op(Op.i32_and, Op.i32_sub);
    body.get(line).op(Op.i32_ne).if();
    body.get(state.ip).memory(Op.i32_load16_u).i32(specials).op(Op.i32_ge_u).if();
    body.get(state.ip).get(state.ip).get(state.pageIp).op(Op.i32_sub);
    body
      .i32((1 << LINE_ENTRIES_SHIFT) - 1)
      .op(Op.i32_and, Op.i32_sub)
      .set(line);
    body.get(state.ip);
    this.emitPage(state.pageVa);
    body.call(call('fetch')).end().end();
  }

  /** With the place in memory on the stack, where it remains; its address is in `target`. */
  emitAccess(kind: 'load' | 'store'): void {
    const { body, state, host } = this;
    body.tee(host).get(host);
    this.emitPage(state.target);
    body.call(call(kind));
  }

  /** With the condition on the stack, where it remains. */
  emitBranch(): void {
    const { body, state, host } = this;
    body.set(host);
    state.emitStoreBudget();
    body.get(state.ip);
    state.emitPc(0);
    body.op(Op.i32_wrap_i64).get(host).call(call('branch'));
    body.i32(0).memory(Op.i32_load, Slot.budget).set(state.budget).get(host);
  }

  private emitPage(address: number): void {
    this.body.get(address).i64(PAGE_SHIFT).op(Op.i64_shr_u, Op.i32_wrap_i64);
  }
}
