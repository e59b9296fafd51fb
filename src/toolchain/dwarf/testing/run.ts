import { Register } from '../../../isa/registers';
import { decode } from '../../../isa/decode';
import { evaluateRow, type EvaluationState } from '../../../isa/evaluate-row';
import type { Elf } from '../../elf/types';
import type { FrameState } from '../location/place';

const STACK_TOP = 0x9000_0000n;

/** A call that has not returned yet, as the run itself saw it. */
export interface RecordedCall {
  readonly returnAddress: bigint;
  /** The stack pointer when the callee began: its canonical frame address. */
  readonly sp: bigint;
}

/** What a run looks like before one of its instructions. */
export interface Moment extends FrameState {
  /** Innermost last. */
  readonly calls: readonly RecordedCall[];
}

/**
 * Runs a fixture on the reference evaluator of the instruction table and shows every instruction before it runs,
 * with a record of calls kept by following `jal` and `jalr` alone. Ends when the program comes to a jump to itself
 * or after `limit` instructions.
 */
export function runFixture(elf: Elf, limit: number, show: (moment: Moment) => void): void {
  const memory = new Map<bigint, number>();
  for (const { virtualAddress, bytes } of elf.segments) {
    bytes.forEach((byte, index) => memory.set(virtualAddress + BigInt(index), byte));
  }
  const registers = new BigUint64Array(32);
  registers[Register.sp] = STACK_TOP;
  const calls: RecordedCall[] = [];
  const load = (address: bigint, width: number): bigint => {
    let value = 0n;
    for (let i = width - 1; i >= 0; i--) value = (value << 8n) | BigInt(memory.get(address + BigInt(i)) ?? 0);
    return value;
  };
  const never = (): never => {
    throw new Error('the fixtures have no such instruction');
  };
  const state: EvaluationState = {
    pc: elf.entry,
    readRegister: (number) => registers[number],
    writeRegister: (number, value) => void (registers[number] = value),
    load,
    store: (address, width, value) => {
      for (let i = 0; i < width; i++) {
        memory.set(address + BigInt(i), Number((value >> BigInt(8 * i)) & 0xffn));
      }
    },
    reserve: never,
    takeReservation: never,
    accessCsr: never,
    system: never,
  };
  for (let count = 0; count < limit; count++) {
    const { pc } = state;
    show({
      pc,
      register: (number) => registers[number],
      readMemory: (address, size) =>
        Uint8Array.from({ length: size }, (_, i) => memory.get(address + BigInt(i)) ?? 0),
      calls: [...calls],
    });
    const decoded = decode(Number(load(pc, 4)));
    if (!decoded) throw new Error(`no instruction at 0x${pc.toString(16)}`);
    evaluateRow(decoded, state);
    const isJump = decoded.row.name === 'jal' || decoded.row.name === 'jalr';
    if (isJump && decoded.rd === Register.ra) {
      calls.push({ returnAddress: pc + BigInt(decoded.length), sp: registers[Register.sp] });
    } else if (decoded.row.name === 'jalr' && decoded.rs1 === Register.ra) calls.pop();
  }
}
