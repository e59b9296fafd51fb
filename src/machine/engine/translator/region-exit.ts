/** Why translated code came back: its function's result. pc and budget are in their slots. */
export const RegionExit = {
  /** The instruction at pc is for the interpreter, or the budget is too small for it to be done here. */
  leave: 0,
  /** There is no translated code for pc. */
  unknown: 1,
  /** The buffer does not serve the access at pc: its address is in Slot.address, its buffer (see there) in Slot.value. */
  miss: 2,
  /** TypeScript has to see to the access at pc. */
  doubt: 3,
} as const;
