import { decode } from '../../isa/decode';
import type { Decoded } from '../../isa/row';
import { Privilege, type Hart, type Trap } from '../../machine/types';
import type { InlinedCall } from '../../toolchain/dwarf/functions/model';
import type { LineRange } from '../../toolchain/dwarf/lines/table';
import { isAssembly } from '../symbols/source-paths';
import { modeOf, type System } from '../system';
import { threadOn, type Thread } from '../threads';
import { instructionWord } from '../unwind/code';
import { stackOf } from '../unwind/stacks';
import type { Control, Goal, Outcome } from './control';
import type { Arrival, Follower, Identity } from './follower';
import { InlinedCalls, isSameLine, isWithin, type SourceLine } from './inlined-calls';
import type { StepTarget } from './step-targets';

export type StepKind = 'into' | 'over' | 'out';
export const GRANULARITIES = ['statement', 'line', 'instruction'] as const;
export type Granularity = (typeof GRANULARITIES)[number];

const RA = 1;
const SP = 2;
const A7 = 17;

/** One step of one thread. It follows the process, whoever else runs meanwhile; interrupts are passed over. */
export class Stepper {
  /** Step into also goes into interrupts. */
  intoInterrupts = false;
  /** The user chose a CPU: the step follows it, whoever it runs. */
  private isCpuChosen = false;
  private readonly inlined: InlinedCalls;

  constructor(
    private readonly follower: Follower,
    private readonly control: Control,
  ) {
    this.inlined = new InlinedCalls(follower.system);
  }

  private get system(): System {
    return this.follower.system;
  }

  /** @param target for a step into: which call of the line, if not the first */
  async step(
    thread: Thread,
    kind: StepKind,
    granularity: Granularity,
    target?: StepTarget,
  ): Promise<Arrival> {
    const { hart } = thread;
    this.follower.begin(thread);
    this.isCpuChosen = thread.kind === 'cpu';
    if (!hart) return this.follower.untilItRuns(thread);
    if (target) return this.intoTarget(hart, target);
    if (kind === 'out') return this.out(thread, hart);
    if (granularity === 'instruction') return this.instruction(hart, kind);
    return this.line(hart, kind, granularity);
  }

  private async instruction(hart: Hart, kind: 'into' | 'over'): Promise<Arrival> {
    const executed = await this.execute(hart, kind);
    return executed.kind === 'executed' ? { kind: 'arrived', hart: executed.hart } : executed;
  }

  private async line(hart: Hart, kind: 'into' | 'over', granularity: Granularity): Promise<Arrival> {
    const { standing } = this.inlined;
    const from = standing?.line ?? this.lineAt(hart);
    if (!from) return this.instruction(hart, kind);
    // The body begins where the machine stands: only the look at it changes.
    if (standing && kind === 'into') return { kind: 'arrived', hart };
    const mode = hart.privilege;
    const start = hart.pc;
    let around = standing?.around ?? this.inlined.around(hart);
    for (;;) {
      const executed = await this.execute(hart, kind);
      if (executed.kind !== 'executed') return executed;
      hart = executed.hart;
      if (hart.privilege !== mode) return { kind: 'arrived', hart };
      if (executed.returned) around = this.inlined.around(hart);
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
      if (kind === 'over' && isWithin(this.inlined.around(hart), around)) {
        const line = this.inlined.lineOf(hart, this.inlined.around(hart).slice(around.length));
        if (!line || isSameLine(line, from)) continue;
        return { kind: 'arrived', hart, atCall: this.inlined.standAt(hart, around) };
      }
      const isOther = granularity === 'statement' && now.column !== from.column;
      if (isOther || !isSameLine(now, from)) {
        // In the middle of a line there is nothing new to see, unless the function has returned to it.
        if ((now.isStatement && now.low === hart.pc) || executed.returned) return { kind: 'arrived', hart };
      } else if (hart.pc === now.low && now.isStatement && isAssembly(now.file) && hart.pc <= start) {
        // A line of assembly that jumps to itself has been executed once all the same.
        return { kind: 'arrived', hart };
      }
    }
  }

  /** Over what comes before it on the line, and into one call or ecall of it. */
  private async intoTarget(hart: Hart, target: StepTarget): Promise<Arrival> {
    const from = this.lineAt(hart);
    while (hart.pc !== target.address) {
      const executed = await this.execute(hart, 'over');
      if (executed.kind !== 'executed') return executed;
      hart = executed.hart;
      const now = this.lineAt(hart);
      // The line was left by another way.
      if (now && (now.line !== from?.line || now.file !== from.file)) return { kind: 'arrived', hart };
    }
    const number = hart.readRegister(A7);
    const executed = await this.execute(hart, 'into');
    if (executed.kind !== 'executed') return executed;
    hart = executed.hart;
    const called = target.kind === 'systemCall' ? this.system.kernel?.systemCallFunction(number) : undefined;
    const image = this.system.imageOn(hart);
    if (called !== undefined)
      return this.throughPrologue(hart, this.system.kernelImage!.afterPrologue(called));
    if (!executed.called || !image) return { kind: 'arrived', hart };
    return this.throughPrologue(hart, image.afterPrologue(hart.pc));
  }

