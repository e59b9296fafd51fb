import { Register } from '../../isa/registers';
import type { Hart } from '../../machine/types';
import type { InlinedCall } from '../../toolchain/dwarf/functions/model';
import type { LineRange } from '../../toolchain/dwarf/lines/table';
import { isAssembly } from '../symbols/source-paths';
import { modeOf, type System } from '../system';
import { threadOn, type Thread } from '../threads';
import type { CodeFrame } from '../unwind/frames';
import { stackOf } from '../unwind/stacks';
import { Executor } from './executor';
import { arrived, type Followed, type Follower } from './follower';
import { commonCalls, isSameLine, isWithin, type InlinedCalls } from './inlined-calls';
import type { Library } from './library';
import type { Runner } from './runner';
import type { StepTarget } from './step-targets';

export type StepKind = 'into' | 'over' | 'out';
export const GRANULARITIES = ['statement', 'line', 'instruction'] as const;
export type Granularity = (typeof GRANULARITIES)[number];

/** One step of one thread. It follows the process, whoever else runs meanwhile; interrupts are passed over. */
export class Stepper {
  private readonly executor: Executor;

  constructor(
    private readonly follower: Follower,
    runner: Runner,
    private readonly inlined: InlinedCalls,
    private readonly library: Library,
  ) {
    this.executor = new Executor(follower, runner);
  }

  /** Step into also goes into interrupts. */
  set intoInterrupts(on: boolean) {
    this.executor.intoInterrupts = on;
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
  ): Promise<Followed> {
    const { hart } = thread;
    this.follower.begin(thread);
    this.executor.isCpuChosen = thread.kind === 'cpu';
    if (!hart) return this.follower.untilItRuns(thread);
    if (target) return this.intoTarget(hart, target);
    if (kind === 'out') return this.out(thread, hart);
    if (granularity === 'instruction') return this.instruction(hart, kind);
    return this.line(hart, kind, granularity);
  }

  private async instruction(hart: Hart, kind: 'into' | 'over'): Promise<Followed> {
    const executed = await this.executor.execute(hart, kind);
    return executed.kind === 'executed' ? { kind: 'arrived', hart: executed.hart } : executed;
  }

