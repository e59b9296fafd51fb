/** Our engines beside each other: the same programs, and the whole state at random instants. */
import type { EngineName, Machine } from '../../src/machine/types';
import type { Options } from './lockstep';
import { generateProgram } from './program';
import { Random } from './random';
import { machineWith } from './targets';

/** Steps between two comparisons: mostly few, for a stop may come anywhere, or many, for code to become hot. */
const STRIDES = [1, 7, 100, 3_000, 50_000];
/** A digest costs more than a step; of most stops only harts are compared. */
const DIGEST_EACH = 8;
const STEPS = 2_000_000;

const harts = (machine: Machine): string =>
  machine.harts
    .map((hart) => {
      const registers = Array.from({ length: 32 }, (_, index) => hart.readRegister(index).toString(16));
      return [hart.pc.toString(16), hart.privilege, hart.retired, ...registers].join(' ');
    })
    .join('; ');

/** Runs seeded programs with each engine until so many steps agreed. @returns what differs, in words */
export function compareEngines({ instructions, seed, blocks, onProgress }: Options): string | undefined {
  let steps = 0;
  for (let programs = 0; steps < instructions; programs++) {
    const { image } = generateProgram(seed + programs, blocks);
    const random = new Random(seed + programs, 0);
    // Several CPUs run the same code on the same memory, turn by turn.
    const cpus = random.once(3) ? 1 + random.below(3) : 1;
    const reference = machineWith(image, 'interpreter', cpus);
    const others = (['auto', 'translator'] as EngineName[]).map((engine) => ({
      engine,
      machine: machineWith(image, engine, cpus),
    }));
    for (let stops = 0; reference.instant < STEPS; stops++) {
      const until = reference.instant + 1 + random.below(random.pick(STRIDES));
      const stop = JSON.stringify(reference.run(until));
      for (const { engine, machine } of others) {
        const same =
          JSON.stringify(machine.run(until)) === stop &&
          machine.instant === reference.instant &&
          harts(machine) === harts(reference) &&
          (stops % DIGEST_EACH !== 0 || machine.hash() === reference.hash());
        if (!same) {
          return (
            `seed ${seed + programs} (of ${blocks} blocks), ${cpus} CPUs: ${engine} differs at ${machine.instant} (interpreter: ` +
            `${reference.instant}, asked for ${until})\n  interpreter: ${harts(reference)}\n  ${engine}: ${harts(machine)}`
          );
        }
      }
      if (reference.instant < until) break;
    }
    steps += reference.instant;
    onProgress?.(steps, programs + 1);
  }
  return undefined;
}
