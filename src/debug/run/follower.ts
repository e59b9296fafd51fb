import { Register } from '../../isa/registers';
import { Privilege, type Hart } from '../../machine/types';
import type { Process } from '../kernels/process-entries';
import type { Image } from '../symbols/image';
import type { System } from '../system';
import type { Thread } from '../threads';
import type { Goal } from './goal';
import type { Outcome } from './outcome';
import type { Runner } from './runner';
import type { Stop } from './stop';

/** How a command that follows a thread came out: where it was meant to, or elsewhere. */
export type Followed =
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
    private readonly runner: Runner,
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
  async follow(process: ProcessIdentity | undefined, goal: Goal): Promise<Followed> {
    if (!process) return this.runner.run(goal);
    // A process that is dead never returns to user mode, but somebody else will.
    const outcome = await this.runner.run({ ...goal, isLost: () => !this.isAlive(process) });
    if (outcome.kind === 'stopped' && outcome.stop.why.kind === 'pause' && this.isAlive(process)) {
      return { ...outcome, stop: { ...outcome.stop, pid: process.pid } };
    }
    if (outcome.kind !== 'lost') return outcome;
    const words = `${this.name} (pid ${process.pid}) ended during the step`;
    return { kind: 'arrived', hart: outcome.hart, words };
  }

  /**
   * The same, but a program that begins anew, by an exec, ends it where it begins: no goal of the old program means anything in it.
   */
  async followProgram(process: ProcessIdentity | undefined, goal: Goal): Promise<Followed> {
    if (!process) return this.follow(process, goal);
    const before = this.programOf(process);
    const isNew = (hart: Hart): boolean => this.beginsAnew(hart, process, before);
    const outcome = await this.follow(process, {
      ...goal,
      atReturn: (taken) => isNew(this.system.hart(taken.cpu)) || goal.atReturn?.(taken) === true,
    });
    return outcome.kind === 'reached' && isNew(outcome.hart) ? this.toMain(process, outcome.hart) : outcome;
  }

  /** Whether a CPU is at the first instruction of a process's program, because of a call that replaced the one before. */
  private beginsAnew(hart: Hart, process: ProcessIdentity, before: Image | undefined): boolean {
    if (hart.privilege !== Privilege.user || !this.isOn(hart, process)) return false;
    const image = this.system.imageOn(hart);
    if (!image || hart.pc !== image.entry) return false;
    const trap = this.system.traps.ofProgram(process);
    // The same program once more: an interrupt of its first instruction is none of this.
    const isCall = trap?.interrupt === false && trap.epc !== hart.pc;
    return image !== before || isCall;
  }

  private programOf({ address }: ProcessIdentity): Image | undefined {
    const process = this.system.kernel?.at(address);
    return process && this.system.programOf(process);
  }

  /** From a program's first instruction to its main, if it has one. */
  private async toMain(process: ProcessIdentity, hart: Hart): Promise<Followed> {
    const image = this.system.imageOn(hart);
    const main = image?.symbols.named('main')?.address;
    if (!image || main === undefined || main === image.entry) return { kind: 'arrived', hart };
    const isThere = (one: Hart): boolean => one.privilege === Privilege.user && this.isOn(one, process);
    return this.untilAt(process, image.afterPrologue(main), isThere);
  }

  /** Until a process that does not run gets a CPU: it returns from where it switched away. */
  async untilItRuns({ process }: Thread): Promise<Followed> {
    const context = process && this.system.kernel?.context(process);
    const pc = context?.number('ra');
    const sp = context?.number('sp');
    if (!process || pc === undefined) return { kind: 'arrived', hart: this.system.machine.current };
    return this.untilAt(process, pc, (hart) => hart.readRegister(Register.sp) === sp);
  }

  /** Until a CPU comes to an address and is the right one. */
  async untilAt(
    process: ProcessIdentity | undefined,
    address: bigint,
    isRight: (hart: Hart) => boolean,
  ): Promise<Followed> {
    return arrived(await this.follow(process, { addresses: [address], atAddress: isRight }));
  }

  private isAlive(process: ProcessIdentity): boolean {
    const now = this.system.kernel?.at(process.address);
    return now?.pid === process.pid && now.state !== 'zombie';
  }
}

/** Reaching its goal is what a command was for. */
export function arrived(outcome: Followed, words?: string): Followed {
  const isThere = outcome.kind === 'reached' || outcome.kind === 'arrived';
  if (!isThere) return outcome;
  if (outcome.kind === 'arrived') return { ...outcome, ...withWords(outcome.words ?? words) };
  return { kind: 'arrived', hart: outcome.hart, ...withWords(words) };
}

const withWords = (words: string | undefined): { words?: string } => (words === undefined ? {} : { words });
