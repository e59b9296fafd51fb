import { firstDifference, type Difference } from './compare';
import { generateProgram, type Program } from './program';
import { readLog } from './records';
import type { Target } from './targets';

/** A difference, and the slot that makes it. */
export interface Finding extends Difference {
  readonly seed: number;
  readonly slot: number;
  readonly program: Program;
}

/** Runs a program on both machines. */
export async function compareOn(
  a: Target,
  b: Target,
  program: Program,
): Promise<{ difference: Difference | undefined; instructions: number }> {
  const blocks = program.blocks.length;
  // QEMU runs beside us.
  const running = b.run(program.image, blocks);
  const ours = await a.run(program.image, blocks);
  const theirs = await running;
  const log = readLog(ours);
  return {
    difference: firstDifference(log, readLog(theirs), blocks),
    instructions: log.reduce((sum, block) => sum + block.instructions, 0),
  };
}

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
  const cutAt = async (
    slots: number,
    block = found.block,
  ): Promise<{ difference: Difference | undefined; program: Program }> => {
    const program = generateProgram(seed, blocks, { block, slots });
    const { difference } = await compareOn(a, b, program);
    return { difference, program };
  };
  // A block that runs wild may spoil the log of those before it: the first program that differs is that which ends with it.
  let [below, last] = [-1, blocks - 1];
  while (last - below > 1) {
    const middle = (below + last) >> 1;
    const { difference } = await cutAt(Infinity, middle);
    if (difference) {
      last = middle;
      found = difference;
    } else below = middle;
  }
  found = { ...found, block: last };
  let good = 0;
  let bad = generateProgram(seed, blocks, { block: found.block, slots: Infinity }).blocks[found.block].slots
    .length;
  let result = found;
  const before = await cutAt(0);
  if (before.difference) {
    return { ...before.difference, seed, slot: -1, program: before.program };
  }
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    const { difference } = await cutAt(middle);
    if (difference) {
      bad = middle;
      result = difference;
    } else good = middle;
  }
  return { ...result, seed, slot: good, program: generateProgram(seed, blocks) };
}
