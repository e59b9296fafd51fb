import { ENTRY_SIZE } from '../../layout';

/** Why the generated loop came back: its function's result. pc and budget are in their slots. */
export const LoopExit = {
  budget: 0,
  breakpoint: 1,
  /** The page at pc is not in the fetch TLB. */
  miss: 2,
  /** The instruction whose entry is in Slot.ip is not for the loop; for memory accesses, operands are in their slots. */
  slow: 3,
  /** The instruction whose entry is in Slot.ip begins translated code. */
  translated: 4,
} as const;

/** Bytes of entries per byte of code, as a shift. */
export const ENTRY_SHIFT = Math.log2(ENTRY_SIZE / 2);
