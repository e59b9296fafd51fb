import { Cause } from '../../isa/causes';
import { Privilege } from '../../machine/types';
import type { System } from '../system';
import type { Thread } from '../threads';
import type { LoggedTrap } from '../traps/trap-log';
import { headlineBelow, type TrapFacts } from '../traps/words';
import { hasNotBegun, headlineOf, trapOf } from '../unwind/stacks';

/** The trap that a thread is in: of several, one inside of the other, the innermost. */
export interface HandledTrap {
  /** As the hardware wrote them: `epc` is the instruction that was interrupted, or that trapped. */
  readonly facts: TrapFacts;
  readonly headline: string;
  /** All that the hardware did; undefined where nobody saw it. */
  readonly taken: LoggedTrap | undefined;
  /** It came from the program of the thread's process, whose registers are in its trap frame. */
  readonly isOfProgram: boolean;
}

/** The trap that a thread is in the kernel, or in machine mode, because of; undefined: it is there because of none. */
export function handledTrap(system: System, thread: Thread): HandledTrap | undefined {
  const { process, hart } = thread;
  if (hart?.privilege === Privilege.user) return undefined;
  const isFresh = process !== undefined && hasNotBegun(system, process, hart);
  if (isFresh && !hart) return undefined;
  const newest = (hart && system.traps.belowKernel(hart)) ?? system.traps.openOf(process, hart).at(-1);
  // Who is in a mode that the trap did not lead to has come there without being seen.
  const taken = hart && newest && newest.to !== hart.privilege ? undefined : newest;
  if (taken && (!process || taken.from !== Privilege.user)) {
    return { facts: taken, headline: headlineBelow(taken), taken, isOfProgram: false };
  }
  if (!process || isFresh) return undefined;
  const facts = trapOf(system, process, hart);
  if (!facts) return undefined;
  const known = taken && isSame(taken, facts) ? taken : undefined;
  const headline = headlineOf(system, process, hart) ?? '';
  return { facts: known ?? facts, headline, taken: known, isOfProgram: true };
}

/** The kernel moves the saved pc behind an ecall; the rest tells one trap from another. */
const isSame = (trap: LoggedTrap, facts: TrapFacts): boolean =>
  trap.cause === facts.cause &&
  trap.interrupt === facts.interrupt &&
  (facts.epc === trap.epc || (trap.cause === Cause.ecallFromUser && facts.epc === trap.epc + 4n));
