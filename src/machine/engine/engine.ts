import type { Decoded } from '../../isa/row';
import type { CodePages } from '../code-pages';
import type { InstructionFetch } from '../instruction-fetch';
import type { Marks } from '../marks';
import type { SlowPath } from '../slow-path';
import type { State } from '../state';
import type { Timing } from '../timing/timing';
import type { Transient } from '../timing/transient';
import type { Tlb } from '../tlb';

/** Why an engine came back: its budget is used up, or the instruction at pc has a mark. */
export type EngineExit = 'budget' | 'mark';

/**
 * Executes instructions. pc and the budget are in their slots of the machine's memory when an engine is called, when it comes back, and
 * whenever it calls what it was given (the budget then includes the step under way). Which pages hold code and which instructions have
 * a mark is the machine's knowledge; what an engine makes of them is its own.
 */
export interface Engine {
  /** Takes the steps of the budget, or comes back before an instruction with a mark. */
  run(): EngineExit;
  /** Takes one step, the budget being 1: this instruction, which is at pc, whatever mark it has. */
  step(instruction: Decoded): void;
  /** Bytes that hold code (`CodePages.hold`) change. A whole page: it may not hold code any more. */
  codeChanged(hostAddress: number, length: number): void;
  /** Marks were set or removed. @param addresses of the instructions; undefined: any may be concerned */
  marksChanged(addresses?: readonly bigint[]): void;
}

/** What an engine is given. Calls of these may lower the budget (to stop after this step), change pc and mode. */
export interface EngineParts {
  readonly state: State;
  readonly tlb: Tlb;
  readonly code: CodePages;
  readonly marks: Marks;
  readonly fetch: InstructionFetch;
  /** Does what an engine leaves to TypeScript. */
  readonly slow: SlowPath;
  /** To be told of each instruction; absent: nobody asks what things take. The interpreter alone can. */
  readonly timing?: Timing | undefined;
  readonly transient?: Transient | undefined;
}
