import { TIMEBASE_FREQUENCY } from '../../devices/timebase';
import type { Stretch } from '../../machine/timing/stretch';
import type { Hart, Machine, Trap, TrapReturn, WatchedAccess } from '../../machine/types';
import type { Goal } from './goal';
import { MetBreakpoints } from './met-breakpoints';
import type { Outcome } from './outcome';
import type { Pace } from './pace';
import type { CheckpointKeeper, Saved } from './saved';
import { Spinning } from './spinning';
import type { Stop } from './stop';
import type { ThreadKey } from './thread-key';
import type { Judge, LogLine, Verdict } from './verdict';
import type { Guest, Witness } from '../witness';

export interface RunnerParts {
  /** Absent: the run is not sliced. */
  readonly pace?: Pace;
  readonly witnesses?: readonly Witness[];
  readonly judge?: Judge;
  readonly threadKey?: ThreadKey;
  /** Takes the lines of logpoints, and their instants. */
  readonly log?: (line: LogLine, at: number) => void;
  /** Called before the machine runs with other breakpoints than before. */
  readonly arm?: (guest: Guest | undefined) => void;
}

/** All CPUs wait for input, or until that instant. */
interface Waits {
  readonly waitsUntil: number;
}

/** What one call of `Machine.run` costs, in steps: many short calls must not starve the host. */
const CALL_COST = 500;
/** Steps of idle time of one CPU in a millisecond. */
const IDLE_SPEED = TIMEBASE_FREQUENCY / 1000;
const NOTHING: Goal = {};
const UNSLICED: Pace = { slice: Infinity, rest: () => Promise.resolve() };

/**
 * Runs a machine in slices, toward goals, past what is of no interest; one stretch at a time. It alone has the machine's hooks:
 * whoever wants to look on is one of its witnesses.
 */
export class Runner {
  private readonly pace: Pace;
  private readonly witnesses: readonly Witness[];
  private readonly judge: Judge | undefined;
  /** The witnesses, and the guest of this run. */
  private looking: readonly Witness[];
  private pauseAsked = false;
  private cancelled = false;
  private stale = true;
  private goal: Goal = NOTHING;
  private goalAddresses: readonly bigint[] = NONE;
  private blind = false;
  private outcome: Outcome | undefined;
  /** Accesses in this step to what is watched. */
  private accesses: { readonly hart: Hart; readonly verdict: Verdict | undefined }[] = [];
  private readonly met: MetBreakpoints;
  private keeper: CheckpointKeeper | undefined;
  private due = Infinity;
  private unrested = 0;
  private traps = 0;
  /** `worked` at the last rest. */
  private counted: number;
  /** The latest instant that the machine has been at: up to here nobody is waited for again. */
  private latest = 0;
  /** How far time may pass by itself while somebody may type. */
  private idleUntil = 0;
  private readonly spinning: Spinning | undefined;
  /** Ends the rest of a machine that waits for input. */
  private wake: (() => void) | undefined;

  constructor(
    readonly machine: Machine,
    private readonly parts: RunnerParts,
  ) {
    this.pace = parts.pace ?? UNSLICED;
    this.looking = this.witnesses = parts.witnesses ?? [];
    this.judge = parts.judge;
    this.counted = this.worked;
    this.met = new MetBreakpoints((hart) => parts.threadKey?.(hart) ?? `cpu ${hart.id}`);
    this.witnesses.forEach((one) => this.listenTo(one));
    this.spinning = this.pace.idle && new Spinning(machine);
    const bytes = this.witnesses.filter((one) => 'consoleByte' in one);
    machine.onConsole = (byte) => {
      this.spinning?.sign();
      for (const witness of bytes) witness.consoleByte!(byte);
    };
  }

  /** Steps that the machine makes at a time. */
  get sliceLength(): number {
    return this.pace.slice;
  }

