import { UserError } from '../../base/errors';
import { Privilege, type Hart } from '../../machine/types';
import { modeOf } from '../system';
import { nameOfThread, type Thread } from '../threads';
import type { Arrival, Follower } from './follower';

const RA = 1;
const SP = 2;

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

  async run(thread: Thread, destination: Destination): Promise<Arrival> {
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

  private async toUser(thread: Thread): Promise<Arrival> {
    let found: Hart | undefined;
    const outcome = await this.follower.follow(thread.process, {
      atReturn: ({ cpu, to }) => {
        const hart = this.follower.system.hart(cpu);
        if (to !== Privilege.user || !this.runs(hart, thread)) return false;
        found = hart;
        return true;
      },
    });
    return arrived(outcome, found, 'In user mode');
  }

  private async toTrap(thread: Thread, destination: 'kernel' | 'trap'): Promise<Arrival> {
    let found: Hart | undefined;
    const outcome = await this.follower.follow(thread.process, {
      atTrap: ({ cpu, from }) => {
        const hart = this.follower.system.hart(cpu);
        if (destination === 'kernel' && from !== Privilege.user) return false;
        if (!this.runs(hart, thread)) return false;
        found = hart;
        return true;
      },
    });
    // The trap that was taken says itself what it is.
    return arrived(outcome, found);
  }

  private async untilScheduled(thread: Thread): Promise<Arrival> {
    const { process } = thread;
    const words = `${process!.name} (pid ${process!.pid}) gets the CPU`;
    if (!thread.hart) return arrived(await this.follower.untilItRuns(thread), undefined, words);
    // It must lose the CPU before it can be given one. What it then saves is where it will go on.
    let saved: { ra: bigint; sp: bigint } | undefined;
    const loses = (hart: Hart): boolean => {
      if (!this.runs(hart, thread)) return false;
      saved = { ra: hart.readRegister(RA), sp: hart.readRegister(SP) };
      return true;
    };
    // It may be about to lose it: the next switch would be somebody else's.
    if (thread.hart.pc !== switchOf(this.follower) || !loses(thread.hart)) {
      const away = await this.toSwitch(loses);
      if (away.kind !== 'arrived') return away;
    }
    const { ra, sp } = saved!;
    const back = await this.follower.untilAt(process, ra, (hart) => hart.readRegister(SP) === sp);
    return arrived(back, undefined, words);
  }

  private async toSwitch(isRight: (hart: Hart) => boolean, words?: string): Promise<Arrival> {
    const outcome = await this.follower.untilAt(undefined, switchOf(this.follower)!, isRight);
    return arrived(outcome, undefined, words);
  }
}

/** The kernel's function that changes stacks. */
function switchOf({ system }: Follower): bigint | undefined {
  for (const [address, event] of system.kernel?.eventFunctions ?? []) {
    if (event === 'contextSwitch') return address;
  }
  return undefined;
}

function arrived(outcome: Arrival, hart: Hart | undefined, words?: string): Arrival {
  if (outcome.kind === 'arrived') return { ...(words === undefined ? {} : { words }), ...outcome };
  if (outcome.kind !== 'reached' || !hart) return outcome;
  return { kind: 'arrived', hart, ...(words === undefined ? {} : { words }) };
}
