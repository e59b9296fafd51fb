import type { Decoded } from '../../../isa/row';
import {
  DATA_TLB_ENTRIES,
  DATA_TLB_SIZE,
  Entry,
  PAGE_MASK,
  Slot,
  TLB_ENTRY_SIZE,
  TLB_PAYLOAD,
} from '../../layout';
import { emitCondition, emitExpression, type Leaves } from '../emit-expression';
import { isPcRelative } from '../interpreter/operations';
import { STORE_OPS, loadOp } from '../memory-operations';
import { emitMultiply, type MultiplyLocals } from '../multiply';
import { FunctionBody, Op, ValueType, type Label } from '../wasm-module';
import type { Region } from './blocks';
import { flowOf, type FlowNode } from './flow';
import { emitCsrAccess } from './csr-access';
import { TLB_SHIFT, emitFind } from './find';
import { ModeChange } from './mode-changes';
import { RegionExit } from './region-exit';
import { registersOf, type Registers } from './registers';

/**
 * Writes one region as a function: the registers that it names are locals, control flow is that of WebAssembly, and steps are taken off
 * the budget block by block, so that the count is exact wherever it leaves. Before it begins, and at each start of a loop, the budget must
 * do for the longest way to the next such place. Whatever is not plain (a buffer that does not serve, an instruction of the
 * interpreter) leaves with everything as it is before that instruction. A region that leads to another calls it as its tail.
 */
export class RegionEmitter {
  /** The parameter: steps left. */
  private readonly budget = 0;
  private readonly body = new FunctionBody(1);
  private readonly readTlb: number;
  /** Of what leaves: where, in the page. */
  private readonly offset: number;
  /** Of an access that leaves: steps of its block that are behind, and the buffer. */
  private readonly behind: number;
  private readonly entry: number;
  private readonly address: number;
  /** Of an atomic instruction: where it is, and what was there. */
  private readonly host: number;
  private readonly old: number;
  private readonly buffer: number;
  private readonly locals = new Map<number, number>();
  private readonly labels = new Map<FlowNode, Label>();
  private readonly loops = new Map<FlowNode, Label>();
  private readonly registers: Registers;
  private readonly start: FlowNode;
  private multiply: MultiplyLocals | undefined;
  private leave!: Label;
  private miss!: Label;
  private goto!: Label;
  /** Registers that may differ from their slots where code is being written. */
  private dirty = 0;
  /** Steps of the block that are behind, and the offset of the instruction that is being written. */
  private steps = 0;
  private at = 0;
  /** Steps of the block that have been taken off the budget. */
  private spent = 0;

  /**
   * @param virtualPage of the code, as a signed number
   * @param isShort budgets are: each block looks at what is left, so that little of it is the interpreter's
   */
  constructor(
    region: Region,
    private readonly virtualPage: number,
    private readonly isShort: boolean,
  ) {
    const { i32, i64 } = ValueType;
    const { body } = this;
    this.start = flowOf(region);
    this.registers = registersOf(this.start);
    this.readTlb = body.local(i32);
    this.offset = body.local(i32);
    this.behind = body.local(i32);
    this.entry = body.local(i32);
    this.address = body.local(i64);
    this.host = body.local(i32);
    this.old = body.local(i64);
    this.buffer = body.local(i32);
    for (const register of this.registers.used) this.locals.set(register, body.local(i64));
  }

  emit(): FunctionBody {
    const { body, start } = this;
    for (const [register, local] of this.locals) {
      body.i32(0).memory(Op.i64_load, slotOf(register)).set(local);
    }
    body.i32(0).memory(Op.i32_load, Slot.readTlb).set(this.readTlb);
    this.leave = body.block();
    this.miss = body.block();
    this.goto = body.block();
    if (!start.isLoop && !this.isShort) this.emitBudgetCheck(start);
    this.emitNode(start);
    body.end();
    this.emitGoto();
    body.end();
    body.get(this.budget).get(this.behind).op(Op.i32_sub).set(this.budget);
    body.i32(0).get(this.address).memory(Op.i64_store, Slot.address);
    body.i32(0).get(this.buffer).memory(Op.i32_store, Slot.value);
    this.emitLeave(RegionExit.miss);
    body.end();
    this.emitLeave(RegionExit.leave);
    return body;
  }

  private emitLeave(exit: number): void {
    const { body } = this;
    this.emitStores(this.registers.written);
    body.i32(0).i64Of(this.virtualPage).get(this.offset).op(Op.i64_extend_i32_u, Op.i64_add);
    body.memory(Op.i64_store, Slot.pc);
    this.emitReturn(exit);
  }

  private emitNode(node: FlowNode): void {
    const { body } = this;
    if (node.isLoop) {
      this.loops.set(node, body.loop());
      if (!this.isShort) this.emitBudgetCheck(node);
    }
    if (this.isShort) this.emitBudgetCheck(node);
    this.emitWithin(
      node,
      [...node.joins].sort((a, b) => b.number - a.number),
    );
    if (node.isLoop) body.end();
  }

