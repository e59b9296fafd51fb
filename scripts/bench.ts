// `npm run bench [-- ROUNDS]`: speed beside QEMU on the same images in the same run, and what the machine's own services cost.
// Prints tables and writes bench-results.json.
import { writeFileSync } from 'node:fs';
import { interpreter, references, stepsOf, type Engine } from '../test/bench/engines';
import { keystrokeToDiagnostics } from '../test/bench/language-server';
import { armedFilters, checkpointCost, startUp, trapCost } from '../test/bench/machine-costs';
import { geometricMean, median } from '../test/bench/measure';
import { build, integerPrograms, programs, type ProgramName } from '../test/bench/programs';
import { main, ScriptError } from './main';
import { inRoot } from './root';

interface Row {
  readonly program: ProgramName;
  readonly steps: number;
  /** CPU seconds, by engine. */
  readonly seconds: Readonly<Record<string, number>>;
}

const rounds = Number(process.argv[2] ?? 3);

async function compare(program: ProgramName, engines: readonly Engine[]): Promise<Row> {
  const image = await build(program);
  const times = new Map(engines.map((engine) => [engine.name, [] as number[]]));
  for (let round = 0; round < rounds; round++) {
    for (const engine of engines) times.get(engine.name)!.push(engine.run(image));
  }
  const seconds = Object.fromEntries([...times].map(([name, values]) => [name, median(values)]));
  return { program, steps: stepsOf(image), seconds };
}

const ratio = (row: Row, reference: string): number => row.seconds[reference] / row.seconds[interpreter.name];

function print(rows: readonly Row[], engines: readonly Engine[]): void {
  const others = engines.slice(1).map(({ name }) => name);
  console.log(
    `Million instructions per CPU second (median of ${rounds}), and the ratio to each reference:\n`,
  );
  console.log(
    [
      'program'.padEnd(12),
      ...engines.map(({ name }) => name.padStart(14)),
      ...others.map((name) => `/ ${name}`.padStart(16)),
    ].join(''),
  );
  for (const row of rows) {
    const speeds = engines.map(({ name }) => (row.steps / row.seconds[name] / 1e6).toFixed(0).padStart(14));
    const ratios = others.map((name) => ratio(row, name).toFixed(3).padStart(16));
    console.log([row.program.padEnd(12), ...speeds, ...ratios].join('') + `  ${programs[row.program]}`);
  }
  const integer = rows.filter(({ program }) => integerPrograms.includes(program));
  const means = others.map((name) =>
    geometricMean(integer.map((row) => ratio(row, name)))
      .toFixed(3)
      .padStart(16),
  );
  if (others.length > 0)
    console.log(['geometric mean, integer'.padEnd(12 + 14 * engines.length), ...means].join(''));
  else console.log('\nNo reference: qemu-system-riscv64 is not installed.');
}

async function run(): Promise<number> {
  if (!Number.isInteger(rounds) || rounds < 1) {
    throw new ScriptError(`rounds: ${process.argv[2]}; a whole number from 1 on`);
  }
  const engines = [interpreter, ...references()];
  const rows: Row[] = [];
  for (const program of Object.keys(programs) as ProgramName[]) rows.push(await compare(program, engines));
  print(rows, engines);

  const mix = await build('mix');
  const costs = {
    armedFilters: armedFilters(mix),
    trapMicroseconds: trapCost(await build('trapstorm')),
    checkpointMicroseconds: checkpointCost(mix),
    startUp: startUp(mix),
    keystrokeMilliseconds: keystrokeToDiagnostics(),
  };
  console.log(`
armed trap filters that do not hit   ${((costs.armedFilters - 1) * 100).toFixed(1)} % more CPU time
a trap and its return                ${costs.trapMicroseconds.plain.toFixed(2)} µs, reported ${costs.trapMicroseconds.reported.toFixed(2)} µs
a checkpoint each million steps      ${costs.checkpointMicroseconds.toFixed(0)} µs
a machine at its reset               ${costs.startUp.milliseconds.toFixed(1)} ms, ${(costs.startUp.bytes / 2 ** 20).toFixed(1)} MiB
a keystroke in 10,000 lines            ${costs.keystrokeMilliseconds.toFixed(0)} ms to its diagnostics`);
  writeFileSync(inRoot('bench-results.json'), JSON.stringify({ rounds, rows, costs }, null, 2) + '\n');
  return 0;
}

main(__filename, run);
