import type { Hart, Trap } from '../../machine/types';

/** The last trap of each CPU, as the hardware took it. */
export class TrapLog {
  private readonly last: (Trap | undefined)[] = [];

  note(trap: Trap): void {
    this.last[trap.cpu] = trap;
  }

  of(hart: Hart): Trap | undefined {
    return this.last[hart.id];
  }
}
