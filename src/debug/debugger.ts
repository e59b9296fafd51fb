import { UserError } from '../base/errors';
import { Emitter } from '../base/event';
import { hex } from '../base/integers';
import type { Hart } from '../machine/types';
import { DataTable } from './breakpoints/data/table';
import { DataWatcher } from './breakpoints/data/watcher';
import { Breakpoint } from './breakpoints/breakpoint';
import { BreakpointTable } from './breakpoints/table';
import { Targets } from './breakpoints/targets';
import { History } from './events/history';
import { Timeline } from './events/timeline';
import type { Place } from './breakpoints/breakpoint';
import type { Trigger } from './breakpoints/trigger';
import { environmentOf, type Viewpoint } from './environment';
import type { Environment } from './expressions/evaluate';
import { Control, type Outcome } from './run/control';
import { Follower, type Arrival } from './run/follower';
import { UserJudge, type ActiveFilter, type TrapCause } from './run/judge';
import type { Pace } from './run/pace';
import { RunTo, type Destination } from './run/run-to';
import type { StepTarget } from './run/step-targets';
import { Stepper, type Granularity, type StepKind } from './run/stepping';
import type { End, Stop } from './run/stop';
import { SourcePaths } from './symbols/source-paths';
import { System, type Loaded } from './system';
import { nameOfThread, type Thread } from './threads';
import { SystemCallLog } from './traps/call-log';
import { HandlerWatch } from './traps/handler-watch';
import type { CodeFrame } from './unwind/frames';

export interface DebuggerOptions {
  /** What gives the machine its share of the host's time. */
  readonly pace: Pace;
  /** Folder (path or URI) in which the product's own sources are. */
  readonly sourceRoot: string;
  /** For folders in debug information, those in which the sources are now. */
  readonly sourceMap?: Readonly<Record<string, string>>;
  /** Those that outlast this machine: of a session that restarts. */
  readonly breakpoints?: BreakpointTable;
  readonly data?: DataTable;
}

/** Where a session stops first. */
export type Entry = false | 'main' | 'reset';

/** One machine under debugging: runs it, stops it, and says what is to be seen. It knows nothing of who is asking. */
export class Debugger {
  readonly system: System;
  readonly breakpoints: BreakpointTable;
  readonly targets: Targets;
  readonly paths: SourcePaths;
  /** What has happened since reset. */
  readonly history = new History();
  readonly stopped = new Emitter<Stop>();
  readonly continued = new Emitter<void>();
  readonly ended = new Emitter<End>();
  /** Bytes that the guest sent to its console, of one slice at a time. */
  readonly console = new Emitter<Uint8Array>();
  readonly logged = new Emitter<{ readonly line: string; readonly breakpoint: Trigger }>();
  /** A line for each system call that is over, while `logSystemCalls` is on. */
  readonly called = new Emitter<string>();
  readonly data: DataWatcher;
  /** What was seen of the handlers of a kernel without a table of them. */
  readonly handlers: HandlerWatch;
  private readonly control: Control;
  private readonly judge: UserJudge;
  private readonly stepper: Stepper;
  private readonly runsTo: RunTo;
  private readonly timeline: Timeline;
  private readonly calls: SystemCallLog;
  private lastStop: Stop | undefined;
  private running = false;
  private over = false;
  private output: number[] = [];

  constructor(booted: Loaded, options: DebuggerOptions) {
    this.system = new System(booted);
    this.breakpoints = options.breakpoints ?? new BreakpointTable();
    this.paths = new SourcePaths(options.sourceRoot, options.sourceMap);
    for (const { path } of booted.programs) this.paths.know(path);
    this.targets = new Targets(
      this.system.images,
      this.paths,
      (address) => booted.machine.readPhysical(Number(address), 2) !== undefined,
    );
    this.data = new DataWatcher(this.system, options.data ?? new DataTable(this.breakpoints));
    this.calls = new SystemCallLog(this.system);
    this.judge = new UserJudge(this.system, this.breakpoints, this.data, this.calls, (line, breakpoint) => {
      this.flush();
      this.logged.emit({ line, breakpoint });
    });
    const pace: Pace = {
      get slice() {
        return options.pace.slice;
      },
      begin: (isWatched) => options.pace.begin?.(isWatched),
      rest: (steps, worked) => {
        this.flush();
        return options.pace.rest(steps, worked);
      },
      wake: () => options.pace.wake?.(),
    };
    const { machine } = this.system;
    const timeline = (this.timeline = new Timeline(this.system));
    timeline.events.on((event) => this.history.add(event));
    const handlers = (this.handlers = new HandlerWatch(this.system, () => this.control.breakpointsChanged()));
    this.control = new Control(machine, this.judge, pace, {
      get addresses() {
        return [...timeline.addresses, ...handlers.addresses];
      },
      trap: (trap) => {
        this.system.traps.note(trap);
        timeline.trap(trap);
        handlers.trap(trap);
      },
      trapReturn: (trapReturn) => {
        this.system.traps.noteReturn(trapReturn.cpu);
        timeline.trapReturn(trapReturn);
        handlers.trapReturn(trapReturn);
      },
      reached: (cpu) => {
        timeline.reached(cpu);
        handlers.reached(cpu);
      },
    });
    timeline.reset();
    const follower = new Follower(this.system, this.control);
    this.stepper = new Stepper(follower, this.control);
    this.runsTo = new RunTo(follower);
    machine.onConsole = (byte) => {
      this.output.push(byte);
      timeline.consoleByte(byte);
    };
  }

