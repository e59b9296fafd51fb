import { UserError } from '../base/errors';
import { Accounting } from '../debug/events/accounting';
import { Costs } from '../debug/events/costs';
import type { TimelineEvent } from '../debug/events/event';
import { Timeline } from '../debug/events/timeline';
import type { Booted } from '../debug/launch/boot';
import { outcomeOf, Status, type Outcome } from '../debug/inspect/outcome';
import { PanicWatch } from '../debug/inspect/panic-watch';
import { UnknownCalls } from '../debug/inspect/unknown-calls';
import { BuildError } from '../debug/launch/build-report';
import type { Launch } from '../debug/launch/validate';
import type { End } from '../debug/run/stop';
import { System } from '../debug/system';
import { ConsoleOnce, Once } from '../debug/time/once';
import type { Witness } from '../debug/witness';
import { readFlag, readRun } from './arguments';
import type { Command, Surroundings } from './command';
import { drive, type RunEnd } from './drive';
import { gdbPlace } from './gdb';
import { driveUnderGdb, type UnderGdb } from './gdb-drive';
import { withInput } from './input';
import { present } from './present';
import { bootTaped, driveAgain, recordFlag, replayFlag, type Tape } from './recording';
import { QuietEnd } from './quiet-end';
import { signature, signatureBounds } from './signature';
import { statistics } from './statistics';

/** What a terminal is spared. */
export const rawFlag = {
  kind: present,
  description:
    'Show a terminal every byte: also what sets its clipboard or title, or makes it answer, which is dropped otherwise.',
};

const flags = {
  gdb: {
    kind: gdbPlace,
    description:
      'Serve GDB’s remote protocol on a TCP port of 127.0.0.1 or on a Unix socket, and wait for it before the first instruction.',
  },
  raw: rawFlag,
  record: recordFlag,
  replay: replayFlag,
};

/** The recordings that a run writes or reads. */
export const filesOf = (given: Readonly<Record<string, string>>) => ({
  record: readFlag('record', recordFlag, given),
  replay: readFlag('replay', replayFlag, given),
});

export const run: Command = {
  name: 'run',
  usage: '[OPTIONS] PROGRAM [ARG...] [-- PROGRAM [ARG...]]...',
  summary: 'Boots the kernel, runs the programs, and shows their console, until all of them have ended.',
  flags,
  runs: true,
  async run(words, outside) {
    const { launch: asked, given } = readRun(words, flags);
    const { launch, around } = await withInput(asked, outside);
    if (readFlag('raw', flags.raw, given)) around.output.showEverything();
    const ready = await bootOrReport(launch, around, filesOf(given));
    if (!ready) return 2;
    const { booted, tape } = ready;
    // Watching costs time; it is only done for those who want numbers.
    const timeline = launch.options.stats === undefined ? undefined : new Timeline(new System(booted));
    timeline?.reset();
    const console = new ConsoleOnce((byte) => around.output.writeByte(byte));
    const place = readFlag('gdb', flags.gdb, given);
    if (place && (tape.recorder || tape.recorded)) {
      throw new UserError(
        '--gdb: a run under gdb is not recorded, nor run again; leave out --record or --replay',
      );
    }
    return runToStatus(booted, around, timeline, [console], place && { place, isFree: false }, tape);
  },
};

/** Boots; where sources have errors, shows them all and gives undefined. */
export async function bootOrReport(
  launch: Launch,
  around: Surroundings,
  files: Parameters<typeof bootTaped>[2] = {},
): Promise<Awaited<ReturnType<typeof bootTaped>> | undefined> {
  try {
    const ready = await bootTaped(launch, around, files);
    const { booted } = ready;
    if (booted.report.diagnostics.length > 0) around.say(String(booted.report));
    return ready;
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    around.say(String(error.report));
    return undefined;
  }
}

