import { Entry, FETCH_TLB_ENTRIES, PAGE_MASK, PAGE_SIZE, Slot, TLB_PAYLOAD } from '../../layout';
import { ENTRY_SHIFT, LoopExit } from './exits';
import { RefillEmitter } from './emit-refill';
import { Handlers } from './handlers';
import { LoopState } from './loop-state';
import { SPECIALS, operations, type Special } from './operations';
import { TimedLoop, timedImports } from './timed-loop';
import { FunctionBody, Op, ValueType, encodeModule, type Label } from '../wasm-module';

/**
 * Generates the interpreter from the instruction table: one WebAssembly function, a loop around a `br_table` with a
 * handler for each operation. As long as instructions are decoded and addresses in the TLB it goes on; for everything else it returns.
 */
class InterpreterGenerator {
  private readonly body = new FunctionBody(1);
  private readonly state = new LoopState(this.body);
  private refetch!: Label;
  private slow!: Label;
  private readonly timed: TimedLoop | undefined;

  constructor(isTimed: boolean) {
    this.timed = isTimed ? new TimedLoop(this.body, this.state) : undefined;
  }

  generate(): Uint8Array<ArrayBuffer> {
    const { body, state } = this;
    body.i32(0).memory(Op.i32_load, Slot.budget).set(state.budget);
    body.i32(0).memory(Op.i32_load, Slot.readTlb).set(state.readTlb);
    const exit = body.block();
    this.refetch = body.loop();
    this.emitFetch(exit);
    this.slow = body.block();
    const slowLoad = body.block();
    const slowStore = body.block();
    const dispatch = body.loop();
    const refill = new RefillEmitter(body, state);
    body.get(state.budget).op(Op.i32_eqz).if();
    state.emitStorePc();
    body.br(exit).end();
    this.timed?.emitFetch(SPECIALS.length);
    const handlers = operations.map(() => body.block()).reverse();
    body.get(state.ip).memory(Op.i32_load16_u, Entry.operation).brTable(handlers, handlers[0]);
    const exits = {
      dispatch,
      refetch: this.refetch,
      slow: this.slow,
      slowLoad,
      missLoad: refill.missLoad,
      missStore: refill.missStore,
    };
    const instructions = new Handlers(body, state, exits, this.timed);
    for (const operation of operations) {
      body.end();
      if (operation.kind === 'special') {
        this.emitSpecial(operation.special);
        continue;
      }
      if (operation.kind === 'row') instructions.emit(operation);
      instructions.emitNext(operation.length);
    }
    refill.emit(dispatch, slowStore);
    body.end().end(); // Of dispatch and slowStore; then, with the store in front of it, of slowLoad, and of slow.
    body.i32(0).get(state.value).memory(Op.i64_store, Slot.value).end();
    body.i32(0).get(state.target).memory(Op.i64_store, Slot.address).end();
    body.i32(0).get(state.ip).memory(Op.i32_store, Slot.ip);
    this.emitReturn(LoopExit.slow);
    body.end().end(); // refetch, exit
    state.emitStoreBudget();
    body.i32(LoopExit.budget);
    const { i32 } = ValueType;
    const imports = this.timed ? timedImports : [];
    return encodeModule({ exportName: 'run', parameters: [i32], results: [i32], body, imports });
  }

  /** From pc in memory to `ip`, through the fetch TLB. */
  private emitFetch(exit: Label): void {
    const { body, state } = this;
    body.get(state.budget).op(Op.i32_eqz).brIf(exit);
    body
      .i32(0)
      .memory(Op.i64_load, Slot.pc)
      .tee(state.target)
      .i64(PAGE_MASK)
      .op(Op.i64_and)
      .set(state.pageVa);
    body.get(state.start).if();
    // The scratch entry stands in for that of pc, so that pc comes out right.
    body.get(state.start).set(state.ip);
    body.get(state.start).get(state.target).op(Op.i32_wrap_i64);
    body.i32(PAGE_SIZE - 2).op(Op.i32_and).i32(ENTRY_SHIFT).op(Op.i32_shl, Op.i32_sub).set(state.pageIp); // prettier-ignore
    body.i32(0).set(state.start);
    body.else();
    body.i32(0).memory(Op.i32_load, Slot.fetchTlb);
    body.get(state.target).i64(8n).op(Op.i64_shr_u, Op.i32_wrap_i64);
    body.i32((FETCH_TLB_ENTRIES - 1) * 16).op(Op.i32_and, Op.i32_add);
    body.tee(state.entry).memory(Op.i64_load).get(state.pageVa).op(Op.i64_ne).if();
    state.emitStoreBudget();
    body.i32(LoopExit.miss).op(Op.return).end();
    body.get(state.entry).memory(Op.i32_load, TLB_PAYLOAD).set(state.pageIp);
    state.emitEnterPage();
    body.end();
  }

  private emitSpecial(special: Special): void {
    const { body, state } = this;
    switch (special) {
      case 'pageEnd':
        state.emitStorePc();
        body.br(this.refetch);
        return;
      case 'breakpoint':
        this.emitReturn(LoopExit.breakpoint);
        body.op(Op.return);
        return;
      case 'translated':
        body.i32(0).get(state.ip).memory(Op.i32_store, Slot.ip);
        this.emitReturn(LoopExit.translated);
        body.op(Op.return);
        return;
      default:
        body.br(this.slow);
    }
  }

  /** Leaves the loop before the instruction at `ip`. */
  private emitReturn(exit: number): void {
    const { state } = this;
    state.emitStorePc();
    state.emitStoreBudget();
    this.body.i32(exit);
    if (exit === LoopExit.slow) this.body.op(Op.return);
  }
}

/** The bytes of the module. @param isTimed whether it tells of what it does (`timed-loop.ts`) */
export const generateLoop = (isTimed = false): Uint8Array<ArrayBuffer> =>
  new InterpreterGenerator(isTimed).generate();

let plain: WebAssembly.Module | undefined;
let timed: WebAssembly.Module | undefined;

/** The module that all machines share; it is generated and compiled once in a worker's life. */
export function compileLoop(isTimed: boolean): WebAssembly.Module {
  if (isTimed) return (timed ??= new WebAssembly.Module(generateLoop(true)));
  return (plain ??= new WebAssembly.Module(generateLoop()));
}
