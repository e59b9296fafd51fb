import { Register } from '../../isa/registers';
import { UserError } from '../../base/errors';
import { Privilege, type Hart } from '../../machine/types';
import { modeOf } from '../system';
import { nameOfThread, type Thread } from '../threads';
import { arrived, type Followed, type Follower } from './follower';

/** Where a run that is no step can be sent. */
export const DESTINATIONS = ['user', 'kernel', 'trap', 'scheduled', 'contextSwitch'] as const;
export type Destination = (typeof DESTINATIONS)[number];

/**
 * Runs one thread to the next crossing of a kind: into user mode, into the kernel, to its next trap, until it gets the CPU
 * again; or to the next context switch, whoever makes it. The CPU's own thread means whoever runs on that CPU.
 */
export class RunTo {
  constructor(private readonly follower: Follower) {}

  /** Refuses what could never be reached, before anything runs. @throws UserError */
  check(thread: Thread, destination: Destination): void {
    const { system } = this.follower;
    const mode = thread.hart ? modeOf(thread.hart.privilege) : 'kernel';
    if (destination === 'user' && mode === 'user') {
      throw new UserError(`${nameOfThread(thread)}: it is in user mode already`);
    }
    if (destination === 'kernel' && mode !== 'user') {
      throw new UserError(`${nameOfThread(thread)}: it is in the kernel already`);
    }
    if (destination === 'scheduled' && !thread.process) {
      throw new UserError(`${nameOfThread(thread)}: only a process can be scheduled; choose one`);
    }
    const needsSwitches = destination === 'contextSwitch' || (destination === 'scheduled' && thread.hart);
    if (needsSwitches && switchOf(this.follower) === undefined) {
      const why = system.problem ?? 'there is no kernel, or its description does not name the function';
      throw new UserError(`context switches cannot be told: ${why}`);
    }
  }

  async run(thread: Thread, destination: Destination): Promise<Followed> {
    this.follower.begin(thread);
    switch (destination) {
      case 'user':
        return this.toUser(thread);
      case 'kernel':
      case 'trap':
        return this.toTrap(thread, destination);
      case 'scheduled':
        return this.untilScheduled(thread);
      case 'contextSwitch':
        return this.toSwitch(() => true, 'Context switch');
    }
  }

  /** Whether a CPU runs that thread. */
  private runs(hart: Hart, { process, hart: home }: Thread): boolean {
    return process ? this.follower.isOn(hart, process) : hart === home;
  }

  private async toUser(thread: Thread): Promise<Followed> {
    const outcome = await this.follower.follow(thread.process, {
      atReturn: ({ cpu, to }) => to === Privilege.user && this.runs(this.follower.system.hart(cpu), thread),
    });
    return arrived(outcome, 'In user mode');
  }

  private async toTrap(thread: Thread, destination: 'kernel' | 'trap'): Promise<Followed> {
    const outcome = await this.follower.follow(thread.process, {
      atTrap: ({ cpu, from }) => {
        if (destination === 'kernel' && from !== Privilege.user) return false;
        return this.runs(this.follower.system.hart(cpu), thread);
      },
    });
    // The trap that was taken says itself what it is.
    return arrived(outcome);
  }

  private async untilScheduled(thread: Thread): Promise<Followed> {
    const { process } = thread;
    const words = `${process!.name} (pid ${process!.pid}) gets the CPU`;
    if (!thread.hart) return arrived(await this.follower.untilItRuns(thread), words);
    const loses = (hart: Hart): boolean => this.runs(hart, thread);
    // It must lose the CPU before it can be given one; it may be about to: the next switch would be somebody else's.
    let { hart } = thread;
    if (hart.pc !== switchOf(this.follower) || !loses(hart)) {
      const away = await this.toSwitch(loses);
      if (away.kind !== 'arrived') return away;
      ({ hart } = away);
    }
    // What it saves now is where it will go on.
    const [ra, sp] = [hart.readRegister(Register.ra), hart.readRegister(Register.sp)];
    return arrived(
      await this.follower.untilAt(process, ra, (one) => one.readRegister(Register.sp) === sp),
      words,
    );
  }

  private async toSwitch(isRight: (hart: Hart) => boolean, words?: string): Promise<Followed> {
    return arrived(await this.follower.untilAt(undefined, switchOf(this.follower)!, isRight), words);
  }
}

/** The kernel's function that changes stacks. */
function switchOf({ system }: Follower): bigint | undefined {
  for (const [address, event] of system.kernel?.eventFunctions ?? []) {
    if (event === 'contextSwitch') return address;
  }
  return undefined;
}
