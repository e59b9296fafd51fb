import { ENTRY_SIZE } from '../layout';

/** Why the generated loop came back: its function's result. pc and budget are in their slots. */
export const LoopExit = {
  budget: 0,
  breakpoint: 1,
  /** The page at pc is not in the fetch TLB. */
  miss: 2,
  /** The instruction whose entry is in Slot.ip is not for the loop; for memory accesses, operands are in their slots. */
  slow: 3,
} as const;

/** What became of an instruction that the loop did not do: one of these, or its length when it is done. */
export const SlowResult = {
  /** The step is done, and pc says where to go on: after a trap, a trap return, or what changes how code is fetched. */
  jump: 0,
  /** No step was done: the entry is ready now. */
  retry: 1,
  /** No step was done: the instruction is in the scratch entry. */
  scratch: -1,
} as const;

/** Bytes of entries per byte of code, as a shift. */
export const ENTRY_SHIFT = Math.log2(ENTRY_SIZE / 2);
