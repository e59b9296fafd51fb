import { Emitter } from '../base/event';
import type { Hart } from '../machine/types';
import { assemble, type Assembly, type DebuggerOptions } from './assembly';
import type { CodePlace } from './breakpoints/breakpoint';
import type { Environment } from './expressions/evaluate';
import { environmentOf, viewOfFrame, type Viewpoint } from './names/environment';
import { AT_RESET, goalOfEntry, type Entry } from './run/entry';
import { checkJump, jump } from './run/jump';
import type { ActiveFilter, TrapCause } from './run/judge';
import type { Destination } from './run/run-to';
import type { Goal } from './run/goal';
import type { Runner } from './run/runner';
import type { StepTarget } from './run/step-targets';
import type { Granularity, StepKind } from './run/stepping';
import type { Stop } from './run/stop';
import type { Loaded } from './system';
import type { Thread } from './threads';
import type { CodeFrame } from './unwind/frames';

/** One machine under debugging: runs it, stops it, and says what is to be seen. It knows nothing of who is asking. */
export class Debugger {
  readonly system: Assembly['system'];
  readonly breakpoints: Assembly['breakpoints'];
  readonly targets: Assembly['targets'];
  readonly paths: Assembly['paths'];
  /** What has happened since reset. */
  readonly history: Assembly['history'];
  /** What was paid so far, and how cycles grew; absent where time is not modelled. */
  readonly costs: Assembly['costs'];
  readonly cycles: Assembly['cycles'];
  readonly data: Assembly['data'];
  /** What was seen of the handlers of a kernel without a table of them. */
  readonly handlers: Assembly['handlers'];
  /** The recording of the run, and the ways through it. */
  readonly time: Assembly['time'];
  /** What can be asked about the recorded run. */
  readonly questions: Assembly['questions'];
  readonly stopped: Assembly['commands']['stopped'];
  readonly continued: Assembly['commands']['continued'];
  /** The machine has come to its end. It still can be looked at: `stop` is there. */
  readonly ended: Assembly['commands']['ended'];
  /** Bytes that the guest sent to its console, of one slice at a time. */
  readonly console: Assembly['output']['bytes'];
  /** A screen is to show this output instead of what it shows: the machine has gone to another instant. */
  readonly repainted: Assembly['output']['repainted'];
  readonly logged: Assembly['logged'];
  /** A line for each system call that is over, while `logSystemCalls` is on. */
  readonly called = new Emitter<string>();
  private readonly parts: Assembly;
  /** Where the session stops first; it is still to be reached after another stop on the way. */
  private entry: Goal = {};

  constructor(booted: Loaded, options: DebuggerOptions) {
    const parts = (this.parts = assemble(booted, options));
    ({
      system: this.system,
      breakpoints: this.breakpoints,
      targets: this.targets,
      paths: this.paths,
    } = parts);
    ({
      history: this.history,
      costs: this.costs,
      cycles: this.cycles,
      data: this.data,
      handlers: this.handlers,
      time: this.time,
      questions: this.questions,
    } = parts);
    ({ stopped: this.stopped, continued: this.continued, ended: this.ended } = parts.commands);
    ({ bytes: this.console, repainted: this.repainted } = parts.output);
    this.logged = parts.logged;
  }

  /** Names of the processes of this run by pid, of those that have ended, too. */
  get names(): Pick<ReadonlyMap<number, string>, 'get'> {
    return this.parts.timeline.names;
  }

  /** The first system call of the run that the kernel does not have, in words. */
  get unknownCall(): string | undefined {
    return this.parts.unknown.words;
  }
  get isRunning(): boolean {
    return this.parts.commands.isRunning;
  }
  /** The machine cannot go on; it can be looked at, and left backward. */
  get isAtEnd(): boolean {
    return this.parts.commands.isAtEnd;
  }
  /** The session was closed. */
  get isOver(): boolean {
    return this.parts.commands.isOver;
  }
  /** Why the machine stands still; undefined while it runs. */
  get stop(): Stop | undefined {
    return this.parts.commands.stop;
  }

