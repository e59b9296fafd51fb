import { Cause } from '../../isa/causes';
import type { Hart, Machine, Trap, TrapReturn, WatchedAccess } from '../../machine/types';
import type { Pace } from './pace';
import type { End, Stop } from './stop';

/** Decides on the user's behalf whether what just happened is a reason to stop: breakpoints and filters. */
export interface Judge {
  /** Addresses of instructions before which `atAddress` wants to be asked. */
  addresses(): Iterable<bigint>;
  /** Also counts hits and writes log lines. */
  atAddress(hart: Hart): Stop | undefined;
  atTrap(hart: Hart, trap: Trap): Stop | undefined;
  atReturn(hart: Hart, trapReturn: TrapReturn): Stop | undefined;
  atAccess(hart: Hart, access: WatchedAccess): Stop | undefined;
  /** Called when what it wants to be asked about may be something else: has the machine watch its data. */
  arm(): void;
  /** What tells one thread of control from another in this mode: who runs on this CPU. */
  threadOn(hart: Hart): unknown;
}

/** Looks on while the machine runs, before anybody judges what it sees; it changes nothing. */
export interface Observer {
  /** Addresses of instructions before which `reached` wants to be called; `breakpointsChanged` when they are others. */
  readonly addresses: Iterable<bigint>;
  trap(trap: Trap): void;
  trapReturn(trapReturn: TrapReturn): void;
  /** One of `addresses`, or any other breakpoint, is next on this CPU; called once each time it is met. */
  reached(cpu: number): void;
}

/** What a stretch of a run is meant to reach. */
export interface Goal {
  /** Stop before an instruction at one of these, if `atAddress` agrees. */
  readonly addresses?: readonly bigint[];
  readonly atAddress?: (hart: Hart) => boolean;
  readonly atTrap?: (trap: Trap) => boolean;
  readonly atReturn?: (trapReturn: TrapReturn) => boolean;
  /** Run so many steps at most. */
  readonly steps?: number;
}

export type Outcome =
  | { readonly kind: 'reached' }
  | { readonly kind: 'stopped'; readonly stop: Stop }
  | { readonly kind: 'ended'; readonly end: End }
  /** `cancel` was called. */
  | { readonly kind: 'cancelled' };

const REACHED: Outcome = { kind: 'reached' };

/** What one call of `Machine.run` costs, in steps: many short calls must not starve the host. */
const CALL_COST = 500;

/** Runs the machine in slices, toward goals, past what is of no interest. One stretch at a time. */
export class Control {
  private pauseAsked = false;
  private cancelled = false;
  private stale = true;
  private goalAddresses: readonly bigint[] = [];
  /** Breakpoints on the next instruction have been judged at this instant: do not stop for them again. */
  private judged = -1;
  /** A breakpoint's instruction that was passed but then not executed, as a trap came first; it will be met again. */
  private interrupted: { pc: bigint; thread: unknown } | undefined;
  private unrested = 0;
  private traps = 0;
  /** `worked` at the last rest. */
  private counted: number;
  /** Ends the rest of a machine that waits for input. */
  private wake: (() => void) | undefined;

  constructor(
    readonly machine: Machine,
    private readonly judge: Judge,
    private readonly pace: Pace,
    private readonly observer?: Observer,
  ) {
    this.counted = this.worked;
  }

  /** Makes the run stop at the end of its slice. */
  pause(): void {
    this.pauseAsked = true;
    this.wakeUp();
  }

  /** Ends the run for good: it and every later one comes back at once. */
  cancel(): void {
    this.cancelled = true;
    this.wakeUp();
  }

  /** There is console input that was not there before, or there never will be. */
  inputCame(): void {
    this.wake?.();
  }

  /** The judge's or the observer's addresses are others now: from the next instruction on, also while the machine runs. */
  breakpointsChanged(): void {
    this.stale = true;
  }

  /** A new command of the user begins: an old wish to pause is void. Runs are watched, at the speed that the user has chosen. */
  begin(isWatched: boolean): void {
    this.pauseAsked = false;
    this.counted = this.worked;
    this.pace.begin?.(isWatched);
  }

  /** Breakpoints on the next instruction: judged now, unless that has been done at this instant. */
  judgeHere(hart: Hart): Stop | undefined {
    if (this.judged === this.machine.instant) return undefined;
    this.judged = this.machine.instant;
    return this.meet(hart);
  }

  private meet(hart: Hart): Stop | undefined {
    this.observer?.reached(hart.id);
    return this.judge.atAddress(hart);
  }

