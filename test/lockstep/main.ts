/**
 * Compares the simulated machine with QEMU, instruction by instruction.
 *
 *   npm run lockstep -- [--instructions N] [--seed S] [--blocks N] [--each N] [--bug NAME] [--coverage] [--engine NAME]
 *
 * With `--engines` no QEMU takes part: our engines are compared with each other, at random instants.
 */
import { parseArgs } from 'node:util';
import { bugs, plantBug } from './bugs';
import type { EngineName } from '../../src/machine/types';
import { compareEngines } from './engines';
import { describeFinding, lockstep } from './lockstep';
import { MAX_BLOCKS } from './program';
import { ours } from './targets';

const { values } = parseArgs({
  options: {
    instructions: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '1' },
    blocks: { type: 'string', default: '500' },
    each: { type: 'string', default: '0' },
    bug: { type: 'string' },
    coverage: { type: 'boolean', default: false },
    engine: { type: 'string', default: 'auto' },
    engines: { type: 'boolean', default: false },
  },
});

function number(name: 'instructions' | 'seed' | 'blocks' | 'each', most: number): number {
  const value = Number(values[name]);
  if (Number.isInteger(value) && value >= 0 && value <= most) return value;
  console.error(`--${name} ${values[name]}: a whole number up to ${most} is allowed`);
  process.exit(2);
}

async function main(): Promise<void> {
  if (values.bug !== undefined) {
    if (!(values.bug in bugs)) {
      console.error(`--bug ${values.bug}: there are ${Object.keys(bugs).join(', ')}`);
      process.exit(2);
    }
    plantBug(values.bug);
  }
  const options = {
    instructions: number('instructions', Number.MAX_SAFE_INTEGER),
    seed: number('seed', 2 ** 32 - 1),
    blocks: number('blocks', MAX_BLOCKS),
    onProgress: (instructions: number, programs: number) =>
      console.log(`${instructions} instructions of ${programs} programs agree`),
  };
  if (values.engines) {
    const difference = compareEngines(options);
    if (difference) {
      console.error(difference);
      process.exitCode = 1;
    }
    return;
  }
  const each = number('each', Number.MAX_SAFE_INTEGER);
  const { finding, coverage } = await lockstep(options, ours(values.engine as EngineName));
  if (values.coverage) {
    for (const [name, count] of [...coverage.entries].sort()) console.log(`${name.padEnd(24)}${count}`);
  }
  if (finding) {
    console.error(describeFinding(finding, options));
    process.exitCode = 1;
    return;
  }
  const { name, count } = coverage.rarest;
  console.log(`each instruction was compared ${count} times or more in each mode (${name} least)`);
  if (count < each) {
    console.error(`--each ${each}: ${name} was compared only ${count} times`);
    process.exitCode = 1;
  }
}

void main();