  private async line(hart: Hart, kind: 'into' | 'over', granularity: Granularity): Promise<Followed> {
    const { standing } = this.inlined;
    const from = standing?.line ?? this.lineAt(hart);
    if (!from) return this.instruction(hart, kind);
    // The body begins where the machine stands: only the look at it changes.
    if (standing && kind === 'into')
      return { kind: 'arrived', hart, atCall: this.inlined.enter(hart, standing) };
    const mode = hart.privilege;
    const start = hart.pc;
    let around = standing?.around ?? this.inlined.around(hart);
    const skips = kind === 'into' && this.library.isSkipped && this.library.at(hart) === undefined;
    for (;;) {
      const executed = await this.executor.execute(hart, kind);
      if (executed.kind !== 'executed') return executed;
      hart = executed.hart;
      if (hart.privilege !== mode) return { kind: 'arrived', hart };
      if (executed.returned) around = this.inlined.around(hart);
      const library = skips ? this.library.at(hart) : undefined;
      // The kernel is on the other side of these few instructions.
      if (library === 'systemCall') continue;
      if (executed.called) {
        const entry = this.system.imageOn(hart);
        if (this.lineAt(hart) && entry && !library)
          return this.throughPrologue(hart, entry.afterPrologue(hart.pc));
        const back = await this.executor.runTo(executed.called);
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
  private async intoTarget(hart: Hart, target: StepTarget): Promise<Followed> {
    const from = this.lineAt(hart);
    while (hart.pc !== target.address) {
      const executed = await this.executor.execute(hart, 'over');
      if (executed.kind !== 'executed') return executed;
      hart = executed.hart;
      const now = this.lineAt(hart);
      // The line was left by another way.
      if (now && (now.line !== from?.line || now.file !== from.file)) return { kind: 'arrived', hart };
    }
    const number = hart.readRegister(Register.a7);
    const executed = await this.executor.execute(hart, 'into');
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
  private async throughPrologue(hart: Hart, target: bigint): Promise<Followed> {
    if (target === hart.pc) return { kind: 'arrived', hart };
    const called = { thread: this.executor.identify(hart), target, sp: 0n, isDeeper: true };
    const there = await this.executor.runTo(called);
    return there.kind === 'executed' ? { kind: 'arrived', hart: there.hart } : there;
  }

  /** To the caller of the newest frame; out of the kernel where that frame is the kernel's first. */
  private async out(thread: Thread, hart: Hart): Promise<Followed> {
    const [newest, ...older] = stackOf(
      this.system,
      this.executor.isCpuChosen ? threadOn(this.system, hart) : thread,
    );
    const caller = older.at(0);
    if (newest?.kind !== 'code') return { kind: 'arrived', hart };
    const around = this.inlined.standing?.around ?? this.inlined.around(hart);
    if (around.length > 0) {
      return this.outOfInlined(hart, around, caller?.kind === 'code' ? caller : undefined);
    }
    const identity = this.executor.identify(hart);
    if (caller?.kind === 'code') {
      const sp = caller.registers.read(Register.sp) ?? hart.readRegister(Register.sp);
      const there = await this.executor.runTo({ thread: identity, target: caller.pc, sp });
      return there.kind === 'executed' ? this.inCaller(there.hart, caller) : there;
    }
    // Behind the boundary is the program; a CPU without a process leaves the kernel for whoever is next.
    const program = older.find((frame) => frame.kind === 'code');
    if (!program && (newest.image?.kind === 'program' || newest.mode === 'user')) {
      // Nobody called this function: it ends with its process, or never.
      return this.follower.followProgram(identity.process, { atReturn: () => false });
    }
    const mode = program?.mode ?? 'user';
    const sp = mode === 'user' ? undefined : program?.registers.read(Register.sp);
    const outcome = await this.follower.followProgram(identity.process, {
      atReturn: ({ cpu, to }) => {
        const returned = this.system.hart(cpu);
        if (modeOf(to) !== mode || !this.follower.runs(returned, identity)) return false;
        return sp === undefined || returned.readRegister(Register.sp) === sp;
      },
    });
    return arrived(outcome);
  }

  /**
   * Out of the innermost of some inlined calls: to code of its caller, behind what a scheduler mixed with the call; or to who is
   * around the caller, where that ends with the call.
   */
  private async outOfInlined(
    hart: Hart,
    around: readonly InlinedCall[],
    caller: CodeFrame | undefined,
  ): Promise<Followed> {
    const body = hart.pc;
    const identity = this.executor.identify(hart);
    for (;;) {
      const executed = await this.executor.execute(hart, 'over');
      if (executed.kind !== 'executed') return executed;
      ({ hart } = executed);
      if (hart.privilege !== identity.mode) return { kind: 'arrived', hart };
      if (executed.returned) return this.inCaller(hart, caller);
      if (!this.isSameFunction(hart, body)) {
        // It ended with a jump to another function, which returns for it.
        const sp = caller?.registers.read(Register.sp);
        if (!caller || sp === undefined) return { kind: 'arrived', hart };
        const there = await this.executor.runTo({ thread: identity, target: caller.pc, sp });
        return there.kind === 'executed' ? this.inCaller(there.hart, caller) : there;
      }
      const now = this.inlined.around(hart);
      const common = commonCalls(around, now);
      if (common === around.length || !this.isOutOf(around, common, now, hart)) continue;
      const kept = around.slice(0, common);
      return {
        kind: 'arrived',
        hart,
        atCall: now.length > common ? this.inlined.standAmid(hart, kept) : undefined,
      };
    }
  }

  /** Whether the innermost of some calls is over: a line of its caller begins, or no more of it comes. */
  private isOutOf(
    around: readonly InlinedCall[],
    common: number,
    now: readonly InlinedCall[],
    hart: Hart,
  ): boolean {
    const left = around[common];
    if (!this.inlined.isAmid(hart, left)) return true;
    if (common < around.length - 1) return false;
    if (now.length > common) return this.inlined.lineOf(hart, now.slice(common)) !== undefined;
    const line = this.lineAt(hart);
    return line !== undefined && line.isStatement && line.low === hart.pc;
  }

  /** A function has returned: behind its call the body of another may begin, which its caller has not come to yet. */
  private inCaller(hart: Hart, caller: CodeFrame | undefined): Followed {
    const before = [...(caller?.image?.inlinedAt(caller.at) ?? [])].reverse();
    const now = this.inlined.around(hart);
    const common = commonCalls(before, now);
    if (!caller || hart.pc !== caller.pc || now.length === common) return { kind: 'arrived', hart };
    return { kind: 'arrived', hart, atCall: this.inlined.standAmid(hart, now.slice(0, common)) };
  }

  private isSameFunction(hart: Hart, address: bigint): boolean {
    const functions = this.system.imageOn(hart)?.debug.functions;
    return functions !== undefined && functions.at(hart.pc) === functions.at(address);
  }

  private lineAt(hart: Hart): LineRange | undefined {
    return this.system.imageOn(hart)?.lineAt(hart.pc);
  }
}
