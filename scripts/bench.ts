// `npm run bench [-- ROUNDS]`: speed beside QEMU on the same images in the same run, and what the machine's own services cost.
// Prints tables and writes bench-results.json.
import { writeFileSync } from 'node:fs';
import { bundledConditions, bundledCosts, bundledTimeTravel } from '../test/bench/bundled';
import { openLargeKernel } from '../test/bench/debug-information';
import { interpreter, references, stepsOf, trapframe, type Engine } from '../test/bench/engines';
import {
  judgeBudget,
  judgeConditions,
  judgeFilters,
  judgeFrame,
  judgeGrading,
  judgeOpening,
  judgeRecording,
  judgeSpeed,
  judgeTimeTravel,
  judgeViews,
  type Verdict,
} from '../test/bench/goals';
import { gradingCosts, type GradingCosts } from '../test/bench/grading';
import { keystrokeToDiagnostics } from '../test/bench/language-server';
import { geometricMean, median } from '../test/bench/measure';
import { build, integerPrograms, programs, shortPrograms, type ProgramName } from '../test/bench/programs';
import { timelineCosts, type TimelineCosts } from '../test/bench/timeline';
import type { TimeTravelCosts } from '../test/bench/time-travel';
import { stopToViews } from '../test/bench/views';
import { findBrowser } from '../test/workbench/host/find-host';
import { main, ScriptError } from './main';
import { inRoot } from './root';

interface Row {
  readonly program: ProgramName;
  readonly steps: number;
  /** CPU seconds, by engine. */
  readonly seconds: Readonly<Record<string, number>>;
}

/** How many times the CPU time a run takes. */
interface Services {
  readonly armedFilters: number;
  readonly watchedElsewhere: number;
  readonly watchedStack: number;
}

const rounds = Number(process.argv[2] ?? 3);
const names = Object.keys(programs) as ProgramName[];

async function compare(program: ProgramName, engines: readonly Engine[]): Promise<Row> {
  const image = await build(program);
  const times = new Map(engines.map((engine) => [engine.name, [] as number[]]));
  for (let round = 0; round < rounds; round++) {
    for (const engine of engines) times.get(engine.name)!.push(engine.run(image));
  }
  const seconds = Object.fromEntries([...times].map(([name, values]) => [name, median(values)]));
  return { program, steps: stepsOf(image), seconds };
}

const ratio = (row: Row, reference: string): number => row.seconds[reference] / row.seconds[trapframe.name];

/** A first column of words, then columns of numbers. */
const line = (first: string, ...cells: readonly string[]): string =>
  first.padEnd(26) + cells.map((cell) => cell.padStart(16)).join('');

function printSpeed(rows: readonly Row[], engines: readonly Engine[]): void {
  const others = engines.slice(1).map(({ name }) => name);
  console.log(
    `Million instructions per CPU second (median of ${rounds}), start and end of the process included, and how trapframe compares:\n`,
  );
  console.log(line('program', ...engines.map(({ name }) => name), ...others.map((name) => `/ ${name}`)));
  for (const row of rows) {
    const speeds = engines.map(({ name }) => (row.steps / row.seconds[name] / 1e6).toFixed(0));
    const ratios = others.map((name) => ratio(row, name).toFixed(3));
    console.log(line(row.program, ...speeds, ...ratios) + `  ${programs[row.program]}`);
  }
  const integer = rows.filter(({ program }) => integerPrograms.includes(program));
  const means = others.map((name) => geometricMean(integer.map((row) => ratio(row, name))).toFixed(3));
  if (others.length > 0) console.log(line('geometric mean, integer', ...engines.map(() => ''), ...means));
  else console.log('\nNo reference: qemu-system-riscv64 is not installed.');
}

function printServices(services: ReadonlyMap<ProgramName, Services>): void {
  console.log('\nTimes the CPU time of a plain run, with\n');
  console.log(line('program', 'armed filters', 'watch, no use', 'watch, stack'));
  for (const [program, costs] of services) {
    const cells = [costs.armedFilters, costs.watchedElsewhere, costs.watchedStack];
    console.log(line(program, ...cells.map((cost) => cost.toFixed(3))));
  }
}

function printTimeline(costs: readonly TimelineCosts[]): void {
  for (const { events, frame, slowest, answer } of costs) {
    const numbers = [frame, slowest, answer].map((milliseconds) => milliseconds.toFixed(1));
    console.log(
      `a frame of the timeline, ${events} events`.padEnd(40) +
        `${numbers[0]} ms while it scrolls (slowest ${numbers[1]}); ${numbers[2]} ms for the dearest answer of the adapter`,
    );
  }
  if (costs.length === 0) console.log('a frame of the timeline                 not measured: no browser');
}

/** Lengths of runs, in steps, at the end of which one goes back. */
const LENGTHS = [200e6, 1e9, 10e9];

async function measureTimeTravel() {
  const { recordingCosts, timeTravelCosts } = await bundledTimeTravel();
  const recording = {
    ordinary: await recordingCosts(inRoot(), 'ordinary'),
    sweeping: await recordingCosts(inRoot(), 'sweeping'),
  };
  const back: TimeTravelCosts[] = [];
  for (const steps of LENGTHS) back.push(await timeTravelCosts(inRoot(), steps));
  return { recording, back };
}

