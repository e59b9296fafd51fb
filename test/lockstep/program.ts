/** A whole lock-step program: the harness, its page tables, and blocks. */
import { generateBlock, otherOperands, type Surroundings } from './block';
import { descriptorWords } from './descriptor';
import { harness } from './harness';
import {
  CODE,
  CODE_PAGES,
  CODE_SIZE,
  DATA,
  DATA_SIZE,
  DESCRIPTORS,
  HARNESS,
  LOG,
  PAGE,
  RAM,
  SHUFFLED,
} from './memory-map';
import { buildPageTables } from './page-tables';
import { Random } from './random';
import type { Mode } from './emitter';

export interface ProgramBlock {
  readonly number: number;
  /** Address of each slot, and what its halfwords are. */
  readonly start: number;
  readonly slots: readonly number[];
  readonly halves: readonly number[];
  readonly mode: Mode;
  readonly beginsIn: Mode;
  /** How often each instruction was emitted, by name and mode. */
  readonly covered: ReadonlyMap<string, number>;
}

export interface Program {
  readonly seed: number;
  /** RAM from its first byte on, up to the last descriptor. */
  readonly image: Uint8Array;
  /** Each is run PASSES times. */
  readonly blocks: readonly ProgramBlock[];
}

/** How often a block is run, each time with other operands: that is cheaper than another block. */
export const PASSES = 12;
/** Blocks of a program at most: more do not fit its memory. */
export const MAX_BLOCKS = 1000;

/** @param cut the program ends with this block, and that after so many slots */
export function generateProgram(
  seed: number,
  blocks: number,
  cut?: { block: number; slots: number },
): Program {
  const random = new Random(seed);
  const image = new Uint8Array(LOG - RAM);
  const view = new DataView(image.buffer);
  const put64 = (address: number, value: bigint): void => view.setBigUint64(address - RAM, value, true);
  image.set(harness().bytes, HARNESS - RAM);

  const shuffledPages = random.shuffle(
    Array.from({ length: (CODE_SIZE - SHUFFLED) / PAGE }, (_, n) => (CODE + SHUFFLED) / PAGE + n),
  );
  const codePages = Array.from({ length: CODE_SIZE / PAGE }, (_, n) =>
    n < SHUFFLED / PAGE ? CODE / PAGE + n : shuffledPages[n - SHUFFLED / PAGE],
  );
  codePages.forEach((page, n) => put64(CODE_PAGES + 8 * n, BigInt(page * PAGE)));
  const tables = buildPageTables(codePages);
  for (const { address, value } of tables.contents) put64(address, value);
  for (let at = 0; at < DATA_SIZE + PAGE; at += 8) put64(DATA + at, random.value());

  const around: Surroundings = {
    seed,
    spaces: tables.spaces,
    supervisorTimer: random.once(2),
    lockFrom: Math.floor(blocks * 0.9),
  };
  const free = { ordered: 0, shuffled: SHUFFLED };
  const made: ProgramBlock[] = [];
  let descriptor = DESCRIPTORS;
  for (let number = 0; number < Math.min(blocks, (cut?.block ?? Infinity) + 1); number++) {
    const block = generateBlock(
      around,
      number,
      { ordered: free.ordered, shuffled: free.shuffled - SHUFFLED },
      cut?.block === number ? cut.slots : Infinity,
    );
    const { emitter, offset, bytes } = block;
    bytes.forEach((byte, n) => {
      const at = offset + n;
      image[codePages[Math.floor(at / PAGE)] * PAGE + (at % PAGE) - RAM] = byte;
    });
    if (offset >= SHUFFLED) free.shuffled = offset + bytes.length;
    else free.ordered = offset + bytes.length;
    for (let pass = 0; pass < PASSES; pass++) {
      const registers = otherOperands(new Random(seed, number, pass), block);
      for (const word of descriptorWords({ ...block.descriptor, registers })) {
        put64(descriptor, BigInt.asUintN(64, word));
        descriptor += 8;
      }
    }
    made.push({
      number,
      start: emitter.start,
      slots: emitter.slots,
      halves: emitter.halves,
      mode: emitter.mode,
      beginsIn: emitter.beginsIn,
      covered: emitter.covered,
    });
  }
  if (free.ordered > SHUFFLED || free.shuffled > CODE_SIZE || descriptor >= LOG) {
    throw new Error(`seed ${seed}: ${blocks} blocks are too many for the memory`);
  }
  return { seed, image: image.subarray(0, descriptor + 8 - RAM), blocks: made };
}