  /** What joins lead to comes behind blocks that end there: that which comes last in the outermost. */
  private emitWithin(node: FlowNode, joins: readonly FlowNode[]): void {
    if (joins.length === 0) {
      this.emitBlock(node);
      return;
    }
    const [join, ...inner] = joins;
    this.labels.set(join, this.body.block());
    this.emitWithin(node, inner);
    this.body.end();
    this.emitNode(join);
  }

  private emitBudgetCheck(node: FlowNode): void {
    const { body } = this;
    body.i32(node.block.start).set(this.offset);
    const steps = this.isShort ? node.block.instructions.length : node.longest;
    body.get(this.budget).i32(steps).op(Op.i32_lt_u).brIf(this.leave);
  }

  private emitBlock(node: FlowNode): void {
    const { body } = this;
    const { instructions, end, start } = node.block;
    this.dirty = this.registers.dirtyAt(node);
    this.at = start;
    this.steps = this.spent = 0;
    for (const instruction of instructions) {
      this.emitInstruction(instruction);
      this.at += instruction.length;
      this.steps++;
    }
    this.emitSpend();
    const { dirty } = this;
    switch (end.kind) {
      case 'leave':
        body.i32(end.target).set(this.offset).br(this.leave);
        return;
      case 'modeChange':
        this.emitStores(dirty);
        body
          .i32(0)
          .i64Of(this.virtualPage + end.target)
          .memory(Op.i64_store, Slot.pc);
        body.get(this.budget).i32(ModeChange[end.change]).callIndirect(Op.return_call_indirect);
        return;
      case 'indirect':
        this.emitStores(dirty);
        body.br(this.goto);
        return;
      case 'goto':
        this.emitTransfer(node, end.target);
        return;
      case 'branch':
        // The condition has been left on the stack.
        body.if();
        this.emitTransfer(node, end.target);
        body.end();
        this.dirty = dirty;
        this.emitTransfer(node, end.next);
    }
  }

  private emitTransfer(node: FlowNode, target: number): void {
    const { body } = this;
    const next = node.successors.find(({ block }) => block.start === target);
    if (!next) {
      this.emitStores(this.dirty);
      body
        .i64Of(this.virtualPage + target)
        .set(this.address)
        .br(this.goto);
    } else if (next.number <= node.number) body.br(this.loops.get(next)!);
    else if (next.isJoin) body.br(this.labels.get(next)!);
    else this.emitNode(next);
  }

  private emitInstruction(instruction: Decoded): void {
    const { body } = this;
    const { row, rd, length } = instruction;
    const { meaning } = row;
    const leaves = this.leaves(instruction);
    switch (meaning.kind) {
      case 'compute':
        if (rd === 0) return;
        emitExpression(body, meaning.value, leaves);
        this.emitResult(rd);
        return;
      case 'load':
        emitExpression(body, meaning.address, leaves);
        body.set(this.address);
        this.emitHostAddress(0, meaning.width);
        body.memory(loadOp(meaning.width, meaning.signed));
        this.emitResult(rd);
        return;
      case 'store':
        emitExpression(body, meaning.address, leaves);
        body.set(this.address);
        this.emitHostAddress(DATA_TLB_SIZE, meaning.width);
        emitExpression(body, meaning.value, leaves);
        body.memory(STORE_OPS[meaning.width]);
        return;
      case 'amo':
        this.emitAtomicAddress(DATA_TLB_SIZE, meaning.width, leaves);
        body.get(this.host).memory(loadOp(meaning.width, true)).set(this.old);
        body.get(this.host);
        emitExpression(body, meaning.value, leaves);
        body.memory(STORE_OPS[meaning.width]).get(this.old);
        this.emitResult(rd);
        return;
      case 'loadReserved':
        this.emitAtomicAddress(0, meaning.width, leaves);
        body.i32(0).get(this.host).memory(Op.i32_store, Slot.reservation);
        body.get(this.host).memory(loadOp(meaning.width, true));
        this.emitResult(rd);
        return;
      case 'storeConditional':
        this.emitAtomicAddress(DATA_TLB_SIZE, meaning.width, leaves);
        body.i32(0).memory(Op.i32_load, Slot.reservation).get(this.host).op(Op.i32_eq).if(ValueType.i64);
        body.get(this.host);
        leaves.emitLeaf(body, 'rs2');
        body.memory(STORE_OPS[meaning.width]).i64Of(0).else().i64Of(1).end();
        this.emitResult(rd);
        body.i32(0).i32(-1).memory(Op.i32_store, Slot.reservation);
        return;
      case 'branch':
        emitCondition(body, meaning.condition, leaves);
        return;
      case 'jump':
        // The target is worked out first: the link may be in the same register.
        if (!isPcRelative(row)) {
          emitExpression(body, meaning.target, leaves);
          body.set(this.address);
        }
        if (rd === 0) return;
        body.i64Of(this.virtualPage + this.at + length);
        this.emitResult(rd);
        return;
      case 'fence':
        return;
      case 'csr':
        this.emitCsr(instruction, leaves);
        return;
      default:
        throw new Error(`${row.name} is not for translated code`);
    }
  }