function printTimeTravel({ recording, back }: Awaited<ReturnType<typeof measureTimeTravel>>): void {
  console.log(
    '\nGoing back, CPU milliseconds (median / 99 of 100), and times running the same stretch forward\n',
  );
  console.log(line('after', 'instruction', 'line', 'reverse, 100 M', 'write, 100 M', 'MiB'));
  for (const { steps, stepBack, reverseContinue, lastWrite, bytes } of back) {
    const cells = [stepBack.instruction, stepBack.line].map(
      ({ median, nearlyAll }) => `${median.toFixed(1)} / ${nearlyAll.toFixed(1)}`,
    );
    const ratios = [reverseContinue, lastWrite].map((times) => times.toFixed(2));
    console.log(line(`${steps / 1e6} million steps`, ...cells, ...ratios, (bytes / 2 ** 20).toFixed(0)));
  }
  for (const [workload, { times, bytes }] of Object.entries(recording)) {
    console.log(
      `recording, ${workload}`.padEnd(40) +
        `${times.toFixed(2)} times the CPU time, ${(bytes / 2 ** 20).toFixed(0)} MiB`,
    );
  }
}

function printVerdicts(verdicts: readonly Verdict[]): void {
  console.log();
  for (const { what, value, goal, isMet } of verdicts) {
    console.log(`${isMet ? 'met    ' : 'NOT MET'}  ${what}: ${value.toFixed(3)}, ${goal}`);
  }
}

async function run(): Promise<number> {
  if (!Number.isInteger(rounds) || rounds < 1) {
    throw new ScriptError(`rounds: ${process.argv[2]}; a whole number from 1 on`);
  }
  const mix = await build('mix');
  const machine = await bundledCosts();
  // First, as it wants a process that has made no machine yet.
  const costs = {
    startUp: machine.startUp(mix),
    trapMicroseconds: machine.trapCost(await build('trapstorm')),
    checkpointMicroseconds: machine.checkpointCost(mix),
    keystrokeMilliseconds: keystrokeToDiagnostics(),
    opening: await openLargeKernel(),
    conditions: await (await bundledConditions())(inRoot()),
    viewsMilliseconds: { 3: await stopToViews(3), 64: await stopToViews(64) },
  };
  const engines = [trapframe, interpreter, ...references()];
  const rows: Row[] = [];
  for (const program of names) rows.push(await compare(program, engines));
  printSpeed(rows, engines);

  const services = new Map<ProgramName, Services>();
  for (const program of names.filter((name) => !shortPrograms.includes(name))) {
    const image = await build(program);
    services.set(program, {
      armedFilters: machine.armedFilters(image),
      watchedElsewhere: machine.watchedElsewhere(image),
      watchedStack: machine.watchedStack(image),
    });
  }
  printServices(services);

  const { startUp: start, trapMicroseconds: trap, checkpointMicroseconds: checkpoint } = costs;
  console.log(`
an instruction with a breakpoint, passed ${machine.passCost(mix).toFixed(2)} µs
a trap and its return                   ${trap.plain.toFixed(2)} µs, with armed filters ${trap.reported.toFixed(2)} µs
a checkpoint each million steps of mix  ${checkpoint.toFixed(0)} µs
a machine of 128 MiB at its reset       ${start.further.toFixed(1)} ms, ${(start.bytes / 1024).toFixed(0)} KiB; the first of a process ${start.first.toFixed(1)} ms
a keystroke in 10,000 lines             ${costs.keystrokeMilliseconds.plain.toFixed(0)} ms to its diagnostics, ${costs.keystrokeMilliseconds.macros.toFixed(0)} ms where all lines call macros
an ELF file of ${(costs.opening.bytes / 1e6).toFixed(1)} MB with DWARF            ${costs.opening.milliseconds.toFixed(0)} ms to the first frame with its line and variables
a stop, until all views have their rows ${costs.viewsMilliseconds[3].toFixed(1)} ms with 3 processes, ${costs.viewsMilliseconds[64].toFixed(1)} ms with 64`);

  const { ours, gdb } = costs.conditions;
  const beside = gdb === undefined ? 'no gdb or QEMU to compare with' : `gdb with QEMU ${gdb.toFixed(0)} µs`;
  console.log(`a false condition at a system call       ${ours.toFixed(2)} µs; ${beside}`);

  const browser = findBrowser();
  const timeline: TimelineCosts[] = [];
  for (const events of browser === undefined ? [] : [1_000, 1_000_000]) {
    timeline.push(await timelineCosts(browser!, events));
  }
  printTimeline(timeline);
  const travel = await measureTimeTravel();
  printTimeTravel(travel);
  const grading: GradingCosts[] = [];
  for (const count of [50, 200]) grading.push(await gradingCosts(count));
  printGrading(grading);

  const [, , qemu] = engines;
  const verdicts = [
    ...(qemu ? judgeSpeed(new Map(rows.map((row) => [row.program, ratio(row, qemu.name)]))) : []),
    judgeFilters(new Map([...services].map(([program, costs]) => [program, costs.armedFilters]))),
    judgeOpening(costs.opening.milliseconds / 1000),
    judgeConditions(ours),
    ...travel.back.flatMap(judgeTimeTravel),
    judgeRecording(travel.recording.ordinary.times),
    judgeBudget(travel.recording.sweeping.bytes),
    judgeGrading(grading),
    ...timeline.map(({ events, frame }) => judgeFrame(events, frame)),
    ...Object.entries(costs.viewsMilliseconds).map(([processes, value]) => judgeViews(processes, value)),
  ];
  printVerdicts(verdicts);
  const results = {
    rounds,
    rows,
    services: Object.fromEntries(services),
    costs,
    timeline,
    travel,
    grading,
    verdicts,
  };
  writeFileSync(inRoot('bench-results.json'), JSON.stringify(results, null, 2) + '\n');
  return 0;
}

function printGrading(all: readonly GradingCosts[]): void {
  console.log('\nGrading a class, half of it hostile, two at a time\n');
  console.log(line('submissions', 'seconds', 'MB at most'));
  for (const { submissions, seconds, megabytes } of all) {
    console.log(line(String(submissions), seconds.toFixed(1), String(megabytes)));
  }
}

main(__filename, run);
