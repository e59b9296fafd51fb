import {
  DATA_TLB_SIZE,
  JOURNAL,
  JOURNAL_ENTRIES,
  PAGE_MASK,
  RAM_OFFSET,
  Slot,
  TLB_PAYLOAD,
} from '../../layout';
import { RAM_BASE } from '../../physical-memory';
import { Access } from '../../pmp';
import { TABLE } from '../../refill';
import { Pte } from '../../sv39';
import type { LoopState } from './loop-state';
import { Op, ValueType, type FunctionBody, type Label } from '../wasm-module';

const PAGE_SHIFT = 12n;
/** Bits of an index into a page table, and of the address that the first index is above. */
const INDEX_BITS = 9n;
const ROOT_SHIFT = 30n;
/** Bits 63..39 of an address must equal bit 38. */
const UNUSED_BITS = 25n;
/** The bits of an entry above and below its page number. */
const ABOVE_PPN = 10n;
const BELOW_PPN = 10n;

/**
 * Fills a data buffer from the page table, for an access that it did not serve. Where TypeScript has something to decide or to do
 * (`refill.ts`) nothing is changed: faults, devices, A and D bits to be set, watched pages, accesses that are not aligned.
 * Sv39: privileged specification, "Virtual Address Translation Process".
 */
export class RefillEmitter {
  /** Where a load or a store goes that its buffer does not serve, with its address in `target` and the place in the read buffer in `entry`. */
  readonly missLoad: Label;
  readonly missStore: Label;
  private readonly found: Label;
  private readonly access: number;
  private readonly needed: number;

  /** Opens the blocks that the accesses are in. */
  constructor(
    private readonly body: FunctionBody,
    private readonly state: LoopState,
  ) {
    this.access = body.local(ValueType.i32);
    this.needed = body.local(ValueType.i32);
    this.found = body.block();
    this.missLoad = body.block();
    this.missStore = body.block();
  }

  /** Closes the blocks, and goes to `retry` when the buffer serves the access. @param doubt for TypeScript; with `value` set */
  emit(retry: Label, doubt: Label): void {
    const { body, state, access, needed } = this;
    body.end();
    state.emitAdd(state.entry, DATA_TLB_SIZE);
    body.i32(Access.write).set(access).i32(Pte.W | Pte.D).set(needed).br(this.found); // prettier-ignore
    body.end();
    body.i32(Access.read).set(access).i32(0).set(needed).i64(0n).set(state.value); // prettier-ignore
    body.end();
    emitWalk(body, { target: state.target, entry: state.entry, access, needed }, doubt);
    body.br(retry);
  }
}

/** Locals that a walk starts from. */
export interface WalkLocals {
  /** The address, virtual. */
  readonly target: number;
  /** Its place in the buffer. */
  readonly entry: number;
  /** The kind of access, and bits that an entry must have for it beside those of a load. */
  readonly access: number;
  readonly needed: number;
}

