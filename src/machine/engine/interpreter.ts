import type { Meaning } from '../../isa/row';
import {
  ENTRY_SIZE,
  Entry,
  FETCH_TLB_ENTRIES,
  PAGE_SIZE,
  SCRATCH,
  Slot,
  TLB_PAYLOAD,
  DATA_TLB_ENTRIES,
} from '../layout';
import { emitCondition, emitExpression, type Leaves } from './emit-expression';
import { emitMultiply, type MultiplyLocals } from './multiply';
import { operations, type Operation, type RowOperation } from './operations';
import { ModuleBuilder, Op, ValueType, type FunctionBody, type Label } from './wasm-module';

/**
 * Generates the interpreter from the instruction table: one WebAssembly function, a loop around a `br_table` with a
 * handler for each operation. The fast path (decoded instruction, TLB hit) never leaves the loop, and the loop contains no
 * calls: a call would make the compiler keep the loop's variables in memory. Whatever is not fast leaves by `slow`.
 *
 * Registers of the loop are locals: `ip` points at the decoded instruction, `pageIp` at the decoded page,
 * `pageVa` is the page's virtual address; so pc = pageVa + (ip - pageIp) / 8. `budget` counts steps down.
 *
 * Imports run with pc and budget in memory, the budget including the step under way. They may lower it (to stop after
 * this step), change pc and mode, and say so by their result.
 */
export interface Imports {
  /** Brings the page at pc into the fetch TLB. @returns the decoded page, or 0 when a trap was taken instead. */
  fetch(): number;
  /**
   * Does what the loop does not: the operation of the entry at `ip`. For memory accesses the address and the value to
   * store are in their slots.
   * @returns a SlowResult, or `nextEntry` of the instruction's length when it is done
   */
  slow(operation: number, ip: number): number;
}

export const SlowResult = {
  /** The step is done, and pc says where to go on: after a trap, a trap return, or what changes how code is fetched. */
  jump: 0,
  /** No step was done: the entry at `ip` is ready now. */
  retry: 1,
  /** No step was done: the instruction is in the scratch entry. */
  scratch: 2,
} as const;

/** Why the engine came back: its function's result. */
export const EngineExit = { budget: 0, breakpoint: 1 } as const;

const LOAD_OPS: Record<string, number> = {
  '1s': Op.i64_load8_s, '1u': Op.i64_load8_u, '2s': Op.i64_load16_s, '2u': Op.i64_load16_u,
  '4s': Op.i64_load32_s, '4u': Op.i64_load32_u, '8s': Op.i64_load, '8u': Op.i64_load,
}; // prettier-ignore
const STORE_OPS = { 1: Op.i64_store8, 2: Op.i64_store16, 4: Op.i64_store32, 8: Op.i64_store } as const;

/** Bytes of entries per byte of code, as a shift. */
const ENTRY_SHIFT = Math.log2(ENTRY_SIZE / 2);
/** Bytes from an instruction's entry to the next one's. */
export const nextEntry = (length: number): number => length << ENTRY_SHIFT;
const PAGE_MASK = BigInt(-PAGE_SIZE);

class InterpreterGenerator {
  private readonly module = new ModuleBuilder();
  private readonly imports: Record<keyof Imports, number>;
  private readonly body: FunctionBody;
  private readonly ip: number;
  private readonly pageIp: number;
  private readonly budget: number;
  private readonly readTlb: number;
  private readonly writeTlb: number;
  private readonly entry: number;
  private readonly pageVa: number;
  private readonly value: number;
  private readonly target: number;
  private readonly multiply: MultiplyLocals;
  private exit!: Label;
  private refetch!: Label;
  private slow!: Label;
  private dispatch!: Label;

  constructor() {
    const { i32, i64 } = ValueType;
    const { module } = this;
    this.imports = {
      fetch: module.importFunction('fetch', [], [i32]),
      slow: module.importFunction('slow', [i32, i32], [i32]),
    };
    const { body } = module.defineFunction('run', [], [i32]);
    this.body = body;
    this.ip = body.local(i32);
    this.pageIp = body.local(i32);
    this.budget = body.local(i32);
    this.readTlb = body.local(i32);
    this.writeTlb = body.local(i32);
    this.entry = body.local(i32);
    this.pageVa = body.local(i64);
    this.value = body.local(i64);
    this.target = body.local(i64);
    this.multiply = { a: body.local(i64), b: body.local(i64), low: body.local(i64), middle: body.local(i64) };
  }