  /** From a function's entry to where its frame is set up. */
  private async throughPrologue(hart: Hart, target: bigint): Promise<Arrival> {
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
      if (kind === 'over' && this.isSwitchedAway(hart, before)) return this.untilSwitchedBack(hart, before);
      if (isReturn(instruction)) return { kind: 'executed', hart, returned: true };
      if (!isCall(instruction)) return { kind: 'executed', hart };
      const next = pc + BigInt(instruction.length);
      if (hart.pc === next) return { kind: 'executed', hart };
      const called: Call = { thread: before, target: next, sp };
      return kind === 'into' ? { kind: 'executed', hart, called } : this.backFromCall(called);
    }
  }

  /** Whether the instruction that was executed changed stacks: the CPU has left the process in the middle of the kernel's code. */
  private isSwitchedAway(hart: Hart, { process, mode }: Identity): boolean {
    if (!process || mode === Privilege.user) return false;
    return this.system.runningAddress(hart) !== process.address;
  }

  /** Whoever switches back to the process comes through the same instruction. */
  private async untilSwitchedBack({ pc }: Hart, { process }: Identity): Promise<Executed> {
    let found: Hart | undefined;
    const goal: Goal = {
      addresses: [pc],
      atAddress: (hart) => {
        if (this.system.runningAddress(hart) !== process?.address) return false;
        found = hart;
        return true;
      },
    };
    return this.executed(await this.follower.follow(process, goal), () => found);
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
        if (!this.isBack(hart, thread, isDeeper ? undefined : sp)) return false;
        found = hart;
        return true;
      },
      atReturn: ({ cpu, to }) => {
        const hart = this.system.hart(cpu);
        if (!this.isGone(hart, thread, to)) return false;
        found = hart;
        return true;
      },
    };
    return this.executed(await this.follower.follow(thread.process, goal), () => found);
  }

  /** Whether a CPU has the thread that was identified, in the frame with that sp, or (in user mode) one further out. */
  private isBack(hart: Hart, thread: Identity, sp: bigint | undefined): boolean {
    if (sp === undefined) return this.follower.runs(hart, thread);
    const here = hart.readRegister(SP);
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
    let found: Hart | undefined;
    const goal: Goal = {
      atReturn: ({ cpu, to }) => {
        const hart = this.system.hart(cpu);
        const isThere =
          to === thread.mode && this.isBack(hart, thread, to === Privilege.user ? undefined : sp);
        if (!isThere && !(thread.isCpu && this.isGone(hart, thread, to))) return false;
        found = hart;
        return true;
      },
    };
    return this.executed(await this.follower.follow(thread.process, goal), () => found);
  }

  /** To the caller of the newest frame; out of the kernel where that frame is the kernel's first. */
  private async out(thread: Thread, hart: Hart): Promise<Arrival> {
    const [newest, ...older] = stackOf(this.system, this.isCpuChosen ? threadOn(this.system, hart) : thread);
    const caller = older.at(0);
    if (newest?.kind !== 'code') return { kind: 'arrived', hart };
    const around = this.inlined.standing?.around ?? this.inlined.around(hart);
    if (around.length > 0) return this.outOfInlined(hart, around.slice(0, -1));
    const identity = this.identify(hart);
    if (caller?.kind === 'code') {
      const sp = caller.registers.read(SP) ?? hart.readRegister(SP);
      const there = await this.runTo({ thread: identity, target: caller.pc, sp });
      return there.kind === 'executed' ? { kind: 'arrived', hart: there.hart } : there;
    }
    // Behind the boundary is the program; a CPU without a process leaves the kernel for whoever is next.
    const program = older.find((frame) => frame.kind === 'code');
    if (!program && (newest.image?.kind === 'program' || newest.mode === 'user')) {
      // Nobody called this function: it ends with its process, or never.
      return this.follower.follow(identity.process, { atReturn: () => false });
    }
    const mode = program?.mode ?? 'user';
    const sp = mode === 'user' ? undefined : program?.registers.read(SP);
    let found = hart;
    const outcome = await this.follower.follow(identity.process, {
      atReturn: ({ cpu, to }) => {
        const returned = this.system.hart(cpu);
        if (modeOf(to) !== mode || !this.follower.runs(returned, identity)) return false;
        if (sp !== undefined && returned.readRegister(SP) !== sp) return false;
        found = returned;
        return true;
      },
    });
    return outcome.kind === 'reached' ? { kind: 'arrived', hart: found } : outcome;
  }

  /** To code of a caller whose call was replaced by a body, or of who is around it; or to where the function returns. */
  private async outOfInlined(hart: Hart, caller: readonly InlinedCall[]): Promise<Arrival> {
    for (;;) {
      const executed = await this.execute(hart, 'over');
      if (executed.kind !== 'executed') return executed;
      ({ hart } = executed);
      if (executed.returned || !isWithin(this.inlined.around(hart), caller)) return { kind: 'arrived', hart };
    }
  }

  /** Told of a stop at one of some lines: the line, where it is that of an inlined call which has not been made. */
  stoppedAt(hart: Hart, lines: readonly Partial<SourceLine>[]): SourceLine | undefined {
    return this.inlined.standAtOneOf(hart, lines, this.lineAt(hart));
  }

  private executed(outcome: Arrival, hart: () => Hart | undefined): Executed {
    if (outcome.kind !== 'reached') return outcome;
    return { kind: 'executed', hart: hart()! };
  }

  private identify(hart: Hart): Identity {
    return this.follower.identify(hart, this.isCpuChosen);
  }

  private instructionAt(hart: Hart): Decoded | undefined {
    const word = instructionWord(this.system.spaceOf(hart), hart.pc);
    return word === undefined ? undefined : decode(word);
  }

  private lineAt(hart: Hart): LineRange | undefined {
    return this.system.imageOn(hart)?.lineAt(hart.pc);
  }
}

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
  | Arrival;

const isReturn = ({ row, rd, rs1 }: Decoded): boolean => row.name === 'jalr' && rd === 0 && rs1 === RA;
const isCall = ({ row, rd }: Decoded): boolean => (row.name === 'jal' || row.name === 'jalr') && rd === RA;
