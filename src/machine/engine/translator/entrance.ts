import { DATA_TLB_ENTRIES, Entry, Slot, TLB_ENTRY_SIZE } from '../../layout';
import { Access } from '../../pmp';
import { Pte } from '../../sv39';
import { emitWalk } from '../interpreter/emit-refill';
import { FunctionBody, Op, ValueType, encodeTableModule } from '../wasm-module';
import { RegionExit } from './region-exit';
import { TLB_SHIFT, emitFind } from './find';

let compiled: WebAssembly.Module | undefined;

/**
 * The way from TypeScript into translated code: its function `enter` calls the function at a place of the table. An access that
 * its buffer does not serve comes back here: when the page table says where it goes, translated code goes on.
 */
export function compileEntrance(): WebAssembly.Module {
  return (compiled ??= new WebAssembly.Module(encodeTableModule([entrance()], { exportName: 'enter' })));
}

/** Parameters: the place, and the budget. */
function entrance(): FunctionBody {
  const index = 0;
  const budget = 1;
  const body = new FunctionBody(2);
  const { i32, i64 } = ValueType;
  const address = body.local(i64);
  const entry = body.local(i32);
  const access = body.local(i32);
  const needed = body.local(i32);
  const exit = body.local(i32);
  const doubt = body.block();
  const again = body.loop();
  body.get(budget).get(index).callIndirect(Op.call_indirect).tee(exit);
  body.i32(RegionExit.miss).op(Op.i32_ne).if();
  body.get(exit).op(Op.return).end();
  body.i32(0).memory(Op.i64_load, Slot.address).tee(address).op(Op.i32_wrap_i64);
  body.i32(TLB_SHIFT).op(Op.i32_shr_u).i32((DATA_TLB_ENTRIES - 1) * TLB_ENTRY_SIZE).op(Op.i32_and); // prettier-ignore
  body.i32(0).memory(Op.i32_load, Slot.readTlb).op(Op.i32_add);
  body.i32(0).memory(Op.i32_load, Slot.value).op(Op.i32_add).set(entry);
  body.i32(0).memory(Op.i32_load, Slot.value).if();
  body.i32(Access.write).set(access).i32(Pte.W | Pte.D).set(needed).else(); // prettier-ignore
  body.i32(Access.read).set(access).i32(0).set(needed).end();
  emitWalk(body, { target: address, entry, access, needed }, doubt);
  body.i32(0).memory(Op.i64_load, Slot.pc).set(address);
  emitFind(body, address, entry, () => {
    body.get(entry).memory(Op.i32_load, Entry.imm).set(index);
    body.i32(0).memory(Op.i32_load, Slot.budget).set(budget).br(again);
  });
  body.i32(RegionExit.unknown).op(Op.return).end().end();
  return body.i32(RegionExit.doubt);
}