  generate(): Uint8Array<ArrayBuffer> {
    const { body } = this;
    body.i32(0).memory(Op.i32_load, Slot.budget).set(this.budget);
    this.exit = body.block();
    this.refetch = body.loop();
    this.emitFetch();
    const resume = body.loop();
    this.slow = body.block();
    this.dispatch = body.loop();
    body.get(this.budget).op(Op.i32_eqz).if();
    this.emitStorePc();
    body.br(this.exit).end();
    body.get(this.budget).i32(1).op(Op.i32_sub).set(this.budget);
    const handlers = operations.map(() => body.block()).reverse();
    body.get(this.ip).memory(Op.i32_load8_u, Entry.operation).brTable(handlers, handlers[0]);
    for (const operation of operations) {
      body.end();
      this.emitHandler(operation);
    }
    body.end().end(); // dispatch, slow
    this.emitSlow(resume);
    body.end().end().end(); // resume, refetch, exit
    body.i32(0).get(this.budget).memory(Op.i32_store, Slot.budget);
    body.i32(EngineExit.budget);
    return this.module.encode();
  }

  /** From pc in memory to ip: through the fetch TLB, or by an import. */
  private emitFetch(): void {
    const { body } = this;
    body.get(this.budget).op(Op.i32_eqz).brIf(this.exit);
    body.i32(0).memory(Op.i32_load, Slot.readTlb).set(this.readTlb);
    body.i32(0).memory(Op.i32_load, Slot.writeTlb).set(this.writeTlb);
    body.i32(0).memory(Op.i64_load, Slot.pc).tee(this.target).i64(PAGE_MASK).op(Op.i64_and).set(this.pageVa);
    body.i32(0).memory(Op.i32_load, Slot.fetchTlb);
    body
      .get(this.target)
      .i64(8n)
      .op(Op.i64_shr_u, Op.i32_wrap_i64)
      .i32((FETCH_TLB_ENTRIES - 1) * 16)
      .op(Op.i32_and, Op.i32_add);
    body.tee(this.entry).memory(Op.i64_load).get(this.pageVa).op(Op.i64_eq).if(ValueType.i32);
    body.get(this.entry).memory(Op.i32_load, TLB_PAYLOAD);
    body.else();
    body.i32(0).get(this.budget).memory(Op.i32_store, Slot.budget);
    body.call(this.imports.fetch);
    body.end().tee(this.pageIp).op(Op.i32_eqz).if();
    body.i32(0).memory(Op.i32_load, Slot.budget).i32(1).op(Op.i32_sub).set(this.budget);
    body.br(this.refetch).end();
    body
      .get(this.pageIp)
      .get(this.target)
      .op(Op.i32_wrap_i64)
      .i32(PAGE_SIZE - 2)
      .op(Op.i32_and)
      .i32(ENTRY_SHIFT);
    body.op(Op.i32_shl, Op.i32_add).set(this.ip);
  }

  /** What the loop left to TypeScript: the entry at `ip`, with `target` and `value`. */
  private emitSlow(resume: Label): void {
    const { body } = this;
    this.emitStorePc();
    body.i32(0).get(this.budget).i32(1).op(Op.i32_add).memory(Op.i32_store, Slot.budget);
    body.i32(0).get(this.target).memory(Op.i64_store, Slot.address);
    body.i32(0).get(this.value).memory(Op.i64_store, Slot.value);
    body
      .get(this.ip)
      .memory(Op.i32_load8_u, Entry.operation)
      .get(this.ip)
      .call(this.imports.slow)
      .set(this.entry);
    body.i32(0).memory(Op.i32_load, Slot.budget).set(this.budget);
    body.get(this.entry).i32(SlowResult.retry).op(Op.i32_eq).brIf(resume);
    body.get(this.entry).i32(SlowResult.scratch).op(Op.i32_eq).if();
    // The scratch entries stand in for the last halfword of the page, so that pc comes out right.
    body.i32(SCRATCH).set(this.ip);
    body.i32(SCRATCH - ((PAGE_SIZE - 2) << ENTRY_SHIFT)).set(this.pageIp);
    body.br(resume).end();
    body.get(this.budget).i32(1).op(Op.i32_sub).set(this.budget);
    body.get(this.entry).op(Op.i32_eqz).brIf(this.refetch);
    body.get(this.ip).get(this.entry).op(Op.i32_add).set(this.ip).br(resume);
  }

