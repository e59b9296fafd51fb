import { UserError } from '../../base/errors';
import { Emitter } from '../../base/event';
import type { Stretch } from '../../machine/timing/stretch';
import type { History } from '../events/history';
import type { Commands } from '../run/commands';
import type { ConsoleOutput } from '../run/console-output';
import type { Library } from '../run/library';
import type { Runner } from '../run/runner';
import type { Granularity } from '../run/stepping';
import type { LogLine } from '../run/verdict';
import type { System } from '../system';
import type { Thread } from '../threads';
import type { CodeFrame } from '../unwind/frames';
import type { DataPlace } from '../breakpoints/data/place';
import { Bookmarks } from './bookmarks';
import { Branches } from './branches';
import type { HitCounts } from './hit-counts';
import { GivenUp } from './cursor';
import { LastWrites, type LastWrite, type OfFrame } from './last-write';
import { LANDMARKS, type Landmark } from './landmarks';
import { LogLines } from './log-lines';
import { TimeMoves } from './moves';
import { Recorder } from './recorder';
import type { Recorded } from './recording-file';
import { editsOf, reopen } from './reopen';
import { countsOf, Travel } from './travel';

/** Where a thread can be sent back to. */
export const REVERSE_DESTINATIONS = ['into', 'out', ...LANDMARKS] as const;
type Destination = 'into' | 'out' | Landmark;

/** Bytes for checkpoints, if nobody says otherwise. */
export const RECORDING_BUDGET = 100 * 2 ** 20;

/** Steps that are made again while everybody waits: a fraction of a second. */
const AT_ONCE = 1_000_000;

/** What a debugger is made of, as far as time is concerned. */
export interface TimeParts {
  readonly system: System;
  readonly runner: Runner;
  readonly commands: Commands;
  readonly history: History;
  readonly output: ConsoleOutput;
  readonly hits: HitCounts;
  /** Where among the runner's witnesses the counts of hits are. */
  readonly hitsAt: number;
  readonly library: Library;
  readonly log: (line: LogLine) => void;
  readonly budget?: number | undefined;
}

/** The recording of a run, and the user's ways through it. */
export class TimeTravel {
  /** How much of a long search is done, between 0 and 1. */
  readonly progress = new Emitter<number>();
  readonly recorder: Recorder;
  readonly moves: TimeMoves;
  readonly branches: Branches;
  readonly bookmarks = new Bookmarks();
  readonly travel: Travel;
  private readonly lines: LogLines;
  private readonly writes: LastWrites;

  constructor(private readonly parts: TimeParts) {
    const { runner, hits, hitsAt, log, budget } = parts;
    this.recorder = new Recorder(runner, budget ?? RECORDING_BUDGET);
    const travel = (this.travel = new Travel(runner, this.recorder, countsOf(hits, hitsAt), (part) =>
      this.progress.emit(part),
    ));
    this.lines = new LogLines(log);
    this.branches = new Branches(runner, this.recorder, travel, this.lines);
    this.moves = new TimeMoves(parts.system, runner, travel, parts.library, (line, at) =>
      this.lines.take(line, at),
    );
    this.writes = new LastWrites(parts.system, runner, this.recorder, travel, this.moves.steps);
  }

  /** The end of the recording: an instant. */
  get end(): number {
    return this.recorder.end;
  }
  /** The instant that is looked at. */
  get now(): number {
    return this.parts.runner.machine.instant;
  }
  /** What lies ahead has been recorded: the machine stands in its past. */
  get isInPast(): boolean {
    return this.now < this.end;
  }

  /** A logpoint was passed. */
  logged(line: LogLine, at: number): void {
    this.lines.take(line, at);
  }

  /** The instant at which a line of the console's output, counted from 1, was printed. @throws UserError when it was not */
  instantOfLine(line: number): number {
    const at = this.parts.output.printed(line);
    if (at === undefined) throw new UserError(`line ${line} has not been printed`);
    return at;
  }

  reverseContinue(): void {
    this.parts.commands.travel(() => this.moves.reverseRun());
  }

