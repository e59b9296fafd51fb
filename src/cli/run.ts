import { boot, type Booted } from '../debug/launch/boot';
import { outcomeOf } from '../debug/launch/outcome';
import { BuildError } from '../debug/launch/programs';
import type { Launch } from '../debug/launch/validate';
import type { Machine, Stop } from '../machine/types';
import { readRun } from './arguments';
import type { Command, Surroundings } from './command';
import { drive, type Abandoned } from './drive';

export const run: Command = {
  name: 'run',
  usage: '[OPTIONS] PROGRAM [ARG...] [-- PROGRAM [ARG...]]...',
  summary: 'Boots the kernel, runs the programs, and shows their console, until all of them have ended.',
  flags: {},
  runs: true,
  async run(words, around) {
    const { launch } = readRun(words, {});
    const booted = await bootOrReport(launch, around);
    if (!booted) return 2;
    const { output } = around;
    booted.machine.onConsole = (byte) => output.writeByte(byte);
    return runToStatus(booted, around);
  },
};

/** Boots; where sources have errors, shows them all and gives undefined. */
export async function bootOrReport(launch: Launch, around: Surroundings): Promise<Booted | undefined> {
  try {
    return await boot(launch, around.host);
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    around.say(error.report());
    return undefined;
  }
}

/** Runs a booted machine to its end, writes the statistics asked for, and says why it ended unless that is plain. */
export async function runToStatus(
  booted: Booted,
  around: Surroundings,
  onPause?: (stop: Stop) => void,
): Promise<number> {
  const { machine, options } = booted;
  const start = performance.now();
  const end = await drive(machine, options.maxInstructions ?? Number.MAX_SAFE_INTEGER, around, onPause);
  const seconds = (performance.now() - start) / 1000;
  await around.output.flush();
  if (options.stats !== undefined) {
    await around.writeFile(options.stats, JSON.stringify(statistics(machine, seconds), null, 2) + '\n');
  }
  const { status, message } = ending(end, booted);
  if (message) around.say(`trapframe: ${message}`);
  return status;
}

/** The shell's number for a program that ended by an interrupt from the keyboard. */
const INTERRUPTED = 130;

function ending(end: Stop | Abandoned, booted: Booted): { status: number; message?: string } {
  if (end.kind === 'unread') return { status: 0 };
  if (end.kind === 'interrupted') {
    return { status: INTERRUPTED, message: `interrupted after ${booted.machine.instant} instructions` };
  }
  const outcome = outcomeOf(end, booted);
  if (!outcome) throw new Error(`the run ended at a ${end.kind}`);
  return outcome;
}

const statistics = (machine: Machine, seconds: number): object => ({
  instructions: machine.harts.reduce((sum, hart) => sum + hart.retired, 0),
  steps: machine.instant,
  seconds,
});