  private emitHandler(operation: Operation): void {
    const { body } = this;
    if (operation.kind === 'row') {
      this.emitMeaning(operation.row.meaning, operation);
      return;
    }
    if (operation.kind === 'nothing') {
      this.emitNext(operation.length);
      return;
    }
    switch (operation.special) {
      case 'pageEnd':
        this.emitUndoStep();
        this.emitStorePc();
        body.br(this.refetch);
        return;
      case 'breakpoint':
        this.emitUndoStep();
        this.emitStorePc();
        body.i32(0).get(this.budget).memory(Op.i32_store, Slot.budget);
        body.i32(EngineExit.breakpoint).op(Op.return);
        return;
      default:
        body.br(this.slow);
    }
  }

  private emitUndoStep(): void {
    this.body.get(this.budget).i32(1).op(Op.i32_add).set(this.budget);
  }

  private emitMeaning(meaning: Meaning, operation: RowOperation): void {
    const { body } = this;
    const leaves = this.leaves(operation.length);
    switch (meaning.kind) {
      case 'compute':
        this.emitRegisterAddress('rd');
        emitExpression(body, meaning.value, leaves);
        body.memory(Op.i64_store, Slot.registers);
        break;
      case 'load':
        emitExpression(body, meaning.address, leaves);
        body.set(this.target);
        if (operation.discards) return this.emitLeave();
        this.emitLoad(meaning.width, meaning.signed);
        break;
      case 'store':
        emitExpression(body, meaning.address, leaves);
        body.set(this.target);
        emitExpression(body, meaning.value, leaves);
        body.set(this.value);
        this.emitStore(meaning.width);
        break;
      case 'branch':
        emitCondition(body, meaning.condition, leaves);
        body.if();
        if (operation.near) {
          this.emitNearJump();
        } else {
          body.i32(0);
          emitExpression(body, meaning.target, leaves);
          body.memory(Op.i64_store, Slot.pc).br(this.refetch);
        }
        body.end();
        break;
      case 'jump':
        this.emitJump(meaning, operation);
        return;
      case 'amo':
      case 'loadReserved':
      case 'storeConditional':
        // Rare, and their handlers were large enough to make V8's code for all the others two to four times slower.
        leaves.emitLeaf(body, 'rs1');
        body.set(this.target);
        this.emitLeave();
        return;
      case 'fence':
      case 'csr':
      case 'fenceI':
      case 'system':
        body.br(this.slow);
        return;
    }
    this.emitNext(operation.length);
  }

  /** Straight on to the next instruction. */
  private emitNext(length: 2 | 4): void {
    this.body
      .get(this.ip)
      .i32(length << ENTRY_SHIFT)
      .op(Op.i32_add)
      .set(this.ip)
      .br(this.dispatch);
  }

  /** The entry's immediate holds the distance in bytes of entries. */
  private emitNearJump(): void {
    const { body } = this;
    body
      .get(this.ip)
      .get(this.ip)
      .memory(Op.i32_load, Entry.imm)
      .op(Op.i32_add)
      .set(this.ip)
      .br(this.dispatch);
  }

  private emitJump(meaning: Meaning & { kind: 'jump' }, operation: RowOperation): void {
    const { body } = this;
    const leaves = this.leaves(operation.length);
    const relative = meaning.target.kind === 'binary' && meaning.target.left.kind === 'leaf';
    if (!(relative && operation.near)) {
      emitExpression(body, meaning.target, leaves);
      body.set(this.target);
    }
    if (!operation.discards) {
      this.emitRegisterAddress('rd');
      leaves.emitLeaf(body, 'next');
      body.memory(Op.i64_store, Slot.registers);
    }
    if (relative && operation.near) {
      this.emitNearJump();
      return;
    }
    if (operation.near) {
      // A jump to a register often stays in the page.
      body.get(this.target).i64(PAGE_MASK).op(Op.i64_and).get(this.pageVa).op(Op.i64_eq).if();
      body
        .get(this.pageIp)
        .get(this.target)
        .op(Op.i32_wrap_i64)
        .i32(PAGE_SIZE - 2)
        .op(Op.i32_and)
        .i32(ENTRY_SHIFT);
      body.op(Op.i32_shl, Op.i32_add).set(this.ip).br(this.dispatch).end();
    }
    body.i32(0).get(this.target).memory(Op.i64_store, Slot.pc).br(this.refetch);
  }

