import packageJson from '../../package.json';
import { UserError } from '../base/errors';
import { fileLimits } from '../base/file-limits';
import type { Machine } from '../machine/types';
import { boot, type Booted } from '../debug/launch/boot';
import { fromJournal, journalling } from '../debug/launch/journal';
import { path } from '../debug/launch/kinds';
import type { Launch } from '../debug/launch/validate';
import { readRecording, type Recorded } from '../debug/time/recording-file';
import type { Witness } from '../debug/witness';
import type { Surroundings } from './command';
import { drive, type RunEnd } from './drive';
import type { QuietEnd } from './quiet-end';
import { RunRecorder } from './run-recorder';

export const recordFlag = {
  kind: path(),
  description: 'Write a recording of the run to a file: any installation of this version can run it again.',
};
export const replayFlag = {
  kind: path(),
  description: 'Run what a recording holds, again; no program is given then.',
};

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
  return { booted, tape: { recorder: new RunRecorder({ file: record, launch, isTyped, journal }, around) } };
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
