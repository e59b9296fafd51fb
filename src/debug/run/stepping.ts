import { decode } from '../../isa/decode';
import type { Decoded } from '../../isa/row';
import { Privilege, type Hart, type Trap } from '../../machine/types';
import type { LineRange } from '../../toolchain/dwarf/lines/table';
import type { Process } from '../kernels/kernel';
import { isAssembly } from '../symbols/source-paths';
import { modeOf, type System } from '../system';
import type { Thread } from '../threads';
import { instructionWord } from '../unwind/code';
import { stackOf } from '../unwind/stacks';
import type { Control, Goal, Outcome } from './control';

export type StepKind = 'into' | 'over' | 'out';
export type Granularity = 'line' | 'instruction';

/** How a step came out: where it was meant to, or elsewhere. */
export type StepOutcome =
  Outcome | { readonly kind: 'arrived'; readonly hart: Hart; readonly words?: string };

const RA = 1;
const SP = 2;

/** One step of one thread. It follows the process, whoever else runs meanwhile; interrupts are passed over. */
export class Stepper {
  /** Of the process that steps. */
  private name = '';
  /** Step into also goes into interrupts. */
  intoInterrupts = false;

  constructor(
    private readonly system: System,
    private readonly control: Control,
  ) {}

  async step(thread: Thread, kind: StepKind, granularity: Granularity): Promise<StepOutcome> {
    const { hart } = thread;
    this.name = thread.process?.name ?? '';
    if (!hart) return this.untilItRuns(thread);
    if (kind === 'out') return this.out(thread, hart);
    if (granularity === 'instruction') return this.instruction(hart, kind);
    return this.line(hart, kind);
  }

  /** A process that does not run makes its next step when it gets a CPU: it returns from where it switched away. */
  private async untilItRuns({ process }: Thread): Promise<StepOutcome> {
    const context = process && this.system.kernel?.context(process);
    const pc = context?.number('ra');
    const sp = context?.number('sp');
    if (!process || pc === undefined) return { kind: 'arrived', hart: this.system.machine.current };
    let found = this.system.machine.current;
    const outcome = await this.follow(process, {
      addresses: [pc],
      atAddress: (hart) => {
        found = hart;
        return hart.readRegister(SP) === sp;
      },
    });
    return outcome.kind === 'reached' ? { kind: 'arrived', hart: found } : outcome;
  }

  private async instruction(hart: Hart, kind: 'into' | 'over'): Promise<StepOutcome> {
    const executed = await this.execute(hart, kind);
    return executed.kind === 'executed' ? { kind: 'arrived', hart: executed.hart } : executed;
  }

  private async line(hart: Hart, kind: 'into' | 'over'): Promise<StepOutcome> {
    const from = this.lineAt(hart);
    if (!from) return this.instruction(hart, kind);
    const mode = hart.privilege;
    const start = hart.pc;
    for (;;) {
      const executed = await this.execute(hart, kind);
      if (executed.kind !== 'executed') return executed;
      hart = executed.hart;
      if (hart.privilege !== mode) return { kind: 'arrived', hart };
      if (executed.called) {
        const entry = this.system.imageOn(hart);
        if (this.lineAt(hart) && entry) return this.throughPrologue(hart, entry.afterPrologue(hart.pc));
        const back = await this.backFromCall(executed.called);
        if (back.kind !== 'executed') return back;
        hart = back.hart;
        if (hart.privilege !== mode) return { kind: 'arrived', hart };
      }
      const now = this.lineAt(hart);
      if (!now) continue;
      if (now.line !== from.line || now.file !== from.file) {
        // In the middle of a line there is nothing new to see, unless the function has returned to it.
        if ((now.isStatement && now.low === hart.pc) || executed.returned) return { kind: 'arrived', hart };
      } else if (hart.pc === now.low && now.isStatement && isAssembly(now.file) && hart.pc <= start) {
        // A line of assembly that jumps to itself has been executed once all the same.
        return { kind: 'arrived', hart };
      }
    }
  }

