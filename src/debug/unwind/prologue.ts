import { decode } from '../../isa/decode';
import type { Decoded } from '../../isa/row';

/** What a function has done to the stack up to one of its instructions. */
export interface StackUse {
  /** How far sp is below its value at the function's first instruction. */
  readonly size: bigint;
  /** Saved registers: distance of each one's place from the sp of the first instruction (negative: below). */
  readonly saved: ReadonlyMap<number, bigint>;
}

const SP = 2;
/** Longer functions are read up to here: stack frames are set up at the beginning. */
const MOST_INSTRUCTIONS = 2000;

/**
 * Reads a function from its first instruction up to `pc` and follows what it does with sp and where it saves
 * registers. For code without call frame information. Branches are not followed: behind an epilogue in the middle of a
 * function the frame is as it was before.
 * @param fetch the 32 bits of code at an address; undefined when unreadable
 */
export function stackUse(
  start: bigint,
  pc: bigint,
  fetch: (address: bigint) => number | undefined,
): StackUse {
  let size = 0n;
  let saved = new Map<number, bigint>();
  let body: StackUse = { size, saved: new Map() };
  let address = start;
  for (let count = 0; address < pc && count < MOST_INSTRUCTIONS; count++) {
    const word = fetch(address);
    const instruction = word === undefined ? undefined : decode(word);
    if (!instruction) break;
    address += BigInt(instruction.length);
    const { rd, rs1, rs2, imm } = instruction;
    const distance = BigInt(imm) - size;
    switch (instruction.row.name) {
      case 'addi':
        if (rd === SP && rs1 === SP) {
          size -= BigInt(imm);
          if (imm < 0) body = { size, saved: new Map(saved) };
        }
        break;
      case 'sd':
        // Only the first save of a register is of the caller's value.
        if (rs1 === SP && !saved.has(rs2)) {
          saved.set(rs2, distance);
          body = { size, saved: new Map(saved) };
        }
        break;
      case 'ld':
        if (rs1 === SP && saved.get(rd) === distance) saved.delete(rd);
        break;
      default:
        if (leaves(instruction)) {
          ({ size } = body);
          saved = new Map(body.saved);
        }
    }
  }
  return { size, saved };
}

/** Jumps away for good: what follows is reached from elsewhere. */
const leaves = ({ row, rd }: Decoded): boolean => (row.name === 'jal' || row.name === 'jalr') && rd === 0;
