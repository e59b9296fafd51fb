import { Register } from '../../isa/registers';
import { Privilege, type Hart, type Trap, type TrapReturn } from '../../machine/types';
import type { Witness } from '../witness';
import type { System } from '../system';
import { isSystemCall } from '../traps/words';

/** A system call that a process has not come back from. */
interface OpenCall {
  readonly address: bigint;
  readonly name: string;
  /** With its arguments. */
  readonly words: string;
}

/** Follows system calls from the ecall to the return: `write(1, 0x2000, 6) = 6`. Costs nothing while nobody wants to know. */
export class SystemCallLog implements Witness {
  /** Somebody asks for the words of `atReturn`. */
  isWanted = false;
  /** Takes a line for each call that is over; undefined: no log. */
  log: ((line: string) => void) | undefined;
  private open = new Map<number, OpenCall>();
  /** The call that the return which is being looked at ended, with its result. */
  private ended: { readonly cpu: number; readonly words: string } | undefined;

  constructor(private readonly system: System) {}

  /** The system call that a CPU has just trapped for, with its arguments; undefined without a kernel that is understood. */
  describe(hart: Hart): string | undefined {
    const call = this.system.callAsked(hart);
    return call && this.system.kernel?.systemCalls.words(call);
  }

  trap(trap: Trap): void {
    if (!this.isActive || trap.from !== Privilege.user || !isSystemCall(trap)) return;
    const hart = this.system.hart(trap.cpu);
    const process = this.system.running(hart);
    const words = process && this.describe(hart);
    if (!process || words === undefined) return;
    this.open.set(process.pid, { address: process.address, name: process.name, words });
  }

  /** The call that the return which has just been seen ended, with its result. */
  returnedFrom(cpu: number): string | undefined {
    return this.ended?.cpu === cpu ? this.ended.words : undefined;
  }

  trapReturn({ cpu, to }: TrapReturn): void {
    this.ended = undefined;
    if (!this.isActive || to !== Privilege.user || this.open.size === 0) return;
    const hart = this.system.hart(cpu);
    this.closeEnded();
    const pid = this.system.runningPid(hart);
    const call = this.open.get(pid);
    if (!call) return;
    this.open.delete(pid);
    const { kernel } = this.system;
    const isNew = kernel?.at(call.address)?.name !== call.name;
    const words = isNew
      ? `${call.words}: another program now`
      : `${call.words} = ${kernel.systemCalls.result(hart.readRegister(Register.a0))}`;
    this.ended = { cpu, words };
    this.log?.(`[${pid} ${call.name}] ${words}`);
  }

  save(): unknown {
    return new Map(this.open);
  }

  restore(open: Map<number, OpenCall>): void {
    this.open = new Map(open);
    this.ended = undefined;
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