  /** One step of a thread backward: over calls by line, by instruction also into them. */
  stepBack(thread: Thread, granularity: Granularity): void {
    this.parts.commands.travel(() => this.moves.back(thread, granularity));
  }

  /** Refuses a destination that a thread never came from. @throws UserError */
  checkReverse(thread: Thread, to: Destination): void {
    if (to !== 'into' && to !== 'out') this.moves.landmarks.check(thread, to);
  }

  /** Takes a thread back to its last crossing of a kind. */
  reverse(thread: Thread, to: Destination, granularity: Granularity): void {
    const { moves } = this;
    this.parts.commands.travel(() => {
      if (to === 'into') return moves.into(thread, granularity);
      return to === 'out' ? moves.out(thread) : moves.toLandmark(thread, to);
    });
  }

  /** @param words what is said of the stop */
  seek(instant: number, words?: string): void {
    this.parts.commands.travel(() => this.moves.seek(instant, words));
  }

  /**
   * Who wrote a place last, by a step before an instant (now, if none is given).
   * @param of the frame that the place may be in
   * @throws UserError while the machine runs, and when the search was given up
   */
  async lastWrite(place: DataPlace, before: number = this.now, of?: OfFrame): Promise<LastWrite> {
    try {
      return await this.parts.commands.ask(() => this.writes.find(place, Math.min(before, this.end), of));
    } catch (error) {
      if (error instanceof GivenUp) throw new UserError('the search was given up');
      throw error;
    }
  }

  /**
   * The transient instructions of the steps that ended at an instant, one by one: the step is made once more.
   * @throws UserError while the machine runs, and when that was given up
   */
  async transientAt(instant: number): Promise<readonly Stretch[]> {
    const { commands, runner } = this.parts;
    if (instant < 1 || instant > this.end) return [];
    const found: Stretch[] = [];
    const guest = {
      transient: (one: Stretch) => void found.push(one),
      save: () => undefined,
      restore: () => undefined,
    };
    const once = { steps: 1, isBlind: true, isPartial: true, guest };
    const home = runner.save();
    // Whoever asks for something else meanwhile must not see the machine elsewhere.
    const isThere = this.travel.goNow(instant - 1, AT_ONCE);
    if (isThere) runner.runNow(once);
    runner.restore(home);
    if (isThere) return found;
    return commands.ask(async () => {
      const there = await this.travel.goTo(instant - 1);
      if (there.kind !== 'reached' && this.now !== instant - 1)
        throw new UserError('the search was given up');
      await runner.run(once);
      return found;
    });
  }

  /** Goes to where something was written, and says what. */
  toWrite({ instruction, words }: LastWrite): void {
    this.parts.commands.travel(() => this.moves.seek(instruction, words));
  }

  /** Begins with what a recording holds, at its end. */
  open(recorded: Recorded): void {
    const { runner, commands } = this.parts;
    commands.travel(() => reopen(recorded, runner, this.recorder, this.bookmarks));
  }

  /** What of the run goes into a recording. */
  record(): Pick<Recorded, 'typed' | 'edits' | 'bookmarks' | 'end' | 'hash'> {
    const { machine } = this.parts.runner;
    return {
      typed: machine.input.log,
      edits: editsOf(this.recorder),
      bookmarks: this.bookmarks.all,
      end: this.end,
      ...(this.isInPast ? {} : { hash: machine.hash() }),
    };
  }

  /** To where the function of a frame was called: its first line. */
  restartFrame(thread: Thread, frame: CodeFrame): void {
    this.parts.commands.travel(() => this.moves.restart(thread, frame));
  }

  /** Goes to another history, to where it was left. @throws UserError when there is no such */
  goToBranch(id: number): void {
    this.branches.check(id);
    this.parts.commands.travel(() => this.moves.toBranch(this.branches, id));
  }

  /** The user has changed something in the machine. */
  changed(): void {
    this.branches.changed();
  }

  /** The user is about to send something to the machine, at this instant. */
  sends(): void {
    this.branches.leavePast();
  }
}
