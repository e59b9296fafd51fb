import { Emitter } from '../base/event';
import type { Hart } from '../machine/types';
import type { CodePlace } from './breakpoints/breakpoint';
import { DataTable } from './breakpoints/data/table';
import { DataWatcher } from './breakpoints/data/watcher';
import { BreakpointTable } from './breakpoints/table';
import { Targets } from './breakpoints/targets';
import { environmentOf, viewOfFrame, type Viewpoint } from './names/environment';
import { History } from './events/history';
import { Timeline } from './events/timeline';
import type { Environment } from './expressions/evaluate';
import { Commands } from './run/commands';
import { ConsoleOutput } from './run/console-output';
import { goalOfEntry, type Entry } from './run/entry';
import { Follower } from './run/follower';
import { InlinedCalls } from './run/inlined-calls';
import { checkJump, jump } from './run/jump';
import { UserJudge, type ActiveFilter, type TrapCause } from './run/judge';
import type { Pace } from './run/pace';
import { Rest } from './run/rest';
import { RunTo, type Destination } from './run/run-to';
import { Runner, type Goal } from './run/runner';
import type { StepTarget } from './run/step-targets';
import { Stepper, type Granularity, type StepKind } from './run/stepping';
import type { End, Stop } from './run/stop';
import { threadKeyIn } from './run/thread-key';
import type { LogLine } from './run/verdict';
import { SourcePaths } from './symbols/source-paths';
import { System, type Loaded } from './system';
import { HitCounts } from './time/hit-counts';
import { TimeTravel } from './time/time-travel';
import { WriteLookout } from './time/write-lookout';
import type { Thread } from './threads';
import { SystemCallLog } from './inspect/call-log';
import { HandlerWatch } from './inspect/handler-watch';
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
  /** Bytes that the checkpoints of the recording may take. */
  readonly recordingBudget?: number;
}

/** One machine under debugging: runs it, stops it, and says what is to be seen. It knows nothing of who is asking. */
export class Debugger {
  readonly system: System;
  readonly breakpoints: BreakpointTable;
  readonly targets: Targets;
  readonly paths: SourcePaths;
  /** What has happened since reset. */
  readonly history = new History();
  readonly data: DataWatcher;
  /** What was seen of the handlers of a kernel without a table of them. */
  readonly handlers: HandlerWatch;
  readonly stopped: Emitter<Stop>;
  readonly continued: Emitter<void>;
  /** The machine has come to its end. It still can be looked at: `stop` is there. */
  readonly ended: Emitter<End>;
  /** Bytes that the guest sent to its console, of one slice at a time. */
  readonly console: Emitter<Uint8Array>;
  readonly logged = new Emitter<LogLine>();
  /** A line for each system call that is over, while `logSystemCalls` is on. */
  readonly called = new Emitter<string>();
  /** A screen is to show this output instead of what it shows: the machine has gone to another instant. */
  readonly repainted: Emitter<Uint8Array>;
  readonly time: TimeTravel;
  private readonly output: ConsoleOutput;
  private readonly hits: HitCounts;
  private readonly timeline: Timeline;
  private readonly calls: SystemCallLog;
  private readonly judge: UserJudge;
  private readonly runner: Runner;
  private readonly commands: Commands;
  private readonly stepper: Stepper;
  private readonly runsTo: RunTo;
  /** Where the session stops first; it is still to be reached after another stop on the way. */
  private entry: Goal = {};

  constructor(booted: Loaded, options: DebuggerOptions) {
    const system = (this.system = new System(booted));
    this.breakpoints = options.breakpoints ?? new BreakpointTable();
    this.paths = new SourcePaths(options.sourceRoot, options.sourceMap);
    for (const { path } of booted.programs) this.paths.know(path);
    this.targets = new Targets(
      system.images,
      this.paths,
      (address) => booted.machine.readPhysical(Number(address), 2) !== undefined,
    );
    const now = (): number => system.machine.instant;
    const table = options.data ?? new DataTable(this.breakpoints);
    this.output = new ConsoleOutput(now);
    this.hits = new HitCounts(this.breakpoints, table, now);
    this.data = new DataWatcher(system, table);
    this.calls = new SystemCallLog(system);
    this.handlers = new HandlerWatch(system, () => this.runner.breakpointsChanged());
    this.timeline = new Timeline(system);
    this.timeline.events.on((event) => this.history.add(event));
    this.judge = new UserJudge(system, this.breakpoints, this.data, this.calls);
    this.runner = new Runner(system.machine, {
      pace: pacedBy(options.pace, () => this.output.flush()),
      judge: this.judge,
      threadKey: threadKeyIn(system),
      witnesses: [
        this.hits,
        system.traps,
        this.timeline,
        this.history,
        this.handlers,
        this.calls,
        this.data,
        this.output,
      ],
      arm: (guest) => (guest instanceof WriteLookout ? guest : this.data).arm(),
      log: (line, at) => this.time.logged(line, at),
    });
    this.timeline.reset();
    const inlined = new InlinedCalls(system);
    const rest = new Rest(system, this.runner, this.judge, inlined);
    this.commands = new Commands(
      this.runner,
      rest,
      () => this.data.refresh(),
      (end) => this.settled(end),
    );
    this.time = new TimeTravel({
      system,
      runner: this.runner,
      commands: this.commands,
      history: this.history,
      output: this.output,
      hits: this.hits,
      hitsAt: 0,
      log: (line) => {
        this.output.flush();
        this.logged.emit(line);
      },
      budget: options.recordingBudget,
    });
    this.time.recorder.begin();
    this.repainted = this.output.repainted;
    ({ stopped: this.stopped, continued: this.continued, ended: this.ended } = this.commands);
    this.console = this.output.bytes;
    const follower = new Follower(system, this.runner);
    this.stepper = new Stepper(follower, this.runner, inlined);
    this.runsTo = new RunTo(follower);
  }

