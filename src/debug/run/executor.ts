import { Register } from '../../isa/registers';
import { decode } from '../../isa/decode';
import type { Decoded } from '../../isa/row';
import { Privilege, type Hart, type Trap } from '../../machine/types';
import type { System } from '../system';
import { instructionWord } from '../unwind/code';
import type { Followed, Follower, Identity } from './follower';
import type { Outcome } from './outcome';
import type { Runner } from './runner';

/**
 * Executes a thread, instruction by instruction: really executes each, past all interrupts, whoever else runs meanwhile. Steps of
 * every kind are made of this.
 */
export class Executor {
  /** `into` also goes into interrupts. */
  intoInterrupts = false;
  /** The user chose a CPU: what is executed is what it runs, whoever that is. */
  isCpuChosen = false;

  constructor(
    private readonly follower: Follower,
    private readonly runner: Runner,
  ) {}

  private get system(): System {
    return this.follower.system;
  }

  /**
   * Executes one instruction of the thread that a CPU runs: really executes it, past all interrupts. `over` also executes
   * what it calls: a function, or the kernel.
   */
  async execute(hart: Hart, kind: 'into' | 'over'): Promise<Executed> {
    for (;;) {
      const before = this.identify(hart);
      const pc = hart.pc;
      const sp = hart.readRegister(Register.sp);
      const instruction = this.instructionAt(hart);
      const trapped = await this.oneStep(hart);
      if ('kind' in trapped) return trapped;
      const { trap } = trapped;
      if (trap) {
        const isWanted = kind === 'into' && (!trap.interrupt || this.intoInterrupts);
        if (isWanted) return { kind: 'executed', hart };
        const back = await this.backFromTrap(before, sp);
        if (back.kind !== 'executed') return back;
        hart = back.hart;
        // An interrupt came before the instruction, a fault instead of it: it is still to be executed.
        if (hart.pc === trap.epc) continue;
        return { kind: 'executed', hart };
      }
      if (!instruction || hart.privilege !== before.mode) return { kind: 'executed', hart };
      if (kind === 'over' && this.isSwitchedAway(hart, before)) return this.untilSwitchedBack(hart, before);
      if (isReturn(instruction)) return { kind: 'executed', hart, returned: true };
      if (!isCall(instruction)) return { kind: 'executed', hart };
      const next = pc + BigInt(instruction.length);
      if (hart.pc === next) return { kind: 'executed', hart };
      const called: Call = { thread: before, target: next, sp };
      return kind === 'into' ? { kind: 'executed', hart, called } : this.runTo(called);
    }
  }

  /** Whether the instruction that was executed changed stacks: the CPU has left the process in the middle of the kernel's code. */
  private isSwitchedAway(hart: Hart, { process, mode }: Identity): boolean {
    if (!process || mode === Privilege.user) return false;
    return this.system.runningAddress(hart) !== process.address;
  }

  /** Whoever switches back to the process comes through the same instruction. */
  private async untilSwitchedBack({ pc }: Hart, { process }: Identity): Promise<Executed> {
    const atAddress = (hart: Hart): boolean => this.system.runningAddress(hart) === process?.address;
    return executed(await this.follower.followProgram(process, { addresses: [pc], atAddress }));
  }

  /** One step of the machine that belongs to this CPU, and the trap that it was, if it was one. */
  private async oneStep(hart: Hart): Promise<{ trap?: Trap } | Exclude<Outcome, { kind: 'reached' }>> {
    const { retired } = hart;
    for (;;) {
      const outcome = await this.runner.run({ steps: 1, atTrap: ({ cpu }) => cpu === hart.id });
      if (outcome.kind !== 'reached') return outcome;
      if (outcome.trap) return { trap: outcome.trap };
      // Another CPU's turn, or an idle step of one that waits, is none of ours.
      if (hart.retired !== retired && !hart.waiting) return {};
    }
  }

  /** Until the thread is at an address, in the frame that made the call. */
  async runTo({ thread, target, sp, isDeeper }: Call): Promise<Executed> {
    const outcome = await this.follower.followProgram(thread.process, {
      addresses: [target],
      atAddress: (hart) =>
        hart.privilege === thread.mode && this.isBack(hart, thread, isDeeper ? undefined : sp),
      atReturn: ({ cpu, to }) => this.isGone(this.system.hart(cpu), thread, to),
    });
    return executed(outcome);
  }

  /** Whether a CPU has the thread that was identified, in the frame with that sp, or (in user mode) one further out. */
  private isBack(hart: Hart, thread: Identity, sp: bigint | undefined): boolean {
    if (sp === undefined) return this.follower.runs(hart, thread);
    const here = hart.readRegister(Register.sp);
    if (thread.mode === Privilege.user) return this.follower.runs(hart, thread) && here >= sp;
    // In the kernel a stack is a thread, on whatever CPU it goes on.
    return here === sp && (!thread.isCpu || hart === thread.hart);
  }

  /**
   * Whether a return from trap leads away from a call for good: a call in the kernel that ends in its program (trap_return,
   * exec); for a CPU, also one to another process.
   */
  private isGone(hart: Hart, thread: Identity, to: Privilege): boolean {
    if (!this.follower.runs(hart, thread)) return false;
    if (thread.isCpu)
      return to === Privilege.user && (thread.mode > to || this.follower.hasOther(hart, thread));
    return thread.process !== undefined && thread.mode > to;
  }

  /** Until the thread is back where a trap interrupted it, or where the handler sent it. */
  private async backFromTrap(thread: Identity, sp: bigint): Promise<Executed> {
    const outcome = await this.follower.followProgram(thread.process, {
      atReturn: ({ cpu, to }) => {
        const hart = this.system.hart(cpu);
        const isThere =
          to === thread.mode && this.isBack(hart, thread, to === Privilege.user ? undefined : sp);
        return isThere || (thread.isCpu && this.isGone(hart, thread, to));
      },
    });
    return executed(outcome);
  }

  identify(hart: Hart): Identity {
    return this.follower.identify(hart, this.isCpuChosen);
  }

  private instructionAt(hart: Hart): Decoded | undefined {
    const word = instructionWord(this.system.spaceOf(hart), hart.pc);
    return word === undefined ? undefined : decode(word);
  }
}

/** A call that will come back to `target` with sp not below `sp`; in the kernel, where a stack is a thread, exactly there. */
export interface Call {
  readonly thread: Identity;
  readonly target: bigint;
  readonly sp: bigint;
  /** Not a return: the target lies in the function that was called. */
  readonly isDeeper?: boolean;
}

export type Executed =
  | { readonly kind: 'executed'; readonly hart: Hart; readonly called?: Call; readonly returned?: boolean }
  | Followed;

const executed = (outcome: Followed): Executed =>
  outcome.kind === 'reached' ? { kind: 'executed', hart: outcome.hart } : outcome;

const isReturn = ({ row, rd, rs1 }: Decoded): boolean =>
  row.name === 'jalr' && rd === 0 && rs1 === Register.ra;
const isCall = ({ row, rd }: Decoded): boolean =>
  (row.name === 'jal' || row.name === 'jalr') && rd === Register.ra;
