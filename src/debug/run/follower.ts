import { type Privilege, type Hart } from '../../machine/types';
import type { Process } from '../kernels/process-entries';
import type { System } from '../system';
import type { Thread } from '../threads';
import type { Control, Goal, Outcome } from './control';
import type { Stop } from './stop';

const SP = 2;

/** How a command that follows a thread came out: where it was meant to, or elsewhere. */
export type Arrival =
  | Outcome
  | {
      readonly kind: 'arrived';
      readonly hart: Hart;
      readonly words?: string;
      /** See Stop. */
      readonly atCall?: Stop['atCall'] | undefined;
    };

/** An entry of the process table, and whose it was: entries are used again. */
export type ProcessIdentity = Pick<Process, 'address' | 'pid'>;

/** Who it is that a command follows: a process, on whatever CPU; or a CPU, whoever it runs. */
export interface Identity {
  readonly mode: Privilege;
  readonly process: ProcessIdentity | undefined;
  /** The CPU that it was on. */
  readonly hart: Hart;
  /** The CPU itself was chosen, while it runs a process: where the CPU goes is what is of interest. */
  readonly isCpu: boolean;
  /** Of the process that the CPU ran; 0 for none. */
  readonly address: bigint;
}

/** Runs the machine, whoever else runs meanwhile, toward goals that one thread alone can reach. */
export class Follower {
  /** Of the process that is followed. */
  private name = '';

  constructor(
    readonly system: System,
    private readonly control: Control,
  ) {}

  begin({ process }: Thread): void {
    this.name = process?.name ?? '';
  }

  /** Who a CPU runs now. */
  identify(hart: Hart, isCpuChosen: boolean): Identity {
    const address = this.system.runningAddress(hart);
    const pid = address === 0n ? undefined : this.system.kernel?.pidAt(address);
    const process = pid === undefined || isCpuChosen ? undefined : { address, pid };
    return { mode: hart.privilege, process, hart, isCpu: isCpuChosen && pid !== undefined, address };
  }

  /** Whether a CPU runs a process, in whatever mode. */
  isOn(hart: Hart, { address }: ProcessIdentity): boolean {
    return this.system.kernel?.currentAddress(hart.id) === address;
  }

  /** Whether a CPU runs the one that was identified. */
  runs(hart: Hart, { process, hart: home }: Identity): boolean {
    return process ? this.isOn(hart, process) : hart === home;
  }

  /** Whether a CPU runs another process than then. */
  hasOther(hart: Hart, { address }: Identity): boolean {
    return this.system.kernel?.currentAddress(hart.id) !== address;
  }

  /** Runs toward a goal; stops with words when the process that alone can reach it ends before. */
  async follow(process: ProcessIdentity | undefined, goal: Goal): Promise<Arrival> {
    let ended: Hart | undefined;
    const isOver = (hart: Hart): boolean => {
      if (!process || this.isAlive(process)) return false;
      ended = hart;
      return true;
    };
    // A process that is dead never returns to user mode, but somebody else will.
    const outcome = await this.control.run({
      ...goal,
      atReturn: (trapReturn) =>
        (goal.atReturn?.(trapReturn) ?? false) || isOver(this.system.hart(trapReturn.cpu)),
      atTrap: (trap) => (goal.atTrap?.(trap) ?? false) || isOver(this.system.hart(trap.cpu)),
    });
    if (outcome.kind !== 'reached' || !ended) return outcome;
    const words = `${this.name} (pid ${process!.pid}) ended during the step`;
    return { kind: 'arrived', hart: ended, words };
  }

  /** Until a process that does not run gets a CPU: it returns from where it switched away. */
  async untilItRuns({ process }: Thread): Promise<Arrival> {
    const context = process && this.system.kernel?.context(process);
    const pc = context?.number('ra');
    const sp = context?.number('sp');
    if (!process || pc === undefined) return { kind: 'arrived', hart: this.system.machine.current };
    return this.untilAt(process, pc, (hart) => hart.readRegister(SP) === sp);
  }

  /** Until a CPU comes to an address and is the right one. */
  async untilAt(
    process: ProcessIdentity | undefined,
    address: bigint,
    isRight: (hart: Hart) => boolean,
  ): Promise<Arrival> {
    let found = this.system.machine.current;
    const outcome = await this.follow(process, {
      addresses: [address],
      atAddress: (hart) => {
        found = hart;
        return isRight(hart);
      },
    });
    return outcome.kind === 'reached' ? { kind: 'arrived', hart: found } : outcome;
  }

  private isAlive(process: ProcessIdentity): boolean {
    const now = this.system.kernel?.at(process.address);
    return now?.pid === process.pid && now.state !== 'zombie';
  }
}