  /** Address in `target`. */
  private emitLoad(width: 1 | 2 | 4 | 8, signed: boolean): void {
    const { body } = this;
    this.emitTlbCheck(this.readTlb, width);
    this.emitRegisterAddress('rd');
    this.emitHostAddress();
    body.memory(LOAD_OPS[`${width}${signed ? 's' : 'u'}`]).memory(Op.i64_store, Slot.registers);
  }

  /** Address in `target`, value in `value`. */
  private emitStore(width: 1 | 2 | 4 | 8): void {
    this.emitTlbCheck(this.writeTlb, width);
    this.emitHostAddress();
    this.body.get(this.value).memory(STORE_OPS[width]);
  }

  /** Leaves the instruction to TypeScript. */
  private emitLeave(): void {
    this.body.br(this.slow);
  }

  /** Leaves the loop unless the address in `target` is in the buffer, and aligned. The buffer's entry is then in `entry`. */
  private emitTlbCheck(tlb: number, width: number): void {
    const { body } = this;
    body
      .get(this.target)
      .i64(8n)
      .op(Op.i64_shr_u, Op.i32_wrap_i64)
      .i32((DATA_TLB_ENTRIES - 1) * 16)
      .op(Op.i32_and);
    body.get(tlb).op(Op.i32_add).tee(this.entry).memory(Op.i64_load);
    body
      .get(this.target)
      .i64(PAGE_MASK | BigInt(width - 1))
      .op(Op.i64_and, Op.i64_ne)
      .brIf(this.slow);
  }

  private emitHostAddress(): void {
    const { body } = this;
    body.get(this.target).op(Op.i32_wrap_i64).get(this.entry).memory(Op.i32_load, TLB_PAYLOAD).op(Op.i32_add);
  }

  private emitStorePc(): void {
    this.body.i32(0);
    this.emitPc(0);
    this.body.memory(Op.i64_store, Slot.pc);
  }

  private emitPc(distance: number): void {
    const { body } = this;
    body.get(this.pageVa).get(this.ip).get(this.pageIp).op(Op.i32_sub).i32(ENTRY_SHIFT).op(Op.i32_shr_u);
    if (distance !== 0) body.i32(distance).op(Op.i32_add);
    body.op(Op.i64_extend_i32_u, Op.i64_add);
  }

  private emitRegisterAddress(field: 'rd' | 'rs1' | 'rs2'): void {
    this.body.get(this.ip).memory(Op.i32_load8_u, Entry[field]);
  }

  private leaves(length: number): Leaves {
    return {
      emitHelper: (body, helper) => emitMultiply(body, helper, this.multiply),
      emitLeaf: (body, leaf) => {
        switch (leaf) {
          case 'rs1':
          case 'rs2':
            this.emitRegisterAddress(leaf);
            body.memory(Op.i64_load, Slot.registers);
            return;
          case 'imm':
            body.get(this.ip).memory(Op.i64_load32_s, Entry.imm);
            return;
          case 'pc':
            this.emitPc(0);
            return;
          case 'next':
            this.emitPc(length);
            return;
          case 'old':
            throw new Error('atomic instructions are not in the loop');
        }
      },
    };
  }
}

let compiled: WebAssembly.Module | undefined;

/** The interpreter for one machine's memory. The module is generated and compiled once in a worker's life. */
export function instantiateInterpreter(memory: WebAssembly.Memory, imports: Imports): () => number {
  compiled ??= new WebAssembly.Module(new InterpreterGenerator().generate());
  const instance = new WebAssembly.Instance(compiled, { env: { memory, ...imports } });
  return instance.exports.run as () => number;
}
