import { Emitter } from '../base/event';
import { DataTable } from './breakpoints/data/table';
import { DataWatcher } from './breakpoints/data/watcher';
import { BreakpointTable } from './breakpoints/table';
import { isExecutable } from './breakpoints/executable';
import { Targets } from './breakpoints/targets';
import type { Witness } from './witness';
import { Costs } from './events/costs';
import { CycleAxis } from './events/cycle-axis';
import { History } from './events/history';
import { Timeline } from './events/timeline';
import { SystemCallLog } from './inspect/call-log';
import { HandlerWatch } from './inspect/handler-watch';
import { UnknownCalls } from './inspect/unknown-calls';
import { Questions } from './questions/questions';
import { Commands } from './run/commands';
import { ConsoleOutput } from './run/console-output';
import { Follower } from './run/follower';
import { InlinedCalls } from './run/inlined-calls';
import { UserJudge } from './run/judge';
import type { Pace } from './run/pace';
import { Rest } from './run/rest';
import { RunTo } from './run/run-to';
import { Runner } from './run/runner';
import { Stepper } from './run/stepping';
import type { End } from './run/stop';
import { threadKeyIn } from './run/thread-key';
import type { LogLine } from './run/verdict';
import { Library } from './run/library';
import { SourcePaths } from './symbols/source-paths';
import { System, type Loaded } from './system';
import { HitCounts } from './time/hit-counts';
import { TimeTravel } from './time/time-travel';

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
  /** Events that are kept one by one at least; a million if nobody says otherwise. */
  readonly keptEvents?: number;
}

/** The parts of a debugger, put together: one runner, its witnesses, its judge, and what the user's commands are made of. */
export function assemble(booted: Loaded, options: DebuggerOptions) {
  const system = new System(booted);
  const breakpoints = options.breakpoints ?? new BreakpointTable();
  const table = options.data ?? new DataTable(breakpoints);
  const paths = new SourcePaths(options.sourceRoot, options.sourceMap);
  for (const { path } of booted.programs) paths.know(path);
  const targets = new Targets(system.images, paths, (address) => isExecutable(system, address));
  const now = (): number => system.machine.instant;
  const logged = new Emitter<LogLine>();

  const output = new ConsoleOutput(now);
  const hits = new HitCounts(breakpoints, table, now);
  const data = new DataWatcher(system, table);
  const calls = new SystemCallLog(system);
  const unknown = new UnknownCalls(system);
  const handlers = new HandlerWatch(system);
  const history = new History(options.keptEvents);
  const timeline = new Timeline(system);
  const library = new Library(system, paths);
  timeline.events.on((event) => history.add(event));
  const costs = system.machine.timing && new Costs(system.machine);
  timeline.events.on((event) => costs?.add(event));
  const cycles = system.machine.timing && new CycleAxis(system.machine);

  const judge = new UserJudge(system, breakpoints, data, calls, unknown);
  const witnesses: Witness[] = [
    hits,
    system.traps,
    timeline,
    history,
    handlers,
    calls,
    unknown,
    data,
    output,
  ];
  if (costs) witnesses.push(costs);
  if (cycles) witnesses.push(cycles);
  const runner: Runner = new Runner(system.machine, {
    pace: pacedBy(options.pace, () => output.flush()),
    judge,
    threadKey: threadKeyIn(system),
    witnesses,
    arm: (guest) => (guest?.arm ? guest.arm() : data.arm()),
    log: (line, at) => time.logged(line, at),
  });
  timeline.reset();

  const inlined = new InlinedCalls(system);
  const rest = new Rest(system, runner, judge, inlined);
  const settled = (end?: End): void => {
    if (end) {
      calls.finish();
      timeline.finish(end);
    }
    output.settle();
    time.recorder.leave();
  };
  const commands = new Commands(runner, rest, () => data.refresh(), settled);
  const time: TimeTravel = new TimeTravel({
    system,
    runner,
    commands,
    history,
    output,
    hits,
    hitsAt: witnesses.indexOf(hits),
    library,
    log: (line) => {
      output.flush();
      logged.emit(line);
    },
    budget: options.recordingBudget,
  });
  time.recorder.begin();
  const questions = new Questions(system, commands, time.travel, timeline, history);
  const follower = new Follower(system, runner);
  const stepper = new Stepper(follower, runner, inlined, library);
  const runsTo = new RunTo(follower);
  return {
    system,
    breakpoints,
    paths,
    targets,
    output,
    hits,
    data,
    calls,
    unknown,
    handlers,
    history,
    costs,
    cycles,
    timeline,
    judge,
    runner,
    commands,
    time,
    questions,
    stepper,
    library,
    runsTo,
    logged,
  };
}

export type Assembly = ReturnType<typeof assemble>;

/** What the guest has said goes out before the host is let in. */
const pacedBy = (pace: Pace, flush: () => void): Pace => ({
  ...(pace.idle && { idle: (most: number, woken: Promise<void>) => pace.idle!(most, woken) }),
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
