import type { Meaning } from '../../isa/row';
import { DATA_TLB_ENTRIES, Entry, PAGE_MASK, Slot, TLB_PAYLOAD } from '../layout';
import { emitCondition, emitExpression, type Leaves } from './emit-expression';
import { ENTRY_SHIFT } from './exits';
import type { LoopState } from './loop-state';
import { emitMultiply } from './multiply';
import type { RowOperation } from './operations';
import { Op, type FunctionBody, type Label } from './wasm-module';

/** Where a handler goes on. */
export interface Exits {
  /** With the next instruction, at `ip`. */
  readonly dispatch: Label;
  /** At pc in its slot. */
  readonly refetch: Label;
  /** To TypeScript, with the instruction at `ip`. */
  readonly slow: Label;
  /** The same for a load: with its address in `target`. */
  readonly slowLoad: Label;
  /** The same for a store: and with what it stores in `value`. */
  readonly slowStore: Label;
}

const LOAD_OPS: Record<string, number> = {
  '1s': Op.i64_load8_s, '1u': Op.i64_load8_u, '2s': Op.i64_load16_s, '2u': Op.i64_load16_u,
  '4s': Op.i64_load32_s, '4u': Op.i64_load32_u, '8s': Op.i64_load, '8u': Op.i64_load,
}; // prettier-ignore
const STORE_OPS = { 1: Op.i64_store8, 2: Op.i64_store16, 4: Op.i64_store32, 8: Op.i64_store } as const;

/** Writes the code that does one instruction: what its row means, on registers in memory and an entry at `ip`. */
export class Handlers {
  constructor(
    private readonly body: FunctionBody,
    private readonly state: LoopState,
    private readonly exits: Exits,
  ) {}

  /** The instruction, without going on to the next, unless it jumps. */
  emit(operation: RowOperation): void {
    const { body, state, exits } = this;
    const { meaning } = operation.row;
    const leaves = this.leaves(operation.length);
    switch (meaning.kind) {
      case 'compute':
        this.emitRegisterAddress('rd');
        emitExpression(body, meaning.value, leaves);
        body.memory(Op.i64_store, Slot.registers);
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
        body.if();
        if (operation.near) this.emitNearJump();
        else {
          body.i32(0);
          emitExpression(body, meaning.target, leaves);
          body.memory(Op.i64_store, Slot.pc).br(exits.refetch);
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
        body.set(state.target).br(exits.slowLoad);
        return;
      case 'fence':
      case 'csr':
      case 'fenceI':
      case 'system':
        body.br(exits.slow);
        return;
    }
  }

  /** Instructions one behind the other. Each is a step: what leaves on the way leaves as if it had stood alone. */
  emitSequence(parts: readonly RowOperation[]): void {
    const { state } = this;
    parts.forEach((part, index) => {
      this.emit(part);
      if (index === parts.length - 1) {
        this.emitNext(part.length);
        return;
      }
      state.emitAdd(state.ip, part.length << ENTRY_SHIFT);
      state.emitAdd(state.budget, -1);
    });
  }

  /** Straight on to the next instruction. */
  emitNext(length: 2 | 4): void {
    this.state.emitAdd(this.state.ip, length << ENTRY_SHIFT);
    this.body.br(this.exits.dispatch);
  }

  /** The entry's immediate holds the distance in bytes of entries. */
  private emitNearJump(): void {
    const { body, state } = this;
    body.get(state.ip).get(state.ip).memory(Op.i32_load, Entry.imm).op(Op.i32_add).set(state.ip);
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
      this.emitNearJump();
      return;
    }
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
    const { body, state, exits } = this;
    this.emitTlbCheck(state.readTlb, width, exits.slowLoad);
    this.emitRegisterAddress('rd');
    this.emitHostAddress();
    body.memory(LOAD_OPS[`${width}${signed ? 's' : 'u'}`]).memory(Op.i64_store, Slot.registers);
  }

  /** Address in `target`, value in `value`. */
  private emitStore(width: 1 | 2 | 4 | 8): void {
    const { body, state, exits } = this;
    this.emitTlbCheck(state.writeTlb, width, exits.slowStore);
    this.emitHostAddress();
    body.get(state.value).memory(STORE_OPS[width]);
  }

  /** Leaves the loop unless the address in `target` is in the buffer, and aligned. The buffer's entry is then in `entry`. */
  private emitTlbCheck(tlb: number, width: number, otherwise: Label): void {
    const { body, state } = this;
    body.get(state.target).i64(8n).op(Op.i64_shr_u, Op.i32_wrap_i64);
    body.i32((DATA_TLB_ENTRIES - 1) * 16).op(Op.i32_and);
    body.get(tlb).op(Op.i32_add).tee(state.entry).memory(Op.i64_load);
    // Only an aligned address is the page's with nothing below.
    body.get(state.target).i64(PAGE_MASK | BigInt(width - 1)).op(Op.i64_and, Op.i64_ne).brIf(otherwise); // prettier-ignore
  }

  private emitHostAddress(): void {
    const { body, state } = this;
    body.get(state.target).op(Op.i32_wrap_i64).get(state.entry).memory(Op.i32_load, TLB_PAYLOAD);
    body.op(Op.i32_add);
  }

  private emitRegisterAddress(field: 'rd' | 'rs1' | 'rs2'): void {
    this.body.get(this.state.ip).memory(Op.i32_load8_u, Entry[field]);
  }

  private leaves(length: number): Leaves {
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
            body.get(state.ip).memory(Op.i64_load32_s, Entry.imm);
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