  /** Names of the processes of this run by pid, of those that have ended, too. */
  get names(): ReadonlyMap<number, string> {
    return this.timeline.names;
  }

  get isRunning(): boolean {
    return this.running;
  }

  /** The machine was switched off, or closed. */
  get isOver(): boolean {
    return this.over;
  }

  /** Why the machine stands still; undefined while it runs. */
  get stop(): Stop | undefined {
    return this.running ? undefined : this.lastStop;
  }

  /** Breakpoints were replaced in `breakpoints`: applies them, also while the machine runs. */
  breakpointsChanged(): void {
    this.control.breakpointsChanged();
  }

  setFilters(filters: readonly ActiveFilter[]): void {
    this.judge.setFilters(filters);
    this.control.breakpointsChanged();
  }

  /** Traps to stop at besides those of the filters. */
  setTrapCauses(causes: readonly TrapCause[]): void {
    this.judge.setCauses(causes);
  }

  /** Processes to stop at when they are given a CPU, by pid. */
  setScheduled(pids: ReadonlySet<number>): void {
    this.judge.setScheduled(pids);
    this.control.breakpointsChanged();
  }

  /** Whether `called` is told of system calls. */
  set logsSystemCalls(on: boolean) {
    this.calls.log = on
      ? (line) => {
          this.flush();
          this.called.emit(line);
        }
      : undefined;
  }

  /** Whether a step into goes into interrupts. */
  set stepsIntoInterrupts(on: boolean) {
    this.stepper.intoInterrupts = on;
  }

  /** Begins the session: runs to where it stops first. */
  start(entry: Entry): void {
    if (entry !== 'reset') return this.launch(() => this.toEntry(entry), entry === false);
    this.rest({ why: { kind: 'entry' }, cpu: 0, description: 'Reset: the first instruction of the machine' });
  }

  continue(): void {
    this.launch(() => this.control.run(this.entryGoal ?? {}), true);
  }

  /** @param target for a step into: which of the line's calls */
  step(thread: Thread, kind: StepKind, granularity: Granularity, target?: StepTarget): void {
    this.launch(() => this.stepper.step(thread, kind, granularity, target), false);
  }

  /** Refuses a destination that a thread can never come to. @throws UserError */
  checkDestination(thread: Thread, destination: Destination): void {
    this.runsTo.check(thread, destination);
  }

  /** Runs a thread to its next crossing of a kind. */
  runTo(thread: Thread, destination: Destination): void {
    this.launch(() => this.runsTo.run(thread, destination), true);
  }

  /** @throws UserError when a thread cannot go on from a place */
  checkJump(thread: Thread, { address, image }: Place): void {
    const { hart } = thread;
    if (!hart) throw new UserError(`${nameOfThread(thread)}: it does not run, so no pc is its own`);
    const there = this.system.imageOn(hart);
    if (image === there) return;
    const [to, from] = [image, there].map((one) => one?.name ?? 'no program');
    throw new UserError(`${nameOfThread(thread)}: ${hex(address)} is in ${to}, and the thread is in ${from}`);
  }

  /** Sends a thread on from another place, without executing what is between. */
  jump({ hart }: Thread, { address, image }: Place): void {
    if (!hart || this.running || this.over) return;
    hart.pc = address;
    const description = `Jumped to ${image?.nameOf(address) ?? hex(address)}`;
    this.rest({ why: { kind: 'goto' }, cpu: hart.id, description });
  }

  /** Stops soon, wherever the machine is. */
  pause(): void {
    if (this.running) this.control.pause();
  }

  /** Somebody typed this at the console; it arrives at this instant, and the run remembers it. */
  type(bytes: Uint8Array): void {
    this.system.machine.input.type(bytes);
    this.control.inputCame();
  }

  /** Whether somebody may type at the console yet: then a machine that waits for input is not stuck. */
  set isTypedAt(open: boolean) {
    this.system.machine.input.open = open;
    this.control.inputCame();
  }

  /** Ends the session: whatever runs comes to its end without a further word. */
  close(): void {
    this.over = true;
    this.control.cancel();
  }