  /** From now on checkpoints are made on the way. */
  set recorder(keeper: CheckpointKeeper) {
    this.keeper = keeper;
    this.due = keeper.dueAfter(this.machine.instant);
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

  /** The judge's or a witness's addresses are others now: from the next instruction on, also while the machine runs. */
  breakpointsChanged(): void {
    this.stale = true;
  }

  /** A new command of the user begins: an old wish to pause is void. Runs are watched, at the speed that the user has chosen. */
  begin(isWatched: boolean): void {
    this.pauseAsked = false;
    this.counted = this.worked;
    this.pace.begin?.(isWatched);
  }

  /** Somebody asked for a pause that has not been granted yet. */
  get isPauseAsked(): boolean {
    return this.pauseAsked || this.cancelled;
  }

  /** No run comes to anything any more. */
  get isCancelled(): boolean {
    return this.cancelled;
  }

  /** Breakpoints on the next instruction of a CPU: judged now, unless that has been done since its thread came there. */
  judgeHere(hart: Hart): Stop | undefined {
    return this.met.meet(hart) ? this.meet(hart) : undefined;
  }

  /** The machine as it is, with everything that is known of its run. */
  save(): Saved {
    return {
      machine: this.machine.saveCheckpoint(),
      witnesses: this.witnesses.map((one) => one.save()),
      met: this.met.save(),
    };
  }

  /** Takes machine and witnesses to another instant. */
  restore({ machine, witnesses, met }: Saved): void {
    this.machine.restoreCheckpoint(machine);
    this.witnesses.forEach((one, index) => one.restore(witnesses[index]));
    this.met.restore(met);
    this.stale = true;
    this.counted = this.worked;
    this.due = this.keeper?.dueAfter(this.machine.instant) ?? Infinity;
  }

  /** What the witnesses know of later instants is of another history from now on. */
  forgetAhead(): void {
    for (const witness of this.witnesses) witness.forgetAhead?.();
  }

  /** What the witnesses know of this history, of later instants too. */
  saveHistory(): readonly unknown[] {
    return this.witnesses.map((one) => one.saveHistory?.());
  }

  /** Takes the witnesses to another history; `restore` has to follow. */
  restoreHistory(known: readonly unknown[]): void {
    this.witnesses.forEach((one, index) => one.restoreHistory?.(known[index]));
  }

  /** Runs until the goal is reached or something else ends the run, and lets the host in between slices. */
  async run(goal: Goal): Promise<Outcome> {
    const limit = this.aim(goal);
    for (;;) {
      if (this.cancelled) return { kind: 'cancelled' };
      if (this.pauseAsked) return this.paused();
      const { instant: start } = this.machine;
      const before = this.worked;
      const came = this.once(limit, this.pace.slice, this.waitsForHost ? this.idleUntil : Infinity);
      this.latest = Math.max(this.latest, this.machine.instant);
      const steps = this.machine.instant - start;
      if (came === undefined) {
        await this.restIfDue(steps);
        if (this.waitsForHost && this.spinning?.look()) await this.spin(this.worked - before);
      } else if ('waitsUntil' in came) await this.idle(came.waitsUntil);
      else {
        if (came.kind === 'reached' && this.machine.instant >= limit) await this.restIfDue(steps);
        return came;
      }
    }
  }

  /** The same without letting anybody in: for runs that are short, or that nobody waits beside. A machine that waits for input is stuck. */
  runNow(goal: Goal): Outcome {
    const limit = this.aim(goal);
    for (;;) {
      const came = this.once(limit, Infinity, Infinity);
      if (came && 'waitsUntil' in came)
        return { kind: 'ended', end: { kind: 'stuck', reason: 'it waits for input' } };
      if (came) return came;
    }
  }

  /** What is done again, or tried, takes no longer than it must. */
  private get waitsForHost(): boolean {
    return this.pace.idle !== undefined && !this.blind && this.machine.instant >= this.latest;
  }

  private aim(goal: Goal): number {
    const wanted = goal.addresses ?? NONE;
    const blind = goal.isBlind === true;
    if (wanted !== this.goalAddresses || blind !== this.blind || goal.guest !== this.goal.guest) {
      this.goalAddresses = wanted;
      this.blind = blind;
      this.stale = true;
    }
    this.goal = goal;
    if (goal.guest) this.listenTo(goal.guest);
    this.looking = goal.guest ? [...this.witnesses, goal.guest] : this.witnesses;
    this.hook();
    const most = goal.steps === undefined ? Number.MAX_SAFE_INTEGER : this.machine.instant + goal.steps;
    return Math.min(most, goal.until ?? Number.MAX_SAFE_INTEGER);
  }

  private listenTo(witness: Witness): void {
    if ('addressesChanged' in witness) witness.addressesChanged = () => this.breakpointsChanged();
  }

  /** What nobody wants to be told of, the machine need not tell. */
  private hook(): void {
    const { goal, machine, looking } = this;
    const judges = this.judge !== undefined && !this.blind;
    const traps = judges || goal.atTrap || goal.atReturn || goal.isLost || goal.atAccess;
    const wants = (one: keyof Witness): boolean => looking.some((witness) => witness[one] !== undefined);
    machine.onTrap = traps || wants('trap') ? this.onTrap : undefined;
    machine.onReturn = traps || wants('trapReturn') ? this.onReturn : undefined;
    machine.onReturnToUser = wants('returnToUser') || this.spinning ? this.onReturnToUser : undefined;
    machine.onTransient = wants('transient') ? this.onTransient : undefined;
    machine.onAccess = judges || wants('access') ? this.onAccess : undefined;
  }

  /** One slice at most; undefined: nothing to speak of has come of it. */
  private once(limit: number, length: number, idleUntil: number): Outcome | Waits | undefined {
    const { machine, goal } = this;
    if (this.stale) this.installBreakpoints();
    const start = machine.instant;
    this.outcome = undefined;
    const passBreakpoint = this.met.pass(machine.current, start);
    const stop = machine.run(Math.min(limit, start + length, this.due), { passBreakpoint, idleUntil });
    this.met.stand(machine.instant > start);
    this.takeAccesses();
    if (this.outcome) return this.outcome;
    switch (stop.kind) {
      case 'finished':
      case 'reset':
      case 'stuck':
        return { kind: 'ended', end: stop };
      case 'idle':
        return { waitsUntil: stop.until };
      case 'breakpoint': {
        const hart = machine.harts[stop.cpu];
        const judgement = this.judgeHere(hart);
        if (judgement) return { kind: 'stopped', hart, stop: judgement };
        const isThere = this.goalAddresses.includes(hart.pc) && (goal.atAddress?.(hart) ?? true);
        return isThere ? { kind: 'reached', hart } : undefined;
      }
      default:
        if (machine.instant >= this.due) this.checkpoint();
        return machine.instant >= limit ? { kind: 'reached', hart: machine.current } : undefined;
    }
  }

  /** Nobody has judged what is next here: whoever comes back can do it. */
  private checkpoint(): void {
    this.keeper!.take(this.goal.isPartial !== true);
    this.due = this.keeper!.dueAfter(this.machine.instant);
  }

  private readonly onTrap = (trap: Trap): boolean => {
    const { goal } = this;
    const hart = this.machine.harts[trap.cpu];
    this.traps++;
    for (const witness of this.looking) witness.trap?.(trap);
    this.met.trapped(trap);
    this.take(hart, this.blind ? undefined : this.judge?.atTrap(hart, trap), trap.at);
    goal.atAccess?.(trap.at);
    if (goal.atTrap?.(trap)) this.outcome ??= { kind: 'reached', hart, trap };
    return this.isSettled(hart);
  };

  private readonly onReturn = (trapReturn: TrapReturn): boolean => {
    const { goal } = this;
    const hart = this.machine.harts[trapReturn.cpu];
    for (const witness of this.looking) witness.trapReturn?.(trapReturn);
    this.met.sentOn(hart);
    this.take(hart, this.blind ? undefined : this.judge?.atReturn(hart, trapReturn), trapReturn.at);
    goal.atAccess?.(trapReturn.at);
    if (goal.atReturn?.(trapReturn)) this.outcome ??= { kind: 'reached', hart };
    return this.isSettled(hart);
  };

  private readonly onReturnToUser = (trapReturn: TrapReturn): void => {
    this.spinning?.sign();
    for (const witness of this.looking) witness.returnToUser?.(trapReturn);
  };

  private readonly onTransient = (stretch: Stretch): void => {
    for (const witness of this.looking) witness.transient?.(stretch);
  };

  private readonly onAccess = (access: WatchedAccess): boolean => {
    const hart = this.machine.harts[access.cpu];
    for (const witness of this.looking) witness.access?.(access);
    const verdict = this.blind ? undefined : this.judge?.atAccess(hart, access);
    for (const one of verdict?.hit ?? []) one.hits++;
    if (verdict || this.goal.atAccess)
      this.accesses.push({ hart, verdict: verdict && { ...verdict, hit: [] } });
    return this.accesses.length > 0;
  };

  /** Whether an access was within a step or between two, only the machine that stands tells. */
  private takeAccesses(): void {
    if (this.accesses.length === 0) return;
    const { instant } = this.machine;
    for (const { hart, verdict } of this.accesses) this.take(hart, verdict, instant);
    this.accesses = [];
    this.goal.atAccess?.(instant);
  }

  private isSettled(hart: Hart): boolean {
    if (!this.outcome && this.goal.isLost?.()) this.outcome = { kind: 'lost', hart };
    return this.outcome !== undefined || this.stale;
  }

  private meet(hart: Hart): Stop | undefined {
    for (const witness of this.looking) witness.reached?.(hart.id);
    if (this.blind) return undefined;
    const verdict = this.judge?.atAddress(hart);
    const { instant } = this.machine;
    if (verdict) this.apply(verdict, instant);
    const stop = verdict?.stop;
    return stop && (this.goal.endsAt?.(stop, instant) ?? true) ? stop : undefined;
  }

  private take(hart: Hart, verdict: Verdict | undefined, at: number): void {
    if (!verdict) return;
    this.apply(verdict, at);
    const { stop } = verdict;
    if (stop && (this.goal.endsAt?.(stop, at) ?? true)) this.outcome ??= { kind: 'stopped', hart, stop };
  }

  private apply({ hit, lines }: Verdict, at: number): void {
    for (const one of hit) one.hits++;
    const log = this.goal.log ?? this.parts.log;
    for (const line of lines) log?.(line, at);
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

  /** Lets the host in until there is input, the machine's own time has passed, or the user wants something else. */
  private async idle(until: number): Promise<void> {
    const { instant, harts } = this.machine;
    const woken = new Promise<void>((resolve) => (this.wake = resolve));
    await this.rest();
    const speed = IDLE_SPEED * harts.length;
    if (!this.pace.idle) await woken;
    else
      this.idleUntil = instant + Math.ceil((await this.pace.idle((until - instant) / speed, woken)) * speed);
    this.wake = undefined;
  }

  /** What a machine that spins has done took the host next to no time: lets that of the machine pass, until there is input. */
  private async spin(worked: number): Promise<void> {
    const { harts, input } = this.machine;
    let isWoken = false;
    const woken = new Promise<void>((resolve) => {
      this.wake = () => resolve(void (isWoken = true));
    });
    let owed = worked / (IDLE_SPEED * harts.length);
    while (owed > 0 && !isWoken && !this.isPauseAsked && input.open && input.pending === 0)
      owed -= await this.pace.idle!(owed, woken);
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
    const hart = this.machine.current;
    return {
      kind: 'stopped',
      hart,
      stop: { why: { kind: 'pause' }, cpu: hart.id, description: 'Paused' },
    };
  }

  private installBreakpoints(): void {
    this.stale = false;
    this.parts.arm?.(this.goal.guest);
    const all = new Set(this.goalAddresses);
    const add = (addresses: Iterable<bigint>): void => {
      for (const address of addresses) all.add(address);
    };
    if (this.judge && !this.blind) add(this.judge.addresses());
    for (const { addresses } of this.looking) if (addresses) add(addresses);
    this.met.mark(all);
    this.machine.setBreakpoints(all);
  }
}

const NONE: readonly bigint[] = [];
