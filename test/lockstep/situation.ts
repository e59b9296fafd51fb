import type { Mode } from './emitter';
import type { Space } from './page-tables';

/** Bits of mstatus. */
export const Bits = {
  SIE: 1n << 1n,
  SPIE: 1n << 5n,
  MPIE: 1n << 7n,
  SPP: 1n << 8n,
  MPRV: 1n << 17n,
  SUM: 1n << 18n,
  MXR: 1n << 19n,
  TVM: 1n << 20n,
  TW: 1n << 21n,
  TSR: 1n << 22n,
} as const;

/** What slots need to know of the block they are part of, and may change. */
export interface Situation {
  readonly spaces: readonly Space[];
  /** The address space's number; undefined: no translation. */
  readonly space: number | undefined;
  readonly supervisorTimer: boolean;
  readonly safeAddress: (mode: Mode) => bigint;
  /** Can the address in SAFE be written, whatever happens? */
  readonly isSafe: boolean;
  readonly traps: { TSR: boolean };
  /** Address of the block's end in its last mode. */
  readonly end: () => bigint;
  /** Changes of mode, and the size from which on they hold. */
  readonly modes: { readonly size: number; readonly mode: Mode }[];
  /** The bit of mie for the one interrupt of supervisor level that the block may enable; it can be made pending. */
  readonly interrupt: bigint;
  /** Supervisor mode may wait: an interrupt is pending, and nothing may change that. */
  readonly waits: boolean;
}
