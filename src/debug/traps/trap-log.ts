import { Register, abiNames } from '../../isa/registers';
import { Privilege, type Hart, type Trap, type TrapReturn } from '../../machine/types';
import type { Witness } from '../witness';

const MOST_OPEN = 16;
/** Processes that are in the kernel at once, and may be remembered as such after their end. */
const MOST_THREADS = 4096;

/** A trap as the hardware took it, and whose it was. */
export interface LoggedTrap extends Trap {
  /** Address of the structure of the process that it interrupted; 0: none, the kernel for itself. */
  readonly process: bigint;
  /** Its pid: when it has ended, another may have its structure. */
  readonly pid: number;
  /** The stack pointer by then. */
  readonly sp: bigint;
  /** The registers by then, of a trap that takes a kernel into the mode of the firmware below it. */
  readonly registers: readonly bigint[] | undefined;
}

/** Who is asked about the moment of a trap. */
interface Surroundings {
  hart(cpu: number): Hart;
  /** Address of the structure of the process that a CPU runs while it is, or was, in a mode at a pc; 0: none. */
  whose(hart: Hart, mode: Privilege, pc: bigint): bigint;
  /** The pid in the process structure at an address; 0: there is none. */
  pidAt(process: bigint): number;
  /** Whether machine mode is below a kernel, and not all that there is. */
  readonly hasKernel: boolean;
}

/** A process. */
interface Owner {
  readonly address: bigint;
  readonly pid: number;
}

/** A process by the address of its structure, or a CPU that works for none. */
type Key = bigint | number;

interface SavedTraps {
  readonly last: readonly (Trap | undefined)[];
  readonly open: ReadonlyMap<Key, readonly LoggedTrap[]>;
  readonly programs: ReadonlyMap<bigint, LoggedTrap>;
}

const keyOf = (process: bigint, cpu: number): Key => (process === 0n ? cpu : process);

/** The traps that have been taken and not returned from, of each process and of each CPU that works for none, as the hardware took them. */
export class TrapLog implements Witness {
  private last: (Trap | undefined)[] = [];
  /** The newest last. The lists never change. */
  private open = new Map<Key, readonly LoggedTrap[]>();
  /** The last trap of each process's program, returned from or not. */
  private programs = new Map<bigint, LoggedTrap>();

  constructor(private readonly around: Surroundings) {}

  trap(trap: Trap): void {
    const { around } = this;
    const hart = around.hart(trap.cpu);
    this.last[trap.cpu] = trap;
    const process = around.whose(hart, trap.from, trap.epc);
    const isBelow = around.hasKernel && trap.to === Privilege.machine && trap.from !== Privilege.machine;
    const registers = isBelow ? abiNames.map((_, number) => hart.readRegister(number)) : undefined;
    const sp = hart.readRegister(Register.sp);
    const logged: LoggedTrap = { ...trap, process, pid: around.pidAt(process), sp, registers };
    const key = keyOf(process, trap.cpu);
    // A program has left all traps behind.
    const before = trap.from === Privilege.user ? [] : (this.open.get(key) ?? []);
    // Code that never returns from its traps opens ever more.
    put(this.open, key, [...before.slice(1 - MOST_OPEN), logged]);
    if (trap.from === Privilege.user && process !== 0n) put(this.programs, process, logged);
  }

  /** A CPU returned from the newest trap of whom it works for. */
  trapReturn({ cpu, to, pc }: TrapReturn): void {
    const { around } = this;
    const key = keyOf(around.whose(around.hart(cpu), to, pc), cpu);
    const open = this.open.get(key);
    if (!open) return;
    if (to === Privilege.user || open.length === 1) this.open.delete(key);
    else put(this.open, key, open.slice(0, -1));
  }

  save(): unknown {
    const saved: SavedTraps = {
      last: [...this.last],
      open: new Map(this.open),
      programs: new Map(this.programs),
    };
    return saved;
  }

  restore({ last, open, programs }: SavedTraps): void {
    this.last = [...last];
    this.open = new Map(open);
    this.programs = new Map(programs);
  }

  /** Somebody has told of the traps of this run: a process of which none is known has never trapped. */
  get isWatched(): boolean {
    return this.last.length > 0;
  }

  /** The last trap of a CPU, returned from or not. */
  of(hart: Hart): Trap | undefined {
    return this.last[hart.id];
  }

  /** The traps that a process, or a CPU that works for none, is in: the newest last. */
  openOf(process: Owner | undefined, hart: Hart | undefined): readonly LoggedTrap[] {
    const open = this.open.get(keyOf(process?.address ?? 0n, hart?.id ?? -1)) ?? [];
    return open.some(({ pid }) => pid !== (process?.pid ?? 0)) ? [] : open;
  }

  /** The one of them that interrupted the kernel itself while its stack pointer was this. */
  ofKernel(process: Owner | undefined, hart: Hart | undefined, sp: bigint): LoggedTrap | undefined {
    return this.openOf(process, hart)
      .filter(({ from, to, sp: by }) => from === Privilege.supervisor && to === from && by === sp)
      .at(-1);
  }

  /** The newest trap by which a kernel on a CPU came into machine mode, where it still is. */
  belowKernel(hart: Hart): LoggedTrap | undefined {
    if (hart.privilege !== Privilege.machine || !this.around.hasKernel) return undefined;
    let newest: LoggedTrap | undefined;
    for (const open of this.open.values()) {
      const trap = open.at(-1);
      if (trap?.cpu !== hart.id || trap.registers === undefined) continue;
      if (!newest || trap.at > newest.at) newest = trap;
    }
    return newest;
  }

  /** The trap that last took a process from its program into the kernel; undefined: nobody saw one. */
  ofProgram({ address, pid }: Owner): LoggedTrap | undefined {
    const trap = this.programs.get(address);
    return trap?.pid === pid ? trap : undefined;
  }
}

/** The one that was told of last is at the end, and those are forgotten that nobody told of for longest. */
function put<K, V>(map: Map<K, V>, key: K, value: V): void {
  map.delete(key);
  map.set(key, value);
  if (map.size > MOST_THREADS) map.delete(map.keys().next().value!);
}
