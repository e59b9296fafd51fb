import type { Machine } from '../../machine/types';
import type { Mode } from '../system';
import type { TimelineEvent } from './event';
import { Occupancy, type Span } from './occupancy';

/** Steps that were made in each mode. */
export type Steps = Record<Mode, number>;

/** What a process has had of the machine, and when. Moments are instants, lengths are steps. */
export interface Account extends Steps {
  /** How often it was given a CPU. */
  switches: number;
  arrival: number;
  firstRun?: number;
  end?: number;
  /** Ready, and without a CPU. undefined where the kernel does not tell when it became ready. */
  waiting: number | undefined;
}

/** Adds up, from the events of a run, the steps made in each mode and for each process. */
export class Accounting {
  readonly total: Steps = { user: 0, kernel: 0, machine: 0 };
  /** By pid; null: steps for no process, such as boot, scheduler and idling. */
  readonly processes = new Map<number | null, Account>();
  private readonly occupancy = new Occupancy();
  /** Of processes that are ready and have no CPU, since when. */
  private readonly ready = new Map<number, number>();
  /** Processes that are about to give up the CPU because they wait for something. */
  private readonly blocked = new Set<number>();

  add(event: TimelineEvent): void {
    const span = this.occupancy.add(event);
    if (span) this.count(span);
    const { pid, at } = event;
    if (pid === null) return;
    const account = this.of(pid, at);
    switch (event.kind) {
      case 'exit':
      case 'killed':
        account.end = at;
        break;
      case 'switch':
        if (event.cpuIs === 'given') this.getsCpu(account, pid, at);
        else if (!this.blocked.delete(pid)) this.ready.set(pid, at);
        break;
      case 'state':
        if (event.state === 'ready') this.ready.set(pid, at);
        else this.blocked.add(pid);
        break;
      default:
    }
  }

  private getsCpu(account: Account, pid: number, at: number): void {
    account.switches++;
    account.firstRun ??= at;
    const since = this.ready.get(pid);
    this.ready.delete(pid);
    account.waiting =
      account.waiting === undefined || since === undefined ? undefined : account.waiting + at - since;
  }

  /** The run is over: adds the steps since each CPU's last event. */
  finish({ instant }: Machine): void {
    for (const open of this.occupancy.snapshot()) this.count({ ...open, until: instant });
  }

  private count({ since, until, mode, pid }: Span): void {
    this.total[mode] += until - since;
    this.of(pid, since)[mode] += until - since;
  }

  private of(pid: number | null, at: number): Account {
    const known = this.processes.get(pid);
    if (known) return known;
    const account = { user: 0, kernel: 0, machine: 0, switches: 0, arrival: at, waiting: 0 };
    this.processes.set(pid, account);
    if (pid !== null) this.ready.set(pid, at);
    return account;
  }
}
