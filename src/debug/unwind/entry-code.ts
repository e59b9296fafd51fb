import { csrNumber } from '../../isa/csrs';
import { decode } from '../../isa/decode';
import type { Decoded } from '../../isa/row';

/** Where a register of the interrupted program is while the kernel's entry code is at work. */
export type Whereabouts =
  | { readonly kind: 'register'; readonly number: number }
  /** In the CSR that a kernel keeps for this purpose. */
  | { readonly kind: 'sscratch' }
  /** In its place in the trap frame. */
  | { readonly kind: 'saved' };

const SSCRATCH = csrNumber('sscratch')!;
/** Entry code is short; whoever writes longer one gets the rest shown as if it were done. */
const MOST_INSTRUCTIONS = 200;

/**
 * Follows the kernel's entry code from its first instruction up to `pc`, through the branches that are not taken, and tells
 * where each register of the interrupted program is by then; undefined: it is overwritten.
 * @param fetch the 32 bits of code at an address; undefined when unreadable
 */
export function followEntry(
  start: bigint,
  pc: bigint,
  fetch: (address: bigint) => number | undefined,
): (number: number) => Whereabouts | undefined {
  /** Which of the program's registers a register holds. */
  const holds: (number | undefined)[] = Array.from({ length: 32 }, (_, number) => number);
  let scratch: number | undefined;
  const saved = new Set<number>();

  const step = ({ row: { name, meaning }, rd, rs1, rs2, imm }: Decoded): void => {
    if (meaning.kind === 'store') {
      const content = holds[rs2];
      if (content !== undefined && content !== 0) saved.add(content);
      return;
    }
    if (name === 'csrrw' && imm === SSCRATCH) {
      const old = scratch;
      // Writing x0 there clears it: nothing of the program's is in it then.
      scratch = rs1 === 0 ? undefined : holds[rs1];
      if (rd !== 0) holds[rd] = old;
      return;
    }
    if (rd !== 0) holds[rd] = undefined;
  };

  let address = start;
  for (let count = 0; address < pc && count < MOST_INSTRUCTIONS; count++) {
    const word = fetch(address);
    const instruction = word === undefined ? undefined : decode(word);
    if (!instruction) break;
    step(instruction);
    address += BigInt(instruction.length);
  }
  return (number) => {
    if (saved.has(number)) return { kind: 'saved' };
    if (scratch === number) return { kind: 'sscratch' };
    const register = holds.indexOf(number);
    return register < 0 ? undefined : { kind: 'register', number: register };
  };
}
