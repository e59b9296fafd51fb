import {
  Entry,
  FETCH_TLB_ENTRIES,
  PAGE_MASK,
  PAGE_SIZE,
  Slot,
  TLB_ENTRY_SIZE,
  TLB_PAYLOAD,
} from '../../layout';
import { ENTRY_SHIFT } from '../interpreter/exits';
import { special } from '../interpreter/operations';
import { Op, type FunctionBody } from '../wasm-module';

const TRANSLATED = special('translated');
/** Shift of an address, before it is masked to a place in a buffer. */
export const TLB_SHIFT = 8;

/** Does something if translated code begins at an address: with the entry there in the local `entry`. */
export function emitFind(body: FunctionBody, address: number, entry: number, emitFound: () => void): void {
  body.get(address).op(Op.i32_wrap_i64).i32(TLB_SHIFT).op(Op.i32_shr_u);
  body.i32((FETCH_TLB_ENTRIES - 1) * TLB_ENTRY_SIZE).op(Op.i32_and);
  body.i32(0).memory(Op.i32_load, Slot.fetchTlb).op(Op.i32_add).tee(entry).memory(Op.i64_load);
  body.get(address).i64(PAGE_MASK).op(Op.i64_and, Op.i64_eq).if();
  body
    .get(address)
    .op(Op.i32_wrap_i64)
    .i32(PAGE_SIZE - 2)
    .op(Op.i32_and);
  body.i32(ENTRY_SHIFT).op(Op.i32_shl).get(entry).memory(Op.i32_load, TLB_PAYLOAD).op(Op.i32_add);
  body.tee(entry).memory(Op.i32_load16_u, Entry.operation).i32(TRANSLATED).op(Op.i32_eq).if();
  emitFound();
  body.end().end();
}