  /** From a function's entry to where its frame is set up. */
  private async throughPrologue(hart: Hart, target: bigint): Promise<StepOutcome> {
    if (target === hart.pc) return { kind: 'arrived', hart };
    const called = { thread: this.identify(hart), target, sp: 0n, isDeeper: true };
    const there = await this.runTo(called);
    return there.kind === 'executed' ? { kind: 'arrived', hart: there.hart } : there;
  }

  /**
   * Executes one instruction of the thread that a CPU runs: really executes it, past all interrupts. `over` also executes
   * what it calls: a function, or the kernel.
   */
  private async execute(hart: Hart, kind: 'into' | 'over'): Promise<Executed> {
    for (;;) {
      const before = this.identify(hart);
      const pc = hart.pc;
      const sp = hart.readRegister(SP);
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
      if (isReturn(instruction)) return { kind: 'executed', hart, returned: true };
      if (!isCall(instruction)) return { kind: 'executed', hart };
      const next = pc + BigInt(instruction.length);
      if (hart.pc === next) return { kind: 'executed', hart };
      const called: Call = { thread: before, target: next, sp };
      return kind === 'into' ? { kind: 'executed', hart, called } : this.backFromCall(called);
    }
  }

  /** One step of the machine that belongs to this CPU, and the trap that it was, if it was one. */
  private async oneStep(hart: Hart): Promise<{ trap?: Trap } | Exclude<Outcome, { kind: 'reached' }>> {
    const { retired } = hart;
    for (;;) {
      let trap: Trap | undefined;
      const outcome = await this.control.run({
        steps: 1,
        atTrap: (taken) => {
          if (taken.cpu !== hart.id) return false;
          trap = taken;
          return true;
        },
      });
      if (outcome.kind !== 'reached') return outcome;
      if (trap) return { trap };
      // Another CPU's turn, or an idle step of one that waits, is none of ours.
      if (hart.retired !== retired && !hart.waiting) return {};
    }
  }

  private backFromCall(called: Call): Promise<Executed> {
    return this.runTo(called);
  }

  /** Until the thread is at an address, in the frame that made the call. */
  private async runTo({ thread, target, sp, isDeeper }: Call): Promise<Executed> {
    let found: Hart | undefined;
    const goal: Goal = {
      addresses: [target],
      atAddress: (hart) => {
        if (hart.privilege !== thread.mode) return false;
        const here = hart.readRegister(SP);
        const isThread = thread.mode === Privilege.user ? this.isOn(hart, thread) : isDeeper || here === sp;
        if (!isThread || (here < sp && !isDeeper)) return false;
        found = hart;
        return true;
      },
      // A call in the kernel that ends in its program does not come back: trap_return, or exec.
      atReturn: ({ cpu, to }) => {
        const hart = this.system.hart(cpu);
        const isGone = thread.process !== undefined && thread.mode > to && this.isOn(hart, thread);
        if (isGone) found = hart;
        return isGone;
      },
    };
    return this.executed(await this.follow(thread.process, goal), () => found);
  }

  /** Until the thread is back where a trap interrupted it, or where the handler sent it. */
  private async backFromTrap(thread: Identity, sp: bigint): Promise<Executed> {
    let found: Hart | undefined;
    const goal: Goal = {
      atReturn: ({ cpu, to }) => {
        const hart = this.system.hart(cpu);
        if (to !== thread.mode) return false;
        const isThread = to === Privilege.user ? this.isOn(hart, thread) : hart.readRegister(SP) === sp;
        if (!isThread) return false;
        found = hart;
        return true;
      },
    };
    return this.executed(await this.follow(thread.process, goal), () => found);
  }

