/** The log that the harness writes: traps as they came, and the state at the end of each block. */
import { FINAL_CSRS } from './descriptor';
import { LOG, RAM } from './memory-map';

/** First words of entries. */
export const TRAP_MARK = 0x7472_6170;
export const END_MARK = 0x656e_6421;

/** Instructions of the harness that retire, and are counted, for each trap: between its two looks at minstret. */
const HARNESS_INSTRUCTIONS = 72;

export interface TrapRecord {
  /** Number of the vector that was jumped to. */
  readonly vector: bigint;
  readonly mcause: bigint;
  readonly mepc: bigint;
  readonly mtval: bigint;
  readonly mstatus: bigint;
  readonly scause: bigint;
  readonly sepc: bigint;
  readonly stval: bigint;
}

export interface BlockRecord {
  readonly traps: readonly TrapRecord[];
  /** Instructions that the block executed: retired, or trapped. */
  readonly instructions: number;
  /** By name: x1..x31, CSRs, and `memory`, a digest. */
  readonly state: Readonly<Record<string, bigint>>;
}

/** @param ram all of it, from RAM on. The last record is missing when the program did not end. */
export function readLog(ram: Uint8Array): BlockRecord[] {
  const view = new DataView(ram.buffer, ram.byteOffset, ram.byteLength);
  let at = LOG - RAM;
  const word = (): bigint => {
    at += 8;
    return view.getBigUint64(at - 8, true);
  };
  const blocks: BlockRecord[] = [];
  let traps: TrapRecord[] = [];
  for (;;) {
    const mark = Number(word());
    if (mark === TRAP_MARK) {
      const [vector, mcause, mepc, mtval, mstatus, scause, sepc, stval] = [
        word(), word(), word(), word(), word(), word(), word(), word(),
      ]; // prettier-ignore
      traps.push({ vector, mcause, mepc, mtval, mstatus, scause, sepc, stval });
    } else if (mark === END_MARK) {
      const retired = Number(word());
      const instructions = retired - traps.length * (HARNESS_INSTRUCTIONS - 1);
      const state: Record<string, bigint> = {};
      for (let register = 1; register < 32; register++) state[`x${register}`] = word();
      for (const name of FINAL_CSRS) state[name] = word();
      state.memory = word();
      blocks.push({ traps, instructions, state });
      traps = [];
    } else {
      return blocks;
    }
  }
}
