import { evaluate } from '../isa/evaluate';
import type { Decoded, Meaning } from '../isa/row';
import { AccessResult, type DataAccess } from './data-access';
import { Slot } from './layout';
import type { State } from './state';
import { StepResult } from './step-result';
import type { SystemInstructions } from './system-instructions';
import type { Timing } from './timing/timing';
import type { Transient } from './timing/transient';
import type { MemoryWatches } from './watches';

const REGISTERS = Slot.registers >> 3;

/** The instructions that engines leave to TypeScript. */
export class SlowPath {
  constructor(
    private readonly state: State,
    private readonly data: DataAccess,
    private readonly system: SystemInstructions,
    private readonly watches: MemoryWatches,
    private readonly timing: Timing | undefined,
    private readonly transient: Transient | undefined,
  ) {}

  /**
   * Does an instruction, which is at pc; of a load or a store, the address is in its slot, as is what it stores.
   * @returns a StepResult, or the instruction's length
   */
  execute(instruction: Decoded): number {
    const { length, rd, row } = instruction;
    const { meaning } = row;
    switch (meaning.kind) {
      case 'load':
        this.transient?.beforeLoad(instruction);
        // With nowhere to go, engines do not load by themselves.
        return this.afterAccess(this.data.load(meaning.width, meaning.signed, rd !== 0), length, rd);
      case 'store':
        return this.afterAccess(this.data.store(meaning.width), length, 0);
      case 'amo':
      case 'loadReserved':
      case 'storeConditional':
        return this.atomic(meaning, instruction) ? length : StepResult.jump;
      case 'csr':
        return this.system.csr(instruction, meaning);
      case 'fenceI':
        // Stores to code are told to engines at once: nothing is left to do for them.
        this.timing?.forgetInstructions();
        return length;
      case 'system':
        return this.system.run(meaning.operation, length);
      default:
        throw new Error(`engines do ${meaning.kind} themselves`);
    }
  }

  private afterAccess(result: AccessResult, length: number, rd: number): number {
    if (result === AccessResult.retry) return StepResult.retry;
    if (result === AccessResult.trapped) return StepResult.jump;
    const { state } = this;
    if (rd !== 0) state.copy((Slot.registers + 8 * rd) as Slot, Slot.value);
    return length;
  }

  /** The address is that in rs1. @returns false when a trap was taken */
  private atomic(
    meaning: Meaning & { kind: 'amo' | 'loadReserved' | 'storeConditional' },
    instruction: Decoded,
  ): boolean {
    const { state } = this;
    const { width } = meaning;
    const host = this.data.atomic(width, meaning.kind !== 'loadReserved');
    if (host === 0) return false;
    if (meaning.kind === 'amo' && isSwap(meaning)) {
      this.swap(host, width, instruction);
      return true;
    }
    const bits = 8 * width;
    const old = BigInt.asIntN(bits, width === 8 ? state.u64[host >> 3] : BigInt(state.i32[host >> 2]));
    const rs2 = state.u64[REGISTERS + instruction.rs2];
    switch (meaning.kind) {
      case 'amo':
        this.watches.read(host, width);
        this.write(host, width, evaluate(meaning.value, { old, rs2 }));
        this.writeDestination(instruction, old);
        break;
      case 'loadReserved':
        state.setLow(Slot.reservation, host);
        this.watches.read(host, width);
        this.writeDestination(instruction, old);
        break;
      case 'storeConditional': {
        const reserved = state.low(Slot.reservation) === host;
        if (reserved) this.write(host, width, rs2);
        state.setLow(Slot.reservation, -1);
        this.writeDestination(instruction, reserved ? 0n : 1n);
      }
    }
    return true;
  }

  /** What locks are made of, and so what a hart that waits for one does all the time: without BigInt. */
  private swap(host: number, width: 4 | 8, { rd, rs2 }: Decoded): void {
    const { i32 } = this.state;
    const source = 2 * (REGISTERS + rs2);
    const destination = 2 * (REGISTERS + rd);
    const place = host >> 2;
    this.watches.read(host, width);
    const low = i32[place];
    const high = width === 8 ? i32[place + 1] : low >> 31;
    i32[place] = i32[source];
    if (width === 8) i32[place + 1] = i32[source + 1];
    if (rd !== 0) {
      i32[destination] = low;
      i32[destination + 1] = high;
    }
    this.watches.wrote(host, width);
  }

  private write(host: number, width: 4 | 8, value: bigint): void {
    if (width === 8) this.state.u64[host >> 3] = BigInt.asUintN(64, value);
    else this.state.i32[host >> 2] = Number(BigInt.asIntN(32, value));
    this.watches.wrote(host, width);
  }

  private writeDestination({ rd }: Decoded, value: bigint): void {
    this.state.setRegister(rd, BigInt.asUintN(64, value));
  }
}

/** Does the operand itself go to memory? */
const isSwap = ({ value }: Meaning & { kind: 'amo' }): boolean =>
  value.kind === 'leaf' && value.leaf === 'rs2';
