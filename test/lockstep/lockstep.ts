import { bisect, compareOn, type Finding } from './bisect';
import { Coverage } from './coverage';
import { generateProgram, PASSES } from './program';
import { disassembleSlot } from './report';
import { ours, qemu, type Target } from './targets';

export interface Options {
  /** Instructions to compare, at least. */
  readonly instructions: number;
  /** Of the first program; the next ones have the next numbers. */
  readonly seed: number;
  /** Blocks of a program. */
  readonly blocks: number;
  /** Told after every program. */
  readonly onProgress?: (instructions: number, programs: number) => void;
}

export interface Outcome {
  readonly instructions: number;
  readonly programs: number;
  readonly coverage: Coverage;
  readonly finding?: Finding;
}

/** Runs programs on both machines until enough instructions agreed, or a difference is found. */
export async function lockstep(
  options: Options,
  a: Target = ours('auto'),
  b: Target = qemu,
): Promise<Outcome> {
  const coverage = new Coverage();
  let instructions = 0;
  let programs = 0;
  while (instructions < options.instructions) {
    const seed = options.seed + programs++;
    const program = generateProgram(seed, options.blocks);
    const result = await compareOn(a, b, program);
    if (result.difference) {
      const finding = await bisect(a, b, seed, options.blocks, result.difference);
      return { instructions, programs, coverage, finding };
    }
    instructions += result.instructions;
    result.whole.forEach((whole, pass) => {
      if (whole) coverage.add(program.blocks[Math.floor(pass / PASSES)].covered);
    });
    options.onProgress?.(instructions, programs);
  }
  return { instructions, programs, coverage };
}

/** What differs, and the instructions that make it. */
export function describeFinding(finding: Finding, options: Pick<Options, 'blocks'>): string {
  const { seed, block, slot, what, ours: own, theirs, program } = finding;
  const generated = program.blocks[block];
  const where =
    slot < 0
      ? 'before its first instruction'
      : `after these instructions (offsets in the code):\n${disassembleSlot(generated, slot)}`;
  return [
    `seed ${seed} (of ${options.blocks} blocks), block ${block}, begun in ${generated.beginsIn}-mode, differs in ${what}`,
    `  trapframe: ${own}`,
    `  qemu:      ${theirs}`,
    where,
  ].join('\n');
}
