import { Privilege, type Hart, type Trap, type TrapReturn } from '../../machine/types';
import type { Witness } from '../witness';

const MOST_OPEN = 16;

/** A trap that came from a program, and the address of its process's structure. */
interface ProgramTrap {
  readonly trap: Trap;
  readonly process: bigint;
}

interface SavedTraps {
  readonly last: readonly (Trap | undefined)[];
  readonly programs: readonly (ProgramTrap | undefined)[];
  readonly open: readonly (readonly Trap[])[];
}

/** The last trap of each CPU, as the hardware took it. */
export class TrapLog implements Witness {
  private last: (Trap | undefined)[] = [];
  /** The last one that came from a program, and whose. */
  private programs: (ProgramTrap | undefined)[] = [];
  /** Those of each CPU that it has not returned from, the newest last. */
  private open: Trap[][] = [];

  /** @param current address of the structure of the process that a CPU runs; 0: none */
  constructor(private readonly current: (cpu: number) => bigint) {}

  trap(trap: Trap): void {
    this.last[trap.cpu] = trap;
    const open = (this.open[trap.cpu] ??= []);
    open.push(trap);
    // Code that never returns from its traps opens ever more.
    if (open.length > MOST_OPEN) open.shift();
    if (trap.from === Privilege.user) this.programs[trap.cpu] = { trap, process: this.current(trap.cpu) };
  }

  /** A CPU returned from the newest of its traps. */
  trapReturn({ cpu }: TrapReturn): void {
    this.open[cpu]?.pop();
  }

  save(): unknown {
    const saved: SavedTraps = {
      last: [...this.last],
      programs: [...this.programs],
      open: this.open.map((traps) => [...traps]),
    };
    return saved;
  }

  restore({ last, programs, open }: SavedTraps): void {
    this.last = [...last];
    this.programs = [...programs];
    this.open = open.map((traps) => [...traps]);
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
