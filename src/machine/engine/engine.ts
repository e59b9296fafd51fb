import { SCRATCH, Slot } from '../layout';
import type { State } from '../state';
import { LoopExit, SlowResult } from './exits';
import { compileInterpreter } from './interpreter';

/** Why the engine came back. */
export type EngineExit = typeof LoopExit.budget | typeof LoopExit.breakpoint;

/**
 * What the generated loop leaves to TypeScript. It runs with pc and budget in memory, the budget including the step under way, and
 * may lower the budget (to stop after this step), change pc and mode.
 */
export interface SlowWork {
  /** Brings the page at pc into the fetch TLB. @returns the decoded page, or 0 when a trap was taken instead */
  fetch(): number;
  /** Does the instruction of this operation whose entry is at `ip`. @returns a SlowResult, or the instruction's length */
  execute(operation: number, ip: number): number;
}

/**
 * The generated loop, and what it comes back for. The loop calls nothing: a call in it, even one that is hardly ever made, has V8
 * keep the loop's variables on the stack, which makes every instruction up to twice as slow.
 */
export class Engine {
  private readonly loop: (start: number) => number;

  constructor(
    private readonly state: State,
    private readonly work: SlowWork,
  ) {
    const instance = new WebAssembly.Instance(compileInterpreter(), { env: { memory: state.memory } });
    this.loop = instance.exports['run'] as (start: number) => number;
  }

  /** Runs the steps of the budget in its slot; comes back early at a breakpoint. */
  run(): EngineExit {
    const { state, work, loop } = this;
    let start = 0;
    for (;;) {
      const exit = loop(start);
      start = 0;
      if (exit === LoopExit.slow) {
        const ip = state.low(Slot.ip);
        const result = work.execute(state.u16[ip >> 1], ip);
        if (result === SlowResult.retry) continue;
        if (result === SlowResult.scratch) {
          start = SCRATCH;
          continue;
        }
        if (result !== SlowResult.jump) state.add(Slot.pc, result);
      } else if (exit === LoopExit.miss) {
        if (work.fetch() !== 0) continue;
      } else return exit as EngineExit;
      state.setLow(Slot.budget, state.low(Slot.budget) - 1);
    }
  }
}
