import type { Machine } from '../../machine/types';
import type { Mode } from '../system';
import type { TimelineEvent } from './event';
import { Occupancy, type Span } from './occupancy';

/** Steps that were made in each mode. */
export type Steps = Record<Mode, number>;

/** Adds up, from the events of a run, the steps made in each mode and for each process. */
export class Accounting {
  readonly total: Steps = { user: 0, kernel: 0, machine: 0 };
  /** By pid; null: steps for no process, such as boot, scheduler and idling. */
  readonly processes = new Map<number | null, Steps & { switches: number }>();
  private readonly occupancy = new Occupancy();

  add(event: TimelineEvent): void {
    const span = this.occupancy.add(event);
    if (span) this.count(span);
    // A process that gives up the CPU has an event of its own; only getting it counts.
    if (event.kind === 'switch' && span?.pid !== event.pid) this.of(event.pid).switches++;
  }

  /** The run is over: adds the steps since each CPU's last event. */
  finish({ instant }: Machine): void {
    for (const open of this.occupancy.snapshot()) this.count({ ...open, until: instant });
  }

  private count({ since, until, mode, pid }: Span): void {
    this.total[mode] += until - since;
    this.of(pid)[mode] += until - since;
  }

  private of(pid: number | null): Steps & { switches: number } {
    const known = this.processes.get(pid) ?? { user: 0, kernel: 0, machine: 0, switches: 0 };
    this.processes.set(pid, known);
    return known;
  }
}
