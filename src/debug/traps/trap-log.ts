import { Privilege, type Hart, type Trap } from '../../machine/types';

/** The last trap of each CPU, as the hardware took it. */
export class TrapLog {
  private readonly last: (Trap | undefined)[] = [];
  /** The last one that came from a program, and whose. */
  private readonly programs: ({ readonly trap: Trap; readonly process: bigint } | undefined)[] = [];

  /** @param current address of the structure of the process that a CPU runs; 0: none */
  constructor(private readonly current: (cpu: number) => bigint) {}

  note(trap: Trap): void {
    this.last[trap.cpu] = trap;
    if (trap.from === Privilege.user) this.programs[trap.cpu] = { trap, process: this.current(trap.cpu) };
  }

  of(hart: Hart): Trap | undefined {
    return this.last[hart.id];
  }

  /** The trap that took a process into the kernel on this CPU, if no other process has trapped here since. */
  ofProgram(hart: Hart, process: bigint): Trap | undefined {
    const found = this.programs[hart.id];
    return found?.process === process ? found.trap : undefined;
  }
}
