import type { Meaning, Row } from '../../../isa/row';
import { DATA_TLB_ENTRIES, DATA_TLB_SIZE, Entry, PAGE_MASK, Slot, TLB_PAYLOAD } from '../../layout';
import { emitCondition, emitExpression, type Leaves } from '../emit-expression';
import { STORE_OPS, loadOp } from '../memory-operations';
import { ENTRY_SHIFT } from './exits';
import type { LoopState } from './loop-state';
import { emitMultiply } from '../multiply';
import { hasWideImmediate, type RowOperation } from './operations';
import type { TimedLoop } from './timed-loop';
import { Op, type FunctionBody, type Label } from '../wasm-module';

/** Where a handler goes on. */
export interface Exits {
  /** With the next instruction, at `ip`. */
  readonly dispatch: Label;
  /** At pc in its slot. */
  readonly refetch: Label;
  /** To TypeScript, with the instruction at `ip`. */
  readonly slow: Label;
  /** The same for an access to memory: with its address in `target`. */
  readonly slowLoad: Label;
  /** A load that its buffer does not serve: with its address in `target`, and the place in the buffer in `entry`. */
  readonly missLoad: Label;
  /** The same for a store: and with what it stores in `value`. */
  readonly missStore: Label;
}

/** Writes the code that does one instruction: what its row means, on registers in memory and an entry at `ip`. */
export class Handlers {
  constructor(
    private readonly body: FunctionBody,
    private readonly state: LoopState,
    private readonly exits: Exits,
    /** Where what things take is asked. */
    private readonly timed?: TimedLoop,
  ) {}

  /** The instruction, without going on to the next, unless it jumps. */
  emit(operation: RowOperation): void {
    const { body, state, exits } = this;
    const { meaning } = operation.row;
    const leaves = this.leaves(operation);
    switch (meaning.kind) {
      case 'compute':
        this.emitRegisterAddress('rd');
        emitExpression(body, meaning.value, leaves);
        this.emitResult();
        return;
      case 'load':
        emitExpression(body, meaning.address, leaves);
        body.set(state.target);
        if (operation.discards) body.br(exits.slowLoad);
        else this.emitLoad(meaning.width, meaning.signed);
        return;
      case 'store':
        emitExpression(body, meaning.address, leaves);
        body.set(state.target);
        emitExpression(body, meaning.value, leaves);
        body.set(state.value);
        this.emitStore(meaning.width);
        return;
      case 'branch':
        emitCondition(body, meaning.condition, leaves);
        this.timed?.emitBranch();
        body.if();
        if (operation.near) this.emitNearJump(operation.row);
        else {
          body.i32(0);
          emitExpression(body, meaning.target, leaves);
          body.memory(Op.i64_store, Slot.pc);
          this.emitCount();
          body.br(exits.refetch);
        }
        body.end();
        return;
      case 'jump':
        this.emitJump(meaning, operation, leaves);
        return;
      case 'amo':
      case 'loadReserved':
      case 'storeConditional':
        // Rare, and large enough to slow down V8's code for all the others.
        leaves.emitLeaf(body, 'rs1');
        body.set(state.target);
        body.br(exits.slowLoad);
        return;
      case 'fence':
      case 'csr':
      case 'fenceI':
      case 'system':
        body.br(exits.slow);
        return;
    }
  }

  /** Straight on to the next instruction. */
  emitNext(length: 2 | 4): void {
    this.emitCount();
    this.state.emitAdd(this.state.ip, length << ENTRY_SHIFT);
    this.body.br(this.exits.dispatch);
  }

  /** The instruction is done. */
  private emitCount(): void {
    this.state.emitAdd(this.state.budget, -1);
  }

  /** The entry's immediate holds the distance in bytes of entries. */
  private emitNearJump(row: Row): void {
    const { body, state } = this;
    this.emitCount();
    const load = hasWideImmediate(row) ? Op.i32_load : Op.i32_load16_s;
    body.get(state.ip).get(state.ip).memory(load, Entry.imm).op(Op.i32_add).set(state.ip);
    body.br(this.exits.dispatch);
  }

