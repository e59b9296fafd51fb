import type { Clock } from './clock';
import type { CsrFile } from './csr-file';
import { Slot } from './layout';
import type { State } from './state';
import type { Tlb } from './tlb';
import type { Hart, Privilege } from './types';

/** A hart as seen from outside the engine, between two steps. */
export class HartView implements Hart {
  constructor(
    readonly id: number,
    private readonly state: State,
    private readonly csrs: CsrFile,
    private readonly clock: Clock,
    private readonly tlb: Tlb,
    /** Runs something while this hart's state is the one in place. */
    private readonly within: <T>(hart: number, action: () => T) => T,
  ) {}

  get pc(): bigint {
    return this.within(this.id, () => this.state.get(Slot.pc));
  }
  set pc(value: bigint) {
    this.within(this.id, () => this.state.set(Slot.pc, value & ~1n));
  }

  get privilege(): Privilege {
    return this.within(this.id, () => this.state.privilege);
  }
  set privilege(value: Privilege) {
    this.within(this.id, () => {
      this.state.setLow(Slot.privilege, value);
      this.tlb.selectContext();
    });
  }

  readRegister(index: number): bigint {
    return this.within(this.id, () => this.state.register(index));
  }
  writeRegister(index: number, value: bigint): void {
    this.within(this.id, () => this.state.setRegister(index, value));
  }

  readCsr(number: number): bigint | undefined {
    return this.within(this.id, () => {
      if (!this.csrs.read(number)) return undefined;
      return (BigInt(this.csrs.high >>> 0) << 32n) | BigInt(this.csrs.low >>> 0);
    });
  }
  writeCsr(number: number, value: bigint): boolean {
    const low = Number(BigInt.asIntN(32, value));
    const high = Number(BigInt.asIntN(32, value >> 32n));
    return this.within(this.id, () => this.csrs.write(number, low, high));
  }

  get retired(): number {
    return this.within(this.id, () => this.clock.retired);
  }
  get waiting(): boolean {
    return this.within(this.id, () => this.state.low(Slot.waiting) !== 0);
  }
}
