import type { Hart, Trap } from '../../machine/types';

/** A trap as it was taken, and the interrupted code's registers, before any kernel code ran. */
export interface LoggedTrap {
  readonly trap: Trap;
  readonly registers: readonly bigint[];
}

/**
 * The last trap of each CPU. Between the trap and the moment when the kernel has saved everything, the interrupted
 * registers are partly in the CPU and partly in memory, and only the kernel's own code knows which is where.
 */
export class TrapLog {
  private readonly last: (LoggedTrap | undefined)[] = [];

  note(hart: Hart, trap: Trap): void {
    const registers = Array.from({ length: 32 }, (_, number) => hart.readRegister(number));
    this.last[hart.id] = { trap, registers };
  }

  of(hart: Hart): LoggedTrap | undefined {
    return this.last[hart.id];
  }
}
