import { Register } from '../../isa/registers';
import { UserError } from '../../base/errors';
import { Privilege, type Hart } from '../../machine/types';
import type { Followed } from '../run/follower';
import type { Runner } from '../run/runner';
import { nameOfThread, type Thread } from '../threads';
import type { System } from '../system';
import { scheduledBy } from '../inspect/event-words';
import { GivenUp } from './cursor';
import { atStart } from './time-stop';
import type { Lookout, Travel } from './travel';
import { whoIs } from './who';

/** Where a thread can be sent back to, besides into and out of calls. */
export const LANDMARKS = ['trap', 'contextSwitch', 'scheduled', 'user'] as const;
export type Landmark = (typeof LANDMARKS)[number];

/** Goes back to the last crossing of a kind. */
export class Landmarks {
  constructor(
    private readonly system: System,
    private readonly runner: Runner,
    private readonly travel: Travel,
  ) {}

  /** Refuses what can never be reached. @throws UserError */
  check(thread: Thread, landmark: Landmark): void {
    if (landmark === 'scheduled' && !thread.process) {
      throw new UserError(`${nameOfThread(thread)}: only a process can be scheduled; choose one`);
    }
    if ((landmark === 'scheduled' || landmark === 'contextSwitch') && this.switches.length === 0) {
      const why = this.system.problem ?? 'there is no kernel, or its description does not name the function';
      throw new UserError(`context switches cannot be told: ${why}`);
    }
  }

  async to(thread: Thread, landmark: Landmark): Promise<Followed> {
    const { system, travel } = this;
    const who = whoIs(system, thread);
    const runs = (cpu: number): boolean => who.runs(system.hart(cpu));
    switch (landmark) {
      case 'trap':
        return this.go({ atTrap: ({ cpu }) => (runs(cpu) ? cpu : undefined) });
      case 'contextSwitch':
        return this.go({ addresses: this.switches, atAddress: ({ id }) => id }, 'Context switch');
      case 'user': {
        const left: Lookout<number> = {
          isBeforeStep: true,
          atTrap: ({ cpu, from }) => (from === Privilege.user && runs(cpu) ? cpu : undefined),
        };
        const found = await travel.latest(travel.instant, left);
        if (found.kind === 'cancelled') throw new GivenUp();
        return found.kind === 'none' ? this.toStart() : this.arrive(found.at, found.what, 'In user mode');
      }
      case 'scheduled':
        return this.toScheduled(thread);
    }
  }

  private async toScheduled({ process }: Thread): Promise<Followed> {
    const { system, travel, runner } = this;
    const { pid, address, name } = process!;
    let before = travel.instant;
    for (;;) {
      const found = await travel.latest(before, {
        addresses: this.switches,
        atAddress: (hart) => {
          const next = scheduledBy(system, hart);
          return next?.pid === pid && next.address === address ? hart.id : undefined;
        },
      });
      if (found.kind === 'cancelled') throw new GivenUp();
      if (found.kind === 'none') return this.toStart();
      // From the switch on, until it goes on where it was.
      await travel.goTo(found.at);
      const context = system.kernel?.context(system.kernel.at(address)!);
      const [ra, sp] = [context?.number('ra'), context?.number('sp')];
      const isBack = (hart: Hart): boolean => hart.readRegister(Register.sp) === sp;
      if (ra === undefined) return this.arrive(found.at, found.what, `${name} (pid ${pid}) is given the CPU`);
      await runner.run({ isBlind: true, addresses: [ra], atAddress: isBack, until: before });
      const at = travel.instant;
      if (at < before) return this.arrive(at, undefined, `${name} (pid ${pid}) gets the CPU`);
      before = found.at;
    }
  }

  private async go(lookout: Lookout<number>, words?: string): Promise<Followed> {
    const found = await this.travel.latest(this.travel.instant, lookout);
    if (found.kind === 'cancelled') throw new GivenUp();
    return found.kind === 'none' ? this.toStart() : this.arrive(found.at, found.what, words);
  }

  private async toStart(): Promise<Followed> {
    const there = await this.travel.goTo(0);
    return there.kind === 'reached' ? atStart(this.system.machine.current) : there;
  }

  private async arrive(at: number, cpu: number | undefined, words?: string): Promise<Followed> {
    const there = await this.travel.goTo(at);
    if (there.kind !== 'reached') return there;
    const hart = cpu === undefined ? there.hart : this.system.hart(cpu);
    return { kind: 'arrived', hart, ...(words === undefined ? {} : { words }) };
  }

  /** The kernel's functions that change stacks. */
  private get switches(): bigint[] {
    return [...(this.system.kernel?.eventFunctions ?? [])].flatMap(([address, event]) =>
      event === 'contextSwitch' ? [address] : [],
    );
  }
}
