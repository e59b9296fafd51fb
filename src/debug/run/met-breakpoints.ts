import { Cause } from '../../isa/causes';
import type { Hart, Trap } from '../../machine/types';

/** The instruction that a CPU is let execute, as its breakpoints have been judged. */
interface Passing {
  readonly hart: Hart;
  readonly thread: string;
  readonly pc: bigint;
  readonly retired: number;
  readonly start: number;
}

/**
 * Instructions whose breakpoints have been judged for a thread, and which it has still to execute, by the thread: so that it gets
 * past them, and meets them anew each time that it comes there.
 */
export class MetBreakpoints {
  private met = new Map<string, bigint>();
  /** Where the machine stops. */
  private marked: ReadonlySet<bigint> = new Set();
  private passing: Passing | undefined;

  constructor(private readonly threadOf: (hart: Hart) => string) {}

  save(): readonly (readonly [string, bigint])[] {
    return [...this.met];
  }

  restore(met: readonly (readonly [string, bigint])[]): void {
    this.met = new Map(met);
  }

  /** The machine stops at these from now on. */
  mark(addresses: ReadonlySet<bigint>): void {
    this.marked = addresses;
  }

  /** The next instruction of a CPU is judged now. @returns false when that has been done since its thread came there */
  meet(hart: Hart): boolean {
    const thread = this.threadOf(hart);
    if (this.met.get(thread) === hart.pc) return false;
    this.met.set(thread, hart.pc);
    return true;
  }

  /** A CPU goes on, at this instant. @returns whether the breakpoints at its next instruction are to let it pass */
  pass(hart: Hart, start: number): boolean {
    this.passing = undefined;
    if (this.met.size === 0) return false;
    const thread = this.threadOf(hart);
    const { pc, retired } = hart;
    if (this.met.get(thread) !== pc) return false;
    this.met.delete(thread);
    this.passing = { hart, thread, pc, retired, start };
    return true;
  }

  /** The machine stands again. @param hasMoved whether at a later instant */
  stand(hasMoved: boolean): void {
    const { passing } = this;
    if (passing) {
      const { hart, thread, pc, retired } = passing;
      // The CPU has only waited.
      if (hart.retired === retired && hart.pc === pc) this.met.set(thread, pc);
    }
    this.passing = undefined;
    // Where nothing can stop a thread, nothing need be remembered.
    if (!hasMoved) return;
    for (const [thread, pc] of this.met) if (!this.marked.has(pc)) this.met.delete(thread);
  }

  /** The first trap since a CPU went on may have come before the instruction that was let pass had done anything. */
  trapped({ at, epc, interrupt, cause }: Trap): void {
    const { passing } = this;
    if (passing?.start === at - 1 && epc === passing.pc && (interrupt || !COMPLETED.includes(cause))) {
      this.met.set(passing.thread, passing.pc);
    }
    this.passing = undefined;
  }

  /** The thread was sent on to another place: the next time it comes to that instruction is a new one. */
  sentOn(hart: Hart): void {
    if (this.met.size === 0) return;
    const thread = this.threadOf(hart);
    if (this.met.get(thread) !== hart.pc) this.met.delete(thread);
  }
}

/** Traps whose instruction has done its work. After any other it will be tried again if the handler returns to it. */
const COMPLETED: readonly number[] = [
  Cause.breakpoint,
  Cause.ecallFromUser,
  Cause.ecallFromSupervisor,
  Cause.ecallFromMachine,
];