  /** Expressions as they are meant in a frame of a thread. */
  environment(thread: Thread, frame: CodeFrame): Environment {
    return environmentOf(this.system, this.viewpoint(thread, frame));
  }

  viewpoint(thread: Thread, frame: CodeFrame): Viewpoint {
    const { mode, pc, at, caller, registers, space, image, inlined } = frame;
    return {
      mode,
      pc,
      at,
      caller,
      registers,
      space,
      image,
      inlineDepth: inlined?.depth ?? 0,
      pid: thread.process?.pid ?? 0,
      hart: thread.hart ?? this.system.machine.current,
    };
  }

  /** What the last trap of a CPU was, in words. */
  headlineOf(hart: Hart): string | undefined {
    const trap = this.system.traps.of(hart);
    return trap && this.judge.headlineOf(hart, trap);
  }

  private entryGoal: { addresses: readonly bigint[]; atAddress: (hart: Hart) => boolean } | undefined;

  private async toEntry(entry: false | 'main'): Promise<Outcome> {
    const first = this.system.programs[0];
    if (entry === 'main' && first) {
      const address = first.symbols.named('main')?.address ?? first.entry;
      const place = first.afterPrologue(address);
      this.entryGoal = {
        addresses: [place],
        atAddress: (hart) => {
          const pid = this.system.runningPid(hart);
          return this.system.imageOn(hart) === first && (pid === 0 || pid === 1);
        },
      };
    }
    return this.control.run(this.entryGoal ?? {});
  }

  private launch(action: () => Promise<Arrival>, isWatched: boolean): void {
    if (this.running || this.over) return;
    this.running = true;
    this.control.begin(isWatched);
    this.data.refresh();
    this.continued.emit();
    void action().then(
      (outcome) => this.settle(outcome),
      (error: unknown) => {
        // A defect of ours: the machine's state is still good to look at.
        const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
        const cpu = this.system.machine.current.id;
        this.rest({ why: { kind: 'pause' }, cpu, description: 'Stopped by an internal error', text });
      },
    );
  }

  private settle(outcome: Arrival): void {
    switch (outcome.kind) {
      case 'cancelled':
        this.running = false;
        return;
      case 'ended':
        this.calls.finish();
        this.flush();
        this.running = false;
        this.over = true;
        this.timeline.finish(outcome.end);
        return this.ended.emit(outcome.end);
      case 'stopped':
        return this.rest(this.atInlinedCall(this.withBreakpoints(outcome.stop)));
      case 'reached': {
        // Steps arrive; what reaches a goal is the run to the entry.
        this.entryGoal = undefined;
        const cpu = this.system.machine.current.id;
        return this.rest(this.withBreakpoints({ why: { kind: 'entry' }, cpu, description: 'Entry' }));
      }
      case 'arrived':
        return this.rest(this.atInlinedCall(this.withBreakpoints(this.stepStop(outcome))));
    }
  }

  private stepStop({ hart, words, atCall }: Arrival & { kind: 'arrived' }): Stop {
    const trap = this.system.traps.of(hart);
    const isTrap = trap?.at === this.system.machine.instant;
    const description = words ?? (isTrap ? this.judge.headlineOf(hart, trap) : 'Step');
    return {
      why: { kind: 'step' },
      cpu: hart.id,
      description,
      ...(isTrap ? { trap } : {}),
      ...(atCall ? { atCall } : {}),
    };
  }

  /** A breakpoint on the line of an inlined call stops at the call, not in the body that begins there as well. */
  private atInlinedCall(stop: Stop): Stop {
    if (stop.why.kind !== 'breakpoint') return stop;
    const lines = stop.why.breakpoints.flatMap((one) => (one instanceof Breakpoint ? [one.target] : []));
    const atCall = this.stepper.stoppedAt(this.system.hart(stop.cpu), lines);
    return atCall ? { ...stop, atCall } : stop;
  }

  /** Breakpoints on the instruction at which something else stopped: they were hit, too. */
  private withBreakpoints(stop: Stop): Stop {
    const there = this.control.judgeHere(this.system.hart(stop.cpu));
    if (!there) return stop;
    const hits = 'breakpoints' in there.why ? there.why.breakpoints : [];
    if (stop.why.kind === 'data' || (stop.why.kind === 'filter' && there.why.kind !== 'filter')) {
      return { ...stop, why: { ...stop.why, breakpoints: [...stop.why.breakpoints, ...hits] } };
    }
    return there.why.kind === 'filter' || stop.why.kind === 'step' ? there : stop;
  }

  private rest(stop: Stop): void {
    this.flush();
    this.running = false;
    this.lastStop = stop;
    this.stopped.emit(stop);
  }

  private flush(): void {
    if (this.output.length === 0) return;
    const bytes = Uint8Array.from(this.output);
    this.output = [];
    this.console.emit(bytes);
  }
}
