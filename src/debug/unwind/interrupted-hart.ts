import type { Hart, Privilege } from '../../machine/types';
import type { LoggedTrap } from '../traps/trap-log';

/**
 * A CPU as it was when a trap took it from the kernel into the machine mode below: what that code does to the registers is not
 * seen. CSRs of the supervisor are the CPU's own, as such a trap leaves them alone. What it was cannot be changed.
 */
export class InterruptedHart implements Hart {
  readonly id: number;
  readonly pc: bigint;
  readonly privilege: Privilege;
  readonly retired: number;
  readonly waiting = false;

  constructor(
    private readonly hart: Hart,
    private readonly trap: LoggedTrap,
  ) {
    this.id = hart.id;
    this.pc = trap.epc;
    this.privilege = trap.from;
    this.retired = hart.retired;
  }

  readRegister(index: number): bigint {
    return this.trap.registers?.[index] ?? 0n;
  }
  readCsr(number: number): bigint | undefined {
    return this.hart.readCsr(number);
  }

  writeRegister(): void {}
  writeCsr(): boolean {
    return false;
  }
}
