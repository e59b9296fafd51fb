import type { Decoded } from '../../../isa/row';
import { PAGE_MASK, PAGE_SIZE, SCRATCH, Slot } from '../../layout';
import { StepResult } from '../../step-result';
import type { Timing } from '../../timing/timing';
import type { Engine, EngineExit, EngineParts } from '../engine';
import { DecodedPages, type Forgotten } from './decoded-pages';
import { LoopExit } from './exits';
import { compileLoop } from './loop';
import { operations } from './operations';
import type { TimedCalls } from './timed-loop';

/** Why the interpreter came back: as an engine does, or at the entry of translated code, which is in Slot.ip. */
export type InterpreterExit = EngineExit | 'translated';

/** What became of what the loop left: a StepResult, the instruction's length, or one of these. */
const Left = {
  /** No step was done: the instruction is in the scratch entry. */
  scratch: -1,
  /** No step was done: the instruction has a mark. */
  mark: -2,
} as const;

/**
 * The generated loop, and what it comes back for. The loop calls nothing: a call in it, even one that is hardly ever made, has V8
 * keep the loop's variables on the stack, which makes every instruction up to twice as slow.
 */
export class Interpreter implements Engine {
  private readonly loop: (start: number) => number;
  readonly pages: DecodedPages;

  /** @param forgotten is told what is not decoded any more: see DecodedPages */
  constructor(
    private readonly parts: EngineParts,
    forgotten?: Forgotten,
  ) {
    const { memory } = parts.state;
    const calls = parts.timing && this.timedCalls(parts.timing);
    const loop = new WebAssembly.Instance(compileLoop(calls !== undefined), { env: { memory, ...calls } });
    this.loop = loop.exports['run'] as Interpreter['loop'];
    this.pages = new DecodedPages(parts, forgotten);
  }

  run(): EngineExit {
    return this.interpret() as EngineExit;
  }

  step(instruction: Decoded): void {
    this.interpret(instruction);
  }

  /** @param first the instruction at pc, if it is to be done whatever its entry says */
  interpret(first?: Decoded): InterpreterExit {
    if (first) this.pages.writeScratch(first);
    return this.runFrom(first ? SCRATCH : 0);
  }

  codeChanged(hostAddress: number, length: number): void {
    this.pages.codeChanged(hostAddress, length);
  }
  marksChanged(addresses?: readonly bigint[]): void {
    this.pages.marksChanged(addresses);
  }

  /** @param start 0, or where the scratch entry is, when it holds the instruction at pc */
  private runFrom(start: number): InterpreterExit {
    const { state } = this.parts;
    for (;;) {
      const exit = this.loop(start);
      start = 0;
      if (exit === LoopExit.slow) {
        const ip = state.low(Slot.ip);
        const result = this.execute(ip);
        if (result === Left.mark) return 'mark';
        if (result === Left.scratch || (result === StepResult.retry && ip === SCRATCH)) start = SCRATCH;
        if (result < 0 || result === StepResult.retry) continue;
        if (result !== StepResult.jump) state.add(Slot.pc, result);
      } else if (exit === LoopExit.miss) {
        if (this.fetch()) continue;
      } else if (exit === LoopExit.translated) return 'translated';
      else return exit === LoopExit.breakpoint ? 'mark' : 'budget';
      state.setLow(Slot.budget, state.low(Slot.budget) - 1);
    }
  }

  /** What the loop tells of, for what things take. */
  private timedCalls(timing: Timing): { [name in keyof TimedCalls]: TimedCalls[name] } {
    const { state, fetch, transient } = this.parts;
    return {
      fetch: (ip, page) => {
        const host =
          ip === SCRATCH ? fetch.running() + (state.low(Slot.pc) & (PAGE_SIZE - 1)) : this.pages.hostOf(ip);
        timing.fetch(host, page);
      },
      load: (host, page) => timing.load(host, page),
      store: (host, page) => timing.store(host, page),
      branch: (ip, pc, taken) => {
        const isForeseen = timing.branch(pc, taken !== 0);
        if (isForeseen || !transient) return;
        const address = ip === SCRATCH ? state.get(Slot.pc) : this.pages.addressOf(ip);
        transient.mispredicted(this.pages.instructionAt(ip), address, taken !== 0);
      },
    };
  }

  /** Brings the page at pc into the fetch buffer. False when a trap was taken instead. */
  private fetch(): boolean {
    const { state, tlb, fetch } = this.parts;
    const hostPage = fetch.page();
    if (hostPage < 0) return false;
    const decoded = this.pages.page(hostPage, state.get(Slot.pc) & PAGE_MASK, fetch.guard(hostPage));
    tlb.fillFetch(state.low(Slot.pc), state.high(Slot.pc), decoded);
    return true;
  }

  /** What the loop does not do: the instruction at `ip`. */
  private execute(ip: number): number {
    const { state, fetch, marks, slow } = this.parts;
    const operation = operations[state.u16[ip >> 1]];
    if (operation.kind !== 'special') return slow.execute(this.pages.instructionAt(ip));
    switch (operation.special) {
      case 'undecoded':
        this.pages.decodeAt(ip);
        return StepResult.retry;
      case 'crossing': {
        const instruction = fetch.instruction();
        if (!instruction) return StepResult.jump;
        if (marks.writesWatched(instruction)) return Left.mark;
        this.pages.writeScratch(instruction);
        return Left.scratch;
      }
      case 'forbidden':
      case 'illegal':
        // It cannot be fetched, or is none: this takes the trap.
        fetch.instruction();
        return StepResult.jump;
      default:
        throw new Error(`the loop does ${operation.special} itself`);
    }
  }
}