  /** To the caller of the newest frame; out of the kernel where that frame is the kernel's first. */
  private async out(thread: Thread, hart: Hart): Promise<StepOutcome> {
    const [newest, ...older] = stackOf(this.system, thread);
    const caller = older.at(0);
    if (newest?.kind !== 'code') return { kind: 'arrived', hart };
    const identity = this.identify(hart);
    if (caller?.kind === 'code') {
      const sp = caller.registers.read(SP) ?? hart.readRegister(SP);
      const there = await this.runTo({ thread: identity, target: caller.pc, sp });
      return there.kind === 'executed' ? { kind: 'arrived', hart: there.hart } : there;
    }
    // Behind the boundary is the program; a CPU without a process leaves the kernel for whoever is next.
    const program = older.find((frame) => frame.kind === 'code');
    if (!program && newest.image?.kind === 'program') {
      // Nobody called this function: it ends with its process.
      return this.follow(identity.process, { atReturn: () => false });
    }
    const mode = program?.mode ?? 'user';
    const sp = mode === 'user' ? undefined : program?.registers.read(SP);
    let found = hart;
    const outcome = await this.follow(identity.process, {
      atReturn: ({ cpu, to }) => {
        const returned = this.system.hart(cpu);
        if (modeOf(to) !== mode || (thread.process && !this.isOn(returned, identity))) return false;
        if (sp !== undefined && returned.readRegister(SP) !== sp) return false;
        found = returned;
        return true;
      },
    });
    return outcome.kind === 'reached' ? { kind: 'arrived', hart: found } : outcome;
  }

  /** Runs toward a goal that only a certain process can reach; stops with words when the process ends before. */
  private async follow(process: ProcessIdentity | undefined, goal: Goal): Promise<StepOutcome> {
    let ended: Hart | undefined;
    const isOver = (hart: Hart): boolean => {
      if (!process || this.isAlive(process)) return false;
      ended = hart;
      return true;
    };
    // A process that is dead never returns to user mode, but somebody else will.
    const outcome = await this.control.run({
      ...goal,
      atReturn: (trapReturn) =>
        (goal.atReturn?.(trapReturn) ?? false) || isOver(this.system.hart(trapReturn.cpu)),
      atTrap: (trap) => (goal.atTrap?.(trap) ?? false) || isOver(this.system.hart(trap.cpu)),
    });
    if (outcome.kind !== 'reached' || !ended) return outcome;
    return {
      kind: 'arrived',
      hart: ended,
      words: `${this.name} (pid ${process!.pid}) ended during the step`,
    };
  }

  private isAlive(process: ProcessIdentity): boolean {
    const now = this.system.kernel?.at(process.address);
    return now?.pid === process.pid && now.state !== 'zombie';
  }

  private executed(outcome: StepOutcome, hart: () => Hart | undefined): Executed {
    if (outcome.kind !== 'reached') return outcome;
    return { kind: 'executed', hart: hart()! };
  }

  private identify(hart: Hart): Identity {
    const address = this.system.runningAddress(hart);
    const pid = this.system.kernel?.pidAt(address);
    return { mode: hart.privilege, process: pid === undefined ? undefined : { address, pid }, hart };
  }

  /** Whether a CPU runs the thread that was identified. */
  private isOn(hart: Hart, { process, hart: home }: Identity): boolean {
    return process ? this.system.kernel?.currentAddress(hart.id) === process.address : hart === home;
  }

  private instructionAt(hart: Hart): Decoded | undefined {
    const word = instructionWord(this.system.spaceOf(hart), hart.pc);
    return word === undefined ? undefined : decode(word);
  }

  private lineAt(hart: Hart): LineRange | undefined {
    return this.system.imageOn(hart)?.lineAt(hart.pc);
  }
}

/** Who it was that took a step. */
interface Identity {
  readonly mode: Privilege;
  readonly process: ProcessIdentity | undefined;
  readonly hart: Hart;
}

/** An entry of the process table, and whose it was: entries are used again. */
type ProcessIdentity = Pick<Process, 'address' | 'pid'>;

/** A call that will come back to `target` with sp not below `sp`; in the kernel, where a stack is a thread, exactly there. */
interface Call {
  readonly thread: Identity;
  readonly target: bigint;
  readonly sp: bigint;
  /** Not a return: the target lies in the function that was called. */
  readonly isDeeper?: boolean;
}

type Executed =
  | { readonly kind: 'executed'; readonly hart: Hart; readonly called?: Call; readonly returned?: boolean }
  | StepOutcome;

const isReturn = ({ row, rd, rs1 }: Decoded): boolean => row.name === 'jalr' && rd === 0 && rs1 === RA;
const isCall = ({ row, rd }: Decoded): boolean => (row.name === 'jal' || row.name === 'jalr') && rd === RA;