  private emitJump(meaning: Meaning & { kind: 'jump' }, operation: RowOperation, leaves: Leaves): void {
    const { body, state, exits } = this;
    const isRelative = meaning.target.kind === 'binary' && meaning.target.left.kind === 'leaf';
    if (!(isRelative && operation.near)) {
      emitExpression(body, meaning.target, leaves);
      body.set(state.target);
    }
    if (!operation.discards) {
      this.emitRegisterAddress('rd');
      leaves.emitLeaf(body, 'next');
      body.memory(Op.i64_store, Slot.registers);
    }
    if (isRelative && operation.near) {
      this.emitNearJump(operation.row);
      return;
    }
    this.emitCount();
    if (operation.near) {
      // A jump to a register often stays in the page.
      body.get(state.target).i64(PAGE_MASK).op(Op.i64_and).get(state.pageVa).op(Op.i64_eq).if();
      state.emitEnterPage();
      body.br(exits.dispatch).end();
    }
    body.i32(0).get(state.target).memory(Op.i64_store, Slot.pc).br(exits.refetch);
  }

  /** Address in `target`. */
  private emitLoad(width: 1 | 2 | 4 | 8, signed: boolean): void {
    const { body, exits } = this;
    this.emitTlbCheck(0, width, exits.missLoad);
    this.emitRegisterAddress('rd');
    this.emitHostAddress(0);
    this.timed?.emitAccess('load');
    body.memory(loadOp(width, signed));
    this.emitResult();
  }

  /** Address in `target`, value in `value`. */
  private emitStore(width: 1 | 2 | 4 | 8): void {
    const { body, state, exits } = this;
    this.emitTlbCheck(DATA_TLB_SIZE, width, exits.missStore);
    this.emitHostAddress(DATA_TLB_SIZE);
    this.timed?.emitAccess('store');
    body.get(state.value).memory(STORE_OPS[width]);
  }

  /** Leaves the loop unless the address in `target` is in the buffer, and aligned. The buffer's entry is then in `entry`. */
  private emitTlbCheck(buffer: number, width: number, otherwise: Label): void {
    const { body, state } = this;
    body.get(state.target).i64(8n).op(Op.i64_shr_u, Op.i32_wrap_i64);
    body.i32((DATA_TLB_ENTRIES - 1) * 16).op(Op.i32_and);
    body.get(state.readTlb).op(Op.i32_add).tee(state.entry).memory(Op.i64_load, buffer);
    // Only an aligned address is the page's with nothing below.
    body
      .get(state.target)
      .i64(PAGE_MASK | BigInt(width - 1))
      .op(Op.i64_and, Op.i64_ne)
      .brIf(otherwise);
  }

  private emitHostAddress(buffer: number): void {
    const { body, state } = this;
    body
      .get(state.target)
      .op(Op.i32_wrap_i64)
      .get(state.entry)
      .memory(Op.i32_load, buffer + TLB_PAYLOAD);
    body.op(Op.i32_add);
  }

  /** Stores the value on the stack at the register's address below it. */
  private emitResult(): void {
    this.body.memory(Op.i64_store, Slot.registers);
  }

  private emitRegisterAddress(field: 'rd' | 'rs1' | 'rs2'): void {
    this.body.get(this.state.ip).memory(Op.i32_load8_u, Entry[field]);
  }

  private leaves({ row, length }: RowOperation): Leaves {
    const { state } = this;
    return {
      emitHelper: (body, helper) => emitMultiply(body, helper, state.multiply),
      emitLeaf: (body, leaf) => {
        switch (leaf) {
          case 'rs1':
          case 'rs2':
            this.emitRegisterAddress(leaf);
            body.memory(Op.i64_load, Slot.registers);
            return;
          case 'imm':
            body.get(state.ip).memory(hasWideImmediate(row) ? Op.i64_load32_s : Op.i64_load16_s, Entry.imm);
            return;
          case 'pc':
            state.emitPc(0);
            return;
          case 'next':
            state.emitPc(length);
            return;
          case 'old':
            throw new Error('atomic instructions are not in the loop');
        }
      },
    };
  }
}
