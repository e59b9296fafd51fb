import { Privilege, type Hart, type Trap, type TrapReturn } from '../../machine/types';
import { registerNumber } from '../../isa/registers';
import type { System } from '../system';
import { isSystemCall } from './words';

const A0 = 10;

/** A system call that a process has not come back from. */
interface OpenCall {
  readonly address: bigint;
  readonly name: string;
  /** With its arguments. */
  readonly words: string;
}

/** Follows system calls from the ecall to the return: `write(1, 0x2000, 6) = 6`. Costs nothing while nobody wants to know. */
export class SystemCallLog {
  /** Somebody asks for the words of `atReturn`. */
  isWanted = false;
  /** Takes a line for each call that is over; undefined: no log. */
  log: ((line: string) => void) | undefined;
  private readonly open = new Map<number, OpenCall>();

  constructor(private readonly system: System) {}

  /** The system call that a CPU has just trapped for, with its arguments; undefined without a kernel that is understood. */
  describe(hart: Hart): string | undefined {
    const { kernel } = this.system;
    if (!kernel) return undefined;
    const memory = this.system.spaceOf(hart);
    return kernel.systemCalls.describe({
      // Right after a trap the registers are still those of the program.
      register: (name) => hart.readRegister(registerNumber(name)!),
      text: (address) => memory.readText(address),
    });
  }

  atTrap(hart: Hart, trap: Trap): void {
    if (!this.isActive || trap.from !== Privilege.user || !isSystemCall(trap)) return;
    const process = this.system.running(hart);
    const words = process && this.describe(hart);
    if (!process || words === undefined) return;
    this.open.set(process.pid, { address: process.address, name: process.name, words });
  }

  /** @returns the call that this return ends, with its result */
  atReturn(hart: Hart, { to }: TrapReturn): string | undefined {
    if (!this.isActive || to !== Privilege.user || this.open.size === 0) return undefined;
    this.closeEnded();
    const pid = this.system.runningPid(hart);
    const call = this.open.get(pid);
    if (!call) return undefined;
    this.open.delete(pid);
    const { kernel } = this.system;
    const isNew = kernel?.at(call.address)?.name !== call.name;
    const words = isNew
      ? `${call.words}: another program now`
      : `${call.words} = ${kernel.systemCalls.result(hart.readRegister(A0))}`;
    this.log?.(`[${pid} ${call.name}] ${words}`);
    return words;
  }

  /** The run is over: what has not returned never will. */
  finish(): void {
    for (const [pid, { name, words }] of this.open) this.log?.(`[${pid} ${name}] ${words} = ?`);
    this.open.clear();
  }

  private get isActive(): boolean {
    return this.isWanted || this.log !== undefined;
  }

  /** Calls of processes that are no more: exit, and those that were killed in one. */
  private closeEnded(): void {
    for (const [pid, { address, name, words }] of this.open) {
      const process = this.system.kernel?.at(address);
      if (process?.pid === pid && process.state !== 'zombie') continue;
      this.open.delete(pid);
      this.log?.(`[${pid} ${name}] ${words} = ? (the process ended)`);
    }
  }
}
