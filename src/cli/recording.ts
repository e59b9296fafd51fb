import packageJson from '../../package.json';
import { UserError } from '../base/errors';
import { fileLimits } from '../base/file-limits';
import type { Arrival, ConsoleInput, Machine } from '../machine/types';
import { boot, type Booted } from '../debug/launch/boot';
import { fromJournal, journalling, type Journal } from '../debug/launch/journal';
import { path } from '../debug/launch/kinds';
import type { Launch } from '../debug/launch/validate';
import { readRecording, writeRecording, type Fed, type Recorded } from '../debug/time/recording-file';
import type { Witness } from '../debug/witness';
import type { Surroundings } from './command';
import type { QuietEnd } from './quiet-end';
import { drive, type RunEnd } from './drive';

export const recordFlag = {
  kind: path(),
  description: 'Write a recording of the run to a file: any installation of this version can run it again.',
};
export const replayFlag = {
  kind: path(),
  description: 'Run what a recording holds, again; no program is given then.',
};

/** A run that is being written down. */
export class RunRecorder {
  private readonly fed: Fed[] = [];

  constructor(
    readonly file: string,
    private readonly launch: Launch,
    private readonly isTyped: boolean,
    private readonly journal: Journal,
  ) {}

  /** The same input; what is fed to it is noted. */
  noting({ machine }: Booted): ConsoleInput {
    const { input } = machine;
    const note = (bytes: Uint8Array, isEnd: boolean): void => {
      this.fed.push({ at: machine.instant, bytes, isEnd });
    };
    return {
      type: (bytes) => input.type(bytes),
      get log(): readonly Arrival[] {
        return input.log;
      },
      replay: (log) => input.replay(log),
      feed(bytes) {
        note(bytes, false);
        input.feed(bytes);
      },
      feedEnd(bytes) {
        note(bytes, true);
        input.feedEnd(bytes);
      },
      get open() {
        return input.open;
      },
      set open(open) {
        input.open = open;
      },
      get pending() {
        return input.pending;
      },
      get keeps() {
        return input.keeps;
      },
      set keeps(keeps) {
        input.keeps = keeps;
      },
    };
  }

  /** The run is over. */
  async write({ machine }: Booted, isAbandoned: boolean, around: Surroundings): Promise<void> {
    const recorded: Recorded = {
      launch: this.launch,
      isTyped: this.isTyped,
      journal: this.journal,
      fed: this.fed,
      typed: machine.input.log,
      edits: [],
      bookmarks: [],
      end: machine.instant,
      hash: machine.hash(),
      isAbandoned,
    };
    await around.writeFile(this.file, await writeRecording(recorded, packageJson.version));
  }
}

/** What a run has to do with recordings. */
export interface Tape {
  /** The run is written down. */
  readonly recorder?: RunRecorder;
  /** It is one that was. */
  readonly recorded?: Recorded;
}

/** Boots what is asked for. @throws UserError, BuildError */
export async function bootTaped(
  launch: Launch,
  around: Surroundings,
  { record, replay }: { readonly record?: string | undefined; readonly replay?: string | undefined },
): Promise<{ readonly booted: Booted; readonly tape: Tape }> {
  const isTyped = around.stdin?.isTerminal === true;
  if (replay !== undefined) {
    if (record !== undefined)
      throw new UserError('--record and --replay: a recording is there already; give one of them');
    const bytes = await around.host.files.readFile(replay, fileLimits.recording);
    const recorded = await readRecording(bytes, replay, packageJson.version);
    const request = { ...recorded.launch, isTyped: recorded.isTyped };
    return { booted: await boot(request, fromJournal(recorded.journal)), tape: { recorded } };
  }
  if (record === undefined) return { booted: await boot({ ...launch, isTyped }, around.host), tape: {} };
  await around.checkWritable(record);
  const { host, journal } = journalling(around.host);
  const booted = await boot({ ...launch, isTyped }, host);
  return { booted, tape: { recorder: new RunRecorder(record, launch, isTyped, journal) } };
}

/** Runs what was recorded, with its input at its instants. @throws UserError when it does not lead where it did */
export async function driveAgain(
  machine: Machine,
  { fed, typed, end, hash, isAbandoned }: Recorded,
  around: Surroundings,
  witnesses: readonly Witness[],
  limit: number,
  quiet?: QuietEnd,
): Promise<RunEnd> {
  // Nothing comes from outside.
  const { stdin: _, ...alone } = around;
  machine.input.replay(typed);
  machine.input.open = true;
  for (const { at, bytes, isEnd } of fed) {
    if (at > machine.instant) {
      const came = await drive(machine, at, alone, witnesses);
      if (came.kind !== 'limit') return came;
    }
    if (isEnd) machine.input.feedEnd(bytes);
    else machine.input.feed(bytes);
  }
  machine.input.open = false;
  const came = await drive(machine, isAbandoned ? end : limit, alone, witnesses, quiet);
  if (came.kind === 'interrupted' || came.kind === 'unread') return came;
  if (machine.instant !== end || (hash !== undefined && machine.hash() !== hash)) {
    throw new UserError('the recording does not lead to the end that it names: it is damaged');
  }
  return isAbandoned ? { kind: 'interrupted' } : came;
}
