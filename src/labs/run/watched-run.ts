import packageJson from '../../../package.json';
import { messageOf, UserError } from '../../base/errors';
import { Accounting } from '../../debug/events/accounting';
import { Timeline } from '../../debug/events/timeline';
import { EventWords } from '../../debug/events/words';
import { outcomeOf, Status, type Outcome } from '../../debug/inspect/outcome';
import { boot, type Booted } from '../../debug/launch/boot';
import { BuildError } from '../../debug/launch/build-report';
import type { LaunchHost } from '../../debug/launch/host';
import { journalling } from '../../debug/launch/journal';
import type { Launch } from '../../debug/launch/validate';
import { Runner } from '../../debug/run/runner';
import type { Outcome as RunOutcome } from '../../debug/run/outcome';
import { System } from '../../debug/system';
import type { Bookmark } from '../../debug/time/bookmarks';
import { writeRecording } from '../../debug/time/recording-file';
import { withoutKernel } from './configuration';
import { notSaved, type RunEnded, type Scene, type Watch } from '../checks/watch';
import { readAnswers } from '../checks/answer';

/** Steps between two looks at whether a run has printed too much. */
const SLICE = 200_000;

/** What a run is made of, and how much it may do. */
export interface RunRequest {
  readonly launch: Launch;
  readonly host: LaunchHost;
  /** The folder that the workspace is at. */
  readonly root: string;
  /** Paths in the workspace of files that a kernel of its own is built with. */
  readonly mustHave: readonly string[];
  readonly maxInstructions: number;
  readonly maxOutput: number;
}

/** A run that is over, or could not begin. */
export type RunOver =
  | {
      readonly kind: 'ended';
      readonly end: RunEnded;
      readonly watches: readonly (Watch | UserError)[];
      /** The run as a file, with bookmarks in it. */
      readonly recording: (bookmarks: readonly Bookmark[]) => Promise<Uint8Array>;
    }
  /** In words, one line. */
  | { readonly kind: 'unbuilt'; readonly problem: string };

/**
 * Makes a run and lets others look on.
 * @param watchers each makes somebody who looks on; one that refuses is left out, and its refusal kept in its place
 */
export async function watchedRun(
  request: RunRequest,
  watchers: readonly ((scene: Scene) => Watch)[],
): Promise<RunOver> {
  const { root, maxInstructions, maxOutput, mustHave } = request;
  const missing = withoutKernel(mustHave, request.host.compiler !== undefined);
  if (missing !== undefined) return { kind: 'unbuilt', problem: missing };
  const { host, journal } = journalling(request.host);
  let booted: Booted;
  try {
    for (const name of mustHave) await host.files.readFile(`${root}/${name}`);
    booted = await boot({ ...request.launch, isTyped: false }, host);
  } catch (error) {
    if (error instanceof BuildError || error instanceof UserError)
      return { kind: 'unbuilt', problem: problemIn(error, root) };
    throw error;
  }
  const { machine, options } = booted;
  const endsAtOnce = options.input === undefined;
  if (endsAtOnce) machine.input.feedEnd(booted.endOfInput);
  const system = new System(booted);
  const timeline = new Timeline(system);
  const accounting = new Accounting(machine.harts.length);
  const answersPath = `${root}/answers.txt`;
  const scene: Scene = {
    system,
    booted,
    calls: system.kernel?.systemCalls,
    words: new EventWords(system.kernel),
    host: request.host,
    pathOf: (name) => `${root}/${name}`,
    answers: (await host.files.exists(answersPath))
      ? readAnswers(new TextDecoder().decode(await host.files.readFile(answersPath)))
      : undefined,
    rearm: () => runner.breakpointsChanged(),
  };
  const watches = watchers.map((make) => {
    try {
      return make(scene);
    } catch (error) {
      if (error instanceof UserError) return error;
      throw error;
    }
  });
  const looking = watches.filter((one): one is Watch => !(one instanceof UserError));
  const printed: number[] = [];
  let isTooLong = false;
  const console = {
    ...notSaved,
    consoleByte(byte: number) {
      if (printed.length < maxOutput) printed.push(byte);
      else if (!isTooLong) {
        isTooLong = true;
        runner.cancel();
      }
    },
  };
  const witnesses = looking.map(({ witness }) => witness).filter((one) => one !== undefined);
  const runner: Runner = new Runner(machine, {
    // Witnesses first: those that compare registers keep what the others are told of.
    witnesses: [console, timeline, ...witnesses],
    pace: { slice: SLICE, rest: () => Promise.resolve() },
  });
  timeline.events.on((event) => {
    accounting.add(event);
    for (const watch of looking) watch.event?.(event);
  });
  timeline.reset();
  const came = await runner.run({ until: maxInstructions });
  timeline.finish(came.kind === 'ended' ? came.end : undefined);
  accounting.finish(machine);
  const end: RunEnded = {
    outcome: isTooLong
      ? { status: Status.outOfInstructions, message: `gave up: it printed more than ${maxOutput} bytes` }
      : outcomeIn(came, booted),
    at: machine.instant,
    output: new TextDecoder().decode(Uint8Array.from(printed)),
    accounting,
    nameOf: (pid) => timeline.names.get(pid),
  };
  const recorded = {
    launch: request.launch,
    isTyped: false,
    journal,
    fed: endsAtOnce ? [{ at: 0, bytes: booted.endOfInput, isEnd: true }] : [],
    typed: [],
    edits: [],
    end: machine.instant,
    isAbandoned: came.kind !== 'ended',
  };
  return {
    kind: 'ended',
    end,
    watches,
    recording: (bookmarks) =>
      writeRecording({ ...recorded, bookmarks, hash: machine.hash() }, packageJson.version),
  };
}

function outcomeIn(came: RunOutcome, booted: Booted): Outcome {
  const outcome = outcomeOf(came.kind === 'ended' ? came.end : { kind: 'limit' }, booted);
  if (!outcome) throw new Error(`a run ended at a ${came.kind}`);
  return outcome;
}

/** Longest message of a build that is shown. */
const LONGEST = 400;

/** The first line of what is wrong, with paths as the workspace has them. */
export function problemIn(error: Error, root: string): string {
  const text = error instanceof BuildError ? String(error.report) : messageOf(error);
  const lines = text.replaceAll(`${root}/`, '').split('\n');
  // Warnings may come first.
  const line = lines.find((one) => /: error: /.test(one)) ?? lines[0] ?? '';
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}
