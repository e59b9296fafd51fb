import { Op } from './wasm-module';

/** The WebAssembly load for a width and a sign, all to i64. */
const LOADS: Record<string, number> = {
  '1s': Op.i64_load8_s, '1u': Op.i64_load8_u, '2s': Op.i64_load16_s, '2u': Op.i64_load16_u,
  '4s': Op.i64_load32_s, '4u': Op.i64_load32_u, '8s': Op.i64_load, '8u': Op.i64_load,
}; // prettier-ignore

export const loadOp = (width: number, signed: boolean): number => LOADS[`${width}${signed ? 's' : 'u'}`];

/** By width. */
export const STORE_OPS = { 1: Op.i64_store8, 2: Op.i64_store16, 4: Op.i64_store32, 8: Op.i64_store } as const;