  /** Runs until the goal is reached or something else ends the run. */
  async run(goal: Goal): Promise<Outcome> {
    const { machine, judge } = this;
    const limit = goal.steps === undefined ? Number.MAX_SAFE_INTEGER : machine.instant + goal.steps;
    const wanted = goal.addresses ?? NONE;
    if (wanted !== this.goalAddresses) {
      this.goalAddresses = wanted;
      this.stale = true;
    }
    let reached = false;
    let found: Stop | undefined;
    for (;;) {
      if (this.cancelled) return { kind: 'cancelled' };
      if (this.pauseAsked) return this.paused();
      if (this.stale) this.installBreakpoints();
      const start = machine.instant;
      const passed = this.judged === start;
      const passedPc = machine.current.pc;
      const passedThread = passed ? judge.threadOn(machine.current) : undefined;
      machine.onTrap = (trap) => {
        const hart = machine.harts[trap.cpu];
        this.traps++;
        this.observer?.trap(trap);
        if (passed && trap.at === start + 1 && trap.epc === passedPc && wasNotExecuted(trap)) {
          this.interrupted = { pc: passedPc, thread: passedThread };
        }
        const stop = judge.atTrap(hart, trap);
        found ??= stop;
        if (!found && goal.atTrap?.(trap)) reached = true;
        return found !== undefined || reached || this.stale;
      };
      machine.onReturn = (trapReturn) => {
        const hart = machine.harts[trapReturn.cpu];
        this.forgetInterrupted(hart);
        this.observer?.trapReturn(trapReturn);
        const stop = judge.atReturn(hart, trapReturn);
        found ??= stop;
        if (!found && goal.atReturn?.(trapReturn)) reached = true;
        return found !== undefined || reached || this.stale;
      };
      machine.onAccess = (access) => {
        const stop = judge.atAccess(machine.harts[access.cpu], access);
        found ??= stop;
        return found !== undefined;
      };
      const stop = machine.run(Math.min(limit, start + this.pace.slice), { passBreakpoint: passed });
      if (found) return { kind: 'stopped', stop: found };
      if (reached) return REACHED;
      switch (stop.kind) {
        case 'finished':
        case 'reset':
        case 'stuck':
          return { kind: 'ended', end: stop };
        case 'idle':
          await this.idle();
          break;
        case 'breakpoint': {
          const hart = machine.harts[stop.cpu];
          this.judged = machine.instant;
          const judgement = this.isMetAgain(hart) ? undefined : this.meet(hart);
          if (judgement) return { kind: 'stopped', stop: judgement };
          if (this.goalAddresses.includes(hart.pc) && (goal.atAddress?.(hart) ?? true)) return REACHED;
          break;
        }
        default:
          if (machine.instant >= limit) {
            await this.restIfDue(machine.instant - start);
            return REACHED;
          }
      }
      await this.restIfDue(machine.instant - start);
    }
  }

  private async restIfDue(steps: number): Promise<void> {
    this.unrested += steps + CALL_COST;
    if (this.unrested >= this.pace.slice) await this.rest();
  }

  private async rest(): Promise<void> {
    const { unrested, worked } = this;
    const made = worked - this.counted;
    this.unrested = 0;
    this.counted = worked;
    await this.pace.rest(unrested, made);
  }

  /** Lets the host in until there is input, or the user wants something else. */
  private async idle(): Promise<void> {
    const woken = new Promise<void>((resolve) => (this.wake = resolve));
    await this.rest();
    await woken;
    this.wake = undefined;
  }

  private wakeUp(): void {
    this.wake?.();
    this.pace.wake?.();
  }

  /** Steps of all CPUs in which something was done: instructions retired, traps taken. */
  private get worked(): number {
    return this.machine.harts.reduce((sum, hart) => sum + hart.retired, this.traps);
  }

  private paused(): Outcome {
    this.pauseAsked = false;
    const cpu = this.machine.current.id;
    return { kind: 'stopped', stop: { why: { kind: 'pause' }, cpu, description: 'Paused' } };
  }

  /** The same thread is back at an instruction that it was let pass and could not execute. */
  private isMetAgain(hart: Hart): boolean {
    const { interrupted } = this;
    if (interrupted?.pc !== hart.pc || interrupted.thread !== this.judge.threadOn(hart)) return false;
    this.interrupted = undefined;
    return true;
  }

  /** The thread was sent on to another place: the next time it comes to that instruction is a new one. */
  private forgetInterrupted(hart: Hart): void {
    const { interrupted } = this;
    if (!interrupted || interrupted.pc === hart.pc || interrupted.thread !== this.judge.threadOn(hart))
      return;
    this.interrupted = undefined;
  }

  private installBreakpoints(): void {
    this.stale = false;
    this.judge.arm();
    this.machine.setBreakpoints(
      new Set([...this.judge.addresses(), ...(this.observer?.addresses ?? NONE), ...this.goalAddresses]),
    );
  }
}

/** The instruction at epc did nothing, and will be tried again if the handler returns to it. An ecall or ebreak has done its work. */
const wasNotExecuted = ({ interrupt, cause }: Trap): boolean => interrupt || !COMPLETED.includes(cause);
const COMPLETED: readonly number[] = [
  Cause.breakpoint,
  Cause.ecallFromUser,
  Cause.ecallFromSupervisor,
  Cause.ecallFromMachine,
];

const NONE: readonly bigint[] = [];
