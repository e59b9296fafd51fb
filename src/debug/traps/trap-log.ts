import { Privilege, type Hart, type Trap } from '../../machine/types';

const MOST_OPEN = 16;

/** The last trap of each CPU, as the hardware took it. */
export class TrapLog {
  private readonly last: (Trap | undefined)[] = [];
  /** The last one that came from a program, and whose. */
  private readonly programs: ({ readonly trap: Trap; readonly process: bigint } | undefined)[] = [];

  /** Those of each CPU that it has not returned from, the newest last. */
  private readonly open: Trap[][] = [];

  /** @param current address of the structure of the process that a CPU runs; 0: none */
  constructor(private readonly current: (cpu: number) => bigint) {}

  note(trap: Trap): void {
    this.last[trap.cpu] = trap;
    const open = (this.open[trap.cpu] ??= []);
    open.push(trap);
    // Code that never returns from its traps opens ever more.
    if (open.length > MOST_OPEN) open.shift();
    if (trap.from === Privilege.user) this.programs[trap.cpu] = { trap, process: this.current(trap.cpu) };
  }

  /** A CPU returned from the newest of its traps. */
  noteReturn(cpu: number): void {
    this.open[cpu]?.pop();
  }

  /** The trap whose handler a CPU executes; undefined outside of handlers. */
  openOn(hart: Hart): Trap | undefined {
    return this.open[hart.id]?.at(-1);
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
