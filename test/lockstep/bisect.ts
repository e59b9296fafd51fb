import { compareLogs, type Comparison, type Difference } from './compare';
import { generateProgram, PASSES, type Program } from './program';
import { Log } from './records';
import type { Target } from './targets';

/** A difference, and the slot that makes it. */
export interface Finding extends Difference {
  readonly seed: number;
  readonly block: number;
  readonly slot: number;
  readonly program: Program;
}

/** Runs a program on both machines, one beside the other. */
export async function compareOn(a: Target, b: Target, program: Program): Promise<Comparison> {
  const passes = program.blocks.length * PASSES;
  const running = b.run(program.image, passes);
  const ours = await a.run(program.image, passes);
  return compareLogs(new Log(ours), new Log(await running), passes);
}

const blockOf = ({ pass }: Difference): number => Math.floor(pass / PASSES);

/**
 * Finds the slot after which the machines differ: the program is cut off behind ever other slots of the block.
 * @param blocks that the whole program has, for they have a say in what is generated
 */
export async function bisect(
  a: Target,
  b: Target,
  seed: number,
  blocks: number,
  found: Difference,
): Promise<Finding> {
  const cutAt = async (block: number, slots = Infinity): Promise<Difference | undefined> =>
    (await compareOn(a, b, generateProgram(seed, blocks, { block, slots }))).difference;

  let block = blockOf(found);
  if (!(await cutAt(block))) {
    // A block that runs wild spoils the log of those before it: the first program that differs is that which ends with it.
    let [below, last] = [block, blocks - 1];
    while (last - below > 1) {
      const middle = (below + last) >> 1;
      if (await cutAt(middle)) last = middle;
      else below = middle;
    }
    block = last;
  }
  const finding = { seed, block, program: generateProgram(seed, blocks) };
  const before = await cutAt(block, 0);
  if (before) return { ...finding, ...before, slot: -1 };
  let result = found;
  let good = 0;
  let bad = finding.program.blocks[block].slots.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    const difference = await cutAt(block, middle);
    if (difference) {
      bad = middle;
      result = difference;
    } else good = middle;
  }
  return { ...finding, ...result, slot: good };
}