  /** Breakpoints were replaced in `breakpoints`: applies them, also while the machine runs. */
  breakpointsChanged(): void {
    this.parts.hits.changed();
    this.parts.runner.breakpointsChanged();
  }

  setFilters(filters: readonly ActiveFilter[]): void {
    this.parts.judge.setFilters(filters);
    this.parts.runner.breakpointsChanged();
  }

  /** Traps to stop at besides those of the filters. */
  setTrapCauses(causes: readonly TrapCause[]): void {
    this.parts.judge.setCauses(causes);
  }

  /** Processes to stop at when they are given a CPU, by pid. */
  setScheduled(pids: ReadonlySet<number>): void {
    this.parts.judge.setScheduled(pids);
    this.parts.runner.breakpointsChanged();
  }

  /** Whether `called` is told of system calls. */
  set logsSystemCalls(on: boolean) {
    const tell = (line: string): void => {
      // What is only replayed has been told.
      if (this.time.recorder.isKnown(this.system.machine.instant)) return;
      this.parts.output.flush();
      this.called.emit(line);
    };
    this.parts.calls.log = on ? tell : undefined;
  }

  /** Whether a step into goes into interrupts. */
  set stepsIntoInterrupts(on: boolean) {
    this.parts.stepper.intoInterrupts = on;
    this.time.moves.steps.intoInterrupts = on;
  }

  /** Whether a step into, forward or back, passes over functions of the library that C programs are linked with. */
  set skipsLibrary(on: boolean) {
    this.parts.library.isSkipped = on;
  }

  /** Begins the session: runs to where it stops first. */
  start(entry: Entry, stopInProgram?: string): void {
    if (entry === 'reset') return this.parts.commands.stand(AT_RESET);
    this.entry = goalOfEntry(this.system, entry, stopInProgram);
    this.parts.commands.launch(() => this.runOn(), entry === false);
  }

  continue(): void {
    this.parts.commands.launch(() => this.runOn(), true);
  }

  /** @param target for a step into: which of the line's calls */
  step(thread: Thread, kind: StepKind, granularity: Granularity, target?: StepTarget): void {
    this.parts.commands.launch(() => this.parts.stepper.step(thread, kind, granularity, target), false);
  }

  /** Refuses a destination that a thread can never come to. @throws UserError */
  checkDestination(thread: Thread, destination: Destination): void {
    this.parts.runsTo.check(thread, destination);
  }

  /** Runs a thread to its next crossing of a kind. */
  runTo(thread: Thread, destination: Destination): void {
    this.parts.commands.launch(() => this.parts.runsTo.run(thread, destination), true);
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
    this.parts.commands.stand(stop);
  }

  pause(): void {
    this.parts.commands.pause();
  }

  /** Somebody typed this at the console; it arrives at this instant, and the run remembers it. */
  type(bytes: Uint8Array): void {
    this.time.sends();
    this.system.machine.input.type(bytes);
    this.parts.runner.inputCame();
  }

  /** Whether somebody may type at the console yet: then a machine that waits for input is not stuck. */
  set isTypedAt(open: boolean) {
    this.system.machine.input.open = open;
    this.parts.runner.inputCame();
  }

  /** Ends the session. */
  close(): void {
    this.parts.commands.close();
  }

  /** Expressions as they are meant in a frame of a thread. */
  environment(thread: Thread, frame: CodeFrame): Environment {
    return environmentOf(this.system, this.viewpoint(thread, frame));
  }

  viewpoint(thread: Thread, frame: CodeFrame): Viewpoint {
    return viewOfFrame(this.system, thread, frame);
  }

  headlineOf(hart: Hart): string | undefined {
    return this.parts.judge.headlineOfLast(hart);
  }

  private async runOn(): ReturnType<Runner['run']> {
    const outcome = await this.parts.runner.run(this.entry);
    if (outcome.kind === 'reached') this.entry = {};
    return outcome;
  }
}
