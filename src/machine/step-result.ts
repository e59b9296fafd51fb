/** What became of an instruction that an engine did not do itself: one of these, or its length when it is done. */
export const StepResult = {
  /** The step is done, and pc says where to go on: after a trap, a trap return, or what changes how code is fetched. */
  jump: 0,
  /** No step was done: the instruction does not need TypeScript any more. */
  retry: 1,
} as const;