/** Walks the page table and fills in the buffer; where it must not, goes to `doubt`. */
export function emitWalk(
  body: FunctionBody,
  { target, entry, access, needed }: WalkLocals,
  doubt: Label,
): void {
  const { i32, i64 } = ValueType;
  const ram = body.local(i64);
  const physical = body.local(i64);
  const place = body.local(i64);
  const pte = body.local(i64);
  const shift = body.local(i64);
  const mask = body.local(i32);
  const filled = body.local(i32);
  /** From a physical address to its place in RAM. Of a loop that must not fill, no RAM is known. */
  const emitPlace = (): void => {
    body.i64(BigInt(RAM_BASE)).op(Op.i64_sub).tee(place).get(ram).op(Op.i64_ge_u).brIf(doubt);
  };
  /** Leaves a bit of what is known of the page at `place`, if it is set. */
  const emitKnown = (emitBit: () => void): void => {
    body.get(place).i64(PAGE_SHIFT).op(Op.i64_shr_u).get(ram).op(Op.i64_add, Op.i32_wrap_i64);
    body.memory(Op.i32_load8_u, RAM_OFFSET);
    emitBit();
    body.op(Op.i32_and);
  };
  /** The address that an entry leads to. */
  const emitAddress = (): void => {
    body.get(pte).i64(ABOVE_PPN).op(Op.i64_shl).i64(ABOVE_PPN + BELOW_PPN).op(Op.i64_shr_u); // prettier-ignore
    body.i64(PAGE_SHIFT).op(Op.i64_shl);
  };
  /** What of an address lies within the page of an entry at this level. */
  const emitOffset = (address: number): void => {
    body.get(address).i64(1n).get(shift).op(Op.i64_shl).i64(1n).op(Op.i64_sub, Op.i64_and);
  };

  body.i32(0).memory(Op.i64_load32_u, Slot.refillRam).set(ram);
  // What the buffer has and does not serve is not aligned.
  body.get(entry).memory(Op.i64_load);
  body.get(target).i64(PAGE_MASK).op(Op.i64_and, Op.i64_eq).brIf(doubt);

  body.get(target).set(physical);
  body.i32(0).memory(Op.i32_load, Slot.refillMask).get(needed).op(Op.i32_or).set(mask);
  body.i32(0).memory(Op.i32_load, Slot.refillMask).if();
  body.get(target).i64(UNUSED_BITS).op(Op.i64_shl).i64(UNUSED_BITS).op(Op.i64_shr_s);
  body.get(target).op(Op.i64_ne).brIf(doubt);
  // The page number of the root, where an entry would have it.
  body.i32(0).memory(Op.i64_load, Slot.satp).i64(BELOW_PPN).op(Op.i64_shl).set(pte);
  body.i64(ROOT_SHIFT).set(shift);
  const walk = body.loop();
  emitAddress();
  body
    .get(target)
    .get(shift)
    .op(Op.i64_shr_u)
    .i64((1n << INDEX_BITS) - 1n)
    .op(Op.i64_and);
  body.i64(3n).op(Op.i64_shl, Op.i64_add);
  emitPlace();
  emitKnown(() => body.i32(TABLE));
  body.op(Op.i32_eqz).brIf(doubt);
  body.get(place).op(Op.i32_wrap_i64).memory(Op.i64_load, RAM_OFFSET).tee(pte);
  body
    .i64(64n - ABOVE_PPN)
    .op(Op.i64_shr_u, Op.i64_eqz, Op.i32_eqz)
    .brIf(doubt);
  body.get(pte).op(Op.i32_wrap_i64).get(mask).op(Op.i32_and);
  body.i32(0).memory(Op.i32_load, Slot.refillBits).get(needed).op(Op.i32_or, Op.i32_ne).if(); // prettier-ignore
  // No leaf for this access, so it must lead to the next level.
  body
    .get(pte)
    .op(Op.i32_wrap_i64)
    .i32(Pte.V | Pte.R | Pte.W | Pte.X | Pte.U | Pte.A | Pte.D)
    .op(Op.i32_and);
  body.i32(Pte.V).op(Op.i32_ne).brIf(doubt);
  body.get(shift).i64(INDEX_BITS).op(Op.i64_sub).tee(shift);
  body.i64(PAGE_SHIFT).op(Op.i64_ge_u).brIf(walk);
  body.br(doubt).end().end();
  emitAddress();
  body.set(physical);
  emitOffset(physical);
  body.op(Op.i64_eqz, Op.i32_eqz).brIf(doubt); // a misaligned superpage
  body.get(physical);
  emitOffset(target);
  body.op(Op.i64_or).set(physical).end();

  body.get(physical);
  emitPlace();
  emitKnown(() => body.get(access));
  body.op(Op.i32_eqz).brIf(doubt);
  body.i32(0).memory(Op.i32_load, Slot.tlbs).tee(mask).memory(Op.i32_load, JOURNAL);
  body.tee(filled).i32(JOURNAL_ENTRIES).op(Op.i32_le_u).if();
  body.get(mask).get(filled).i32(1).op(Op.i32_add).tee(filled).memory(Op.i32_store, JOURNAL);
  body.get(mask).get(filled).i32(2).op(Op.i32_shl, Op.i32_add);
  body.get(entry).memory(Op.i32_store, JOURNAL).end();
  body.get(entry).get(target).i64(PAGE_MASK).op(Op.i64_and).memory(Op.i64_store);
  body.get(entry).get(place).get(target).op(Op.i64_sub, Op.i32_wrap_i64);
  body.i32(RAM_OFFSET).op(Op.i32_add).memory(Op.i32_store, TLB_PAYLOAD);
}
