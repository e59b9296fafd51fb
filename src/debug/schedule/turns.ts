import { Privilege, type TrapReturn } from '../../machine/types';
import type { Witness } from '../witness';

/** A job had the CPU, in ticks. */
export interface Turn {
  /** Its index in the workload. */
  readonly job: number;
  readonly from: number;
  /** Behind its last tick. */
  readonly to: number;
}

/** What of the kernel's memory is looked at: the tick that it counts, and the job for which the CPU goes to user mode. */
export interface Moment {
  readonly tick: number;
  readonly job: number;
}

/** Who has the CPU in which tick: whoever goes to user mode in it, as the kernel decides at ticks only. */
export class Turns implements Witness {
  private found: Turn[] = [];

  constructor(private readonly look: () => Moment | undefined) {}

  /** In the order in which they were, in ticks of the kernel. */
  get all(): readonly Turn[] {
    return this.found;
  }

  trapReturn({ to }: TrapReturn): void {
    const now = to === Privilege.user ? this.look() : undefined;
    if (!now) return;
    const { tick, job } = now;
    const last = this.found.at(-1);
    if (last?.job !== job || last.to < tick) this.found.push({ job, from: tick, to: tick + 1 });
    else if (last.to === tick) this.found[this.found.length - 1] = { ...last, to: tick + 1 };
  }

  save(): readonly Turn[] {
    return [...this.found];
  }

  restore(state: readonly Turn[]): void {
    this.found = [...state];
  }
}
