import { FunctionBody, Op, encodeTableModule } from '../wasm-module';

let supported: boolean | undefined;

/** Whether the host has tail calls (WebAssembly 3.0), without which translated code could not go from region to region. */
export function hasTailCalls(): boolean {
  const body = new FunctionBody(1).get(0).i32(0).callIndirect(Op.return_call_indirect);
  return (supported ??= WebAssembly.validate(encodeTableModule([body], { first: 0 })));
}
