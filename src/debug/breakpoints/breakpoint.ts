import type { Image } from '../symbols/image';
import { Trigger, type BreakpointTerms } from './trigger';

/** A place in one program: the same address in another program is another place. */
export interface CodePlace {
  readonly address: bigint;
  /** undefined: whatever program is there. */
  readonly image: Image | undefined;
}

/** Where a breakpoint was wanted, and where it ended up. */
export interface Target {
  readonly places: readonly CodePlace[];
  /** The line that it is on in fact, and its file as the debug information names it. */
  readonly line?: number;
  readonly file?: string;
  /** From 1, when one of several places in the line is meant. */
  readonly column?: number;
  /** Why it cannot hit (then there are no places), or a remark. */
  readonly message?: string;
}

/** Something that stops the machine, or writes a line, before an instruction. */
export class Breakpoint extends Trigger {
  /** @throws UserError when one of the terms cannot be understood. */
  constructor(
    id: number,
    readonly target: Target,
    terms: BreakpointTerms = {},
  ) {
    super(id, terms);
  }
}
