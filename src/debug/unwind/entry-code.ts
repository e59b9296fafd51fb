import { Register } from '../../isa/registers';
import { csrNumber } from '../../isa/csrs';
import { decode } from '../../isa/decode';
import type { Decoded } from '../../isa/row';

/** Where a register of the interrupted code is while the kernel's entry code is at work. */
export type Whereabouts =
  | { readonly kind: 'register'; readonly number: number }
  /** In the CSR that a kernel keeps for this purpose. */
  | { readonly kind: 'sscratch' }
  /** In its place in the trap frame. */
  | { readonly kind: 'saved' }
  /** On the stack that was in use: at this distance from the sp of the interrupted code. */
  | { readonly kind: 'stack'; readonly distance: bigint }
  /** It is sp plus this. */
  | { readonly kind: 'moved'; readonly distance: bigint };

const SSCRATCH = csrNumber('sscratch')!;
/** Entry code is short; whoever writes longer one gets the rest shown as if it were done. */
const MOST_INSTRUCTIONS = 200;

/**
 * Follows the kernel's entry code from its first instruction up to `pc`, through the branches that are not taken, and tells
 * where each register of the interrupted code is by then; undefined: it is overwritten.
 * @param home first instruction of the function of `pc`: the branch that leads there is taken; with none, it is an entry
 *   of its own
 * @param fetch the 32 bits of code at an address; undefined when unreadable
 */
export function followEntry(
  start: bigint,
  home: bigint,
  pc: bigint,
  fetch: (address: bigint) => number | undefined,
): (number: number) => Whereabouts | undefined {
  const state = new EntryState();
  let address = start;
  let isHome = home === start;
  for (let count = 0; address !== pc && count < MOST_INSTRUCTIONS; count++) {
    if (isHome && address > pc) break;
    const word = fetch(address);
    const instruction = word === undefined ? undefined : decode(word);
    if (!instruction) break;
    state.execute(instruction);
    const target = address + BigInt(instruction.imm);
    const jumps = !isHome && instruction.row.format === 'b' && target === home;
    isHome ||= jumps;
    address = jumps ? target : address + BigInt(instruction.length);
  }
  if (!isHome) return followEntry(home, home, pc, fetch);
  return (number) => state.whereIs(number);
}

class EntryState {
  /** Which of the interrupted code's registers a register holds. */
  private readonly holds: (number | undefined)[] = Array.from({ length: 32 }, (_, number) => number);
  private scratch: number | undefined;
  private readonly saved = new Set<number>();
  /** By register: where on the stack that was in use. */
  private readonly stacked = new Map<number, bigint>();
  /** By place on that stack: how far the sp that was stored there is from the interrupted code's. */
  private readonly pointers = new Map<bigint, bigint>();
  /** sp is the interrupted code's plus this; undefined: it is another stack's. */
  private distance: bigint | undefined = 0n;

  execute({ row: { name, meaning }, rd, rs1, rs2, imm }: Decoded): void {
    const { holds, distance } = this;
    const place = rs1 === Register.sp && distance !== undefined ? distance + BigInt(imm) : undefined;
    if (meaning.kind === 'store') {
      if (rs2 === Register.sp && place !== undefined) this.pointers.set(place, distance!);
      const content = holds[rs2];
      if (content === undefined || content === 0) return;
      if (place === undefined) this.saved.add(content);
      else this.stacked.set(content, place);
    } else if (name === 'csrrw' && imm === SSCRATCH) {
      const old = this.scratch;
      // Writing x0 there clears it: nothing of the interrupted code's is in it then.
      this.scratch = rs1 === 0 ? undefined : holds[rs1];
      if (rd !== 0) holds[rd] = old;
    } else if (rd === Register.sp) {
      const loaded = name === 'ld' && place !== undefined ? (this.pointers.get(place) ?? 0n) : undefined;
      this.distance = name === 'addi' ? place : loaded;
      holds[Register.sp] = this.distance === 0n ? Register.sp : undefined;
    } else if (name === 'ld' && place !== undefined && this.stacked.get(rd) === place) {
      holds[rd] = rd;
    } else if (rd !== 0) {
      holds[rd] = undefined;
    }
  }

  whereIs(number: number): Whereabouts | undefined {
    if (this.saved.has(number)) return { kind: 'saved' };
    if (this.scratch === number) return { kind: 'sscratch' };
    const register = this.holds.indexOf(number);
    if (register >= 0) return { kind: 'register', number: register };
    if (number === Register.sp && this.distance !== undefined)
      return { kind: 'moved', distance: -this.distance };
    const distance = this.stacked.get(number);
    return distance === undefined ? undefined : { kind: 'stack', distance };
  }
}