/** Runs a booted machine to its end, writes the statistics asked for, and says why it ended unless that is plain. */
export async function runToStatus(
  booted: Booted,
  around: Surroundings,
  timeline: Timeline | undefined,
  witnesses: readonly Witness[] = [],
  gdb?: UnderGdb,
  { recorder, recorded }: Tape = {},
): Promise<number> {
  const { machine, options } = booted;
  if (options.diskOut !== undefined && !machine.hasDisk)
    throw new UserError('--disk-out: this run has no disk');
  const bounds = options.signature === undefined ? undefined : signatureBounds(booted);
  for (const path of [options.stats, options.signature, options.diskOut]) {
    if (path !== undefined) await around.checkWritable(path);
  }
  const accounting = new Accounting(machine.harts.length);
  const costs = machine.timing && new Costs(machine);
  const counted = new Once<TimelineEvent>((event) => {
    accounting.add(event);
    costs?.add(event);
  });
  timeline?.events.on((event) => counted.add(event));
  if (options.input === undefined && !recorded) {
    await around.stdin?.connect(recorder?.noting(booted) ?? machine.input, booted.endOfInput);
  }
  const start = performance.now();
  const limit = options.maxInstructions ?? Number.MAX_SAFE_INTEGER;
  // The built-in kernel knows itself when nobody is there to wake.
  const quiet = booted.endOfInput.length > 0 ? undefined : new QuietEnd(machine, options.maxIdle);
  const system = new System(booted);
  if (around.stdin) around.stdin.takesControlC = () => system.kernel?.hearsControlC === true;
  const unknown = new UnknownCalls(system);
  const panic = new PanicWatch(system);
  // Whoever wants to hear of traps has each of them come to TypeScript.
  const common = [...(system.kernel ? [unknown] : []), panic, ...witnesses];
  const all = timeline ? [timeline, counted, ...common] : common;
  const end = gdb
    ? await driveUnderGdb(machine, limit, around, all, gdb, (how) => ending(how, booted).status)
    : recorded
      ? await driveAgain(machine, recorded, around, all, limit, quiet)
      : await drive(machine, limit, around, all, quiet);
  const seconds = (performance.now() - start) / 1000;
  timeline?.finish(isEnd(end) ? end : undefined);
  await around.output.flush();
  await recorder?.finish(booted, !isEnd(end) && end.kind !== 'limit');
  if (options.stats !== undefined) {
    accounting.finish(machine);
    costs?.finish();
    await around.writeFile(
      options.stats,
      statistics(machine, seconds, accounting, timeline?.names ?? new Map<number, string>(), costs),
    );
  }
  if (bounds) await around.writeFile(options.signature!, signature(booted, bounds));
  const disk = options.diskOut === undefined ? undefined : machine.readDisk();
  if (disk) await around.writeFile(options.diskOut!, disk);
  const { status, message } = afterPanic(end, panic) ?? ending(end, booted);
  const lines = [unknown.words, message].filter((line) => line !== undefined && line !== '');
  for (const [index, line] of lines.entries())
    around.say(`${index === 0 && around.output.isInTerminalLine ? '\n' : ''}trapframe: ${line}`);
  return status;
}

/** The shell's number for a program that ended by an interrupt from the keyboard. */
const INTERRUPTED = 130;

const isEnd = (end: RunEnd): end is End =>
  end.kind === 'finished' || end.kind === 'reset' || end.kind === 'stuck';

/** A kernel that has given up, and does nothing any more. */
const afterPanic = (end: RunEnd, { words }: PanicWatch): Outcome | undefined =>
  end.kind !== 'stuck' || words === undefined
    ? undefined
    : { status: Status.panic, message: `kernel panic: ${words}; the kernel does nothing any more` };

function ending(end: RunEnd, booted: Booted): Outcome {
  if (end.kind === 'unread') return { status: 0 };
  if (end.kind === 'interrupted') {
    return { status: INTERRUPTED, message: `interrupted after ${booted.machine.instant} instructions` };
  }
  const outcome = outcomeOf(end, booted);
  if (!outcome) throw new Error(`the run ended at a ${end.kind}`);
  return outcome;
}
