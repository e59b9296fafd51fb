import type { Privilege } from '../stop';
import type { Level } from './look';

/** The bit of a valid page-table entry that alone refuses an access. */
export type Refusal = 'U' | 'R';

/** Why transient instructions came to an end before there were as many as there may be; `limit`: there were. */
export type StretchEnd =
  | 'limit'
  | 'fence'
  | 'csr'
  | 'atomic'
  /** ecall, ebreak, a return, wfi. */
  | 'trap'
  /** A load or store that may not, other than by U or R alone; an instruction that cannot be fetched or is none. */
  | 'fault'
  | 'device';

/** A load that never happened. */
export interface TransientLoad {
  /** Virtual. */
  readonly address: bigint;
  readonly physical: number;
  readonly width: number;
  /** What went on from it, as it is in memory, without its sign. */
  readonly value: bigint;
  /** The bit that refuses the load. */
  readonly refusal?: Refusal;
  /** Where its line was: it is in the first cache since. Absent: no cache was asked, as its bytes are the stretch's own, or nothing was forwarded. */
  readonly level?: Level;
}

/** One instruction that never happened. */
export interface TransientInstruction {
  readonly pc: bigint;
  /** Its bits: 16 or 32 of them. */
  readonly word: number;
  /** The register that it would have written, and with what. */
  readonly register?: number;
  readonly value?: bigint;
  readonly load?: TransientLoad;
  /** What it would have stored. */
  readonly store?: { readonly address: bigint; readonly width: number; readonly value: bigint };
}

/** Instructions that a CPU began ahead of time, and threw away: registers and memory are as without them, the caches are not. */
export interface Stretch {
  readonly cpu: number;
  /** The instant after the step in which it was. */
  readonly at: number;
  readonly mode: Privilege;
  /** The instruction behind which it was: a load that faults, or a branch that was foreseen wrongly. */
  readonly pc: bigint;
  readonly cause: 'load' | 'branch';
  /** The load that faults. */
  readonly load?: TransientLoad;
  /** Of a branch: whether it was taken, other than foreseen. */
  readonly taken?: boolean;
  readonly instructions: readonly TransientInstruction[];
  readonly end: StretchEnd;
}