  private emitCsr(instruction: Decoded, leaves: Leaves): void {
    const { body, old } = this;
    this.emitSpend();
    emitCsrAccess(body, instruction, {
      old,
      value: this.address,
      emitRs1: () => leaves.emitLeaf(body, 'rs1'),
      emitLeaveIf: () => body.i32(this.at).set(this.offset).brIf(this.leave),
    });
    if (instruction.rd === 0) return;
    body.get(old);
    this.emitResult(instruction.rd);
  }

  private emitResult(rd: number): void {
    if (rd === 0) {
      this.body.op(Op.drop);
      return;
    }
    this.body.set(this.locals.get(rd)!);
    this.dirty |= 1 << rd;
  }

  /** Into `host`, from what is in rs1. */
  private emitAtomicAddress(buffer: number, width: number, leaves: Leaves): void {
    const { body } = this;
    leaves.emitLeaf(body, 'rs1');
    body.set(this.address);
    this.emitHostAddress(buffer, width);
    body.set(this.host);
  }

  /**
   * From the virtual address to that in the machine's memory. Leaves before the instruction that is being written unless the address is in
   * the buffer, and aligned.
   */
  private emitHostAddress(buffer: number, width: number): void {
    const { body, address, entry } = this;
    // These cost nothing where they are not used: V8 moves them to the branch.
    body
      .i32(this.at)
      .set(this.offset)
      .i32(this.steps - this.spent)
      .set(this.behind)
      .i32(buffer)
      .set(this.buffer);
    body.get(address).op(Op.i32_wrap_i64).i32(TLB_SHIFT).op(Op.i32_shr_u);
    body.i32((DATA_TLB_ENTRIES - 1) * TLB_ENTRY_SIZE).op(Op.i32_and).get(this.readTlb).op(Op.i32_add); // prettier-ignore
    body.tee(entry).memory(Op.i64_load, buffer);
    // Only an aligned address is its page's with nothing below.
    body
      .get(address)
      .i64(PAGE_MASK | BigInt(width - 1))
      .op(Op.i64_and, Op.i64_ne)
      .brIf(this.miss);
    body.get(address).op(Op.i32_wrap_i64);
    body
      .get(entry)
      .memory(Op.i32_load, buffer + TLB_PAYLOAD)
      .op(Op.i32_add);
  }

  /** Takes the steps of the block that are behind off the budget, as far as that has not been done. */
  private emitSpend(): void {
    const steps = this.steps - this.spent;
    if (steps > 0) this.body.get(this.budget).i32(steps).op(Op.i32_sub).set(this.budget);
    this.spent = this.steps;
  }

  private emitStores(registers: number): void {
    for (const [register, local] of this.locals) {
      if ((registers & (1 << register)) === 0) continue;
      this.body.i32(0).get(local).memory(Op.i64_store, slotOf(register));
    }
  }

  /** To the region at `address`, if there is one; registers are in their slots. */
  private emitGoto(): void {
    const { body, address, entry } = this;
    body.i32(0).get(address).memory(Op.i64_store, Slot.pc);
    emitFind(body, address, entry, () => {
      body.get(this.budget).get(entry).memory(Op.i32_load, Entry.imm);
      body.callIndirect(Op.return_call_indirect);
    });
    this.emitReturn(RegionExit.unknown);
  }

  private emitReturn(exit: number): void {
    this.body.i32(0).get(this.budget).memory(Op.i32_store, Slot.budget);
    this.body.i32(exit).op(Op.return);
  }

  private leaves(instruction: Decoded): Leaves {
    const { body } = this;
    return {
      emitHelper: (_, helper) => {
        const local = (): number => body.local(ValueType.i64);
        this.multiply ??= { a: local(), b: local(), low: local(), middle: local() };
        emitMultiply(body, helper, this.multiply);
      },
      emitLeaf: (_, leaf) => {
        switch (leaf) {
          case 'rs1':
          case 'rs2': {
            const register = instruction[leaf];
            if (register === 0) body.i64Of(0);
            else body.get(this.locals.get(register)!);
            return;
          }
          case 'imm':
            body.i64Of(instruction.imm);
            return;
          case 'pc':
            body.i64Of(this.virtualPage + this.at);
            return;
          case 'next':
            body.i64Of(this.virtualPage + this.at + instruction.length);
            return;
          case 'old':
            body.get(this.old);
        }
      },
    };
  }
}

const slotOf = (register: number): number => Slot.registers + 8 * register;