  /** Names of the processes of this run by pid, of those that have ended, too. */
  get names(): Pick<ReadonlyMap<number, string>, 'get'> {
    return this.timeline.names;
  }
  get isRunning(): boolean {
    return this.commands.isRunning;
  }
  /** The machine cannot go on; it can be looked at, and left backward. */
  get isAtEnd(): boolean {
    return this.commands.isAtEnd;
  }
  /** The session was closed. */
  get isOver(): boolean {
    return this.commands.isOver;
  }
  /** Why the machine stands still; undefined while it runs. */
  get stop(): Stop | undefined {
    return this.commands.stop;
  }

  /** Breakpoints were replaced in `breakpoints`: applies them, also while the machine runs. */
  breakpointsChanged(): void {
    this.hits.changed();
    this.runner.breakpointsChanged();
  }

  setFilters(filters: readonly ActiveFilter[]): void {
    this.judge.setFilters(filters);
    this.runner.breakpointsChanged();
  }

  /** Traps to stop at besides those of the filters. */
  setTrapCauses(causes: readonly TrapCause[]): void {
    this.judge.setCauses(causes);
  }

  /** Processes to stop at when they are given a CPU, by pid. */
  setScheduled(pids: ReadonlySet<number>): void {
    this.judge.setScheduled(pids);
    this.runner.breakpointsChanged();
  }

  /** Whether `called` is told of system calls. */
  set logsSystemCalls(on: boolean) {
    const tell = (line: string): void => {
      // What is only replayed has been told.
      if (this.time.recorder.isKnown(this.system.machine.instant)) return;
      this.output.flush();
      this.called.emit(line);
    };
    this.calls.log = on ? tell : undefined;
  }

  /** Whether a step into goes into interrupts. */
  set stepsIntoInterrupts(on: boolean) {
    this.stepper.intoInterrupts = on;
    this.time.moves.steps.intoInterrupts = on;
  }

  /** Begins the session: runs to where it stops first. */
  start(entry: Entry): void {
    if (entry === 'reset') {
      const description = 'Reset: the first instruction of the machine';
      return this.commands.stand({ why: { kind: 'entry' }, cpu: 0, description });
    }
    this.entry = goalOfEntry(this.system, entry);
    this.commands.launch(() => this.runOn(), entry === false);
  }

  continue(): void {
    this.commands.launch(() => this.runOn(), true);
  }

  /** @param target for a step into: which of the line's calls */
  step(thread: Thread, kind: StepKind, granularity: Granularity, target?: StepTarget): void {
    this.commands.launch(() => this.stepper.step(thread, kind, granularity, target), false);
  }

  /** Refuses a destination that a thread can never come to. @throws UserError */
  checkDestination(thread: Thread, destination: Destination): void {
    this.runsTo.check(thread, destination);
  }

  /** Runs a thread to its next crossing of a kind. */
  runTo(thread: Thread, destination: Destination): void {
    this.commands.launch(() => this.runsTo.run(thread, destination), true);
  }

  /** @throws UserError when a thread cannot go on from a place */
  checkJump(thread: Thread, place: CodePlace): void {
    checkJump(this.system, thread, place);
  }

  /** Sends a thread on from another place, without executing what is between. */
  jump(thread: Thread, place: CodePlace): void {
    const stop = this.isRunning || this.isOver || this.isAtEnd ? undefined : jump(thread, place);
    if (!stop) return;
    this.time.changed();
    this.commands.stand(stop);
  }

  /** Stops soon, wherever the machine is. */
  pause(): void {
    this.commands.pause();
  }

  /** Somebody typed this at the console; it arrives at this instant, and the run remembers it. */
  type(bytes: Uint8Array): void {
    this.time.sends();
    this.system.machine.input.type(bytes);
    this.runner.inputCame();
  }

  /** Whether somebody may type at the console yet: then a machine that waits for input is not stuck. */
  set isTypedAt(open: boolean) {
    this.system.machine.input.open = open;
    this.runner.inputCame();
  }

  /** Ends the session: whatever runs comes to its end without a further word. */
  close(): void {
    this.commands.close();
  }

  /** Expressions as they are meant in a frame of a thread. */
  environment(thread: Thread, frame: CodeFrame): Environment {
    return environmentOf(this.system, this.viewpoint(thread, frame));
  }

  viewpoint(thread: Thread, frame: CodeFrame): Viewpoint {
    return viewOfFrame(this.system, thread, frame);
  }

  /** What the last trap of a CPU was, in words. */
  headlineOf(hart: Hart): string | undefined {
    const trap = this.system.traps.of(hart);
    return trap && this.judge.headlineOf(hart, trap);
  }

  private async runOn(): ReturnType<Runner['run']> {
    const outcome = await this.runner.run(this.entry);
    if (outcome.kind === 'reached') this.entry = {};
    return outcome;
  }

  private settled(end?: End): void {
    if (end) this.calls.finish();
    if (end) this.timeline.finish(end);
    this.output.settle();
    this.time.recorder.leave();
  }
}

/** What the guest has said goes out before the host is let in. */
const pacedBy = (pace: Pace, flush: () => void): Pace => ({
  get slice() {
    return pace.slice;
  },
  begin: (isWatched) => pace.begin?.(isWatched),
  rest: (steps, worked) => {
    flush();
    return pace.rest(steps, worked);
  },
  wake: () => pace.wake?.(),
});
