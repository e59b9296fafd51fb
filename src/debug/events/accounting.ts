import { stepsOf } from '../../machine/turns';
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
  /** Those that ended longest ago, where there were too many of them to be told apart. */
  readonly merged = { processes: 0, user: 0, kernel: 0, machine: 0, switches: 0 };
  private readonly occupancy = new Occupancy();
  /** Of processes that are ready and have no CPU, since when. */
  private readonly ready = new Map<number, number>();
  /** Processes that are about to give up the CPU because they wait for something. */
  private readonly blocked = new Set<number>();

  /**
   * @param cpus how many take turns: while one has a mode, the others make steps, too
   * @param most processes that are told apart
   */
  constructor(
    private readonly cpus = 1,
    private readonly most = 10_000,
  ) {}

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
        this.ready.delete(pid);
        this.blocked.delete(pid);
        break;
      case 'switch':
        if (event.cpuIs === 'given') this.getsCpu(account, pid, at);
        else if (!this.blocked.delete(pid) && account.end === undefined) this.ready.set(pid, at);
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

  private count({ cpu, since, until, mode, pid }: Span): void {
    const steps = stepsOf(cpu, since, until, this.cpus);
    this.total[mode] += steps;
    this.of(pid, since)[mode] += steps;
  }

  /** The process that ended first among those in the order of their arrival is told apart no longer. */
  private merge(): void {
    for (const [pid, account] of this.processes) {
      if (account.end === undefined) continue;
      this.processes.delete(pid);
      this.merged.processes++;
      for (const part of ['user', 'kernel', 'machine', 'switches'] as const)
        this.merged[part] += account[part];
      return;
    }
  }

  private of(pid: number | null, at: number): Account {
    const known = this.processes.get(pid);
    if (known) return known;
    const account = { user: 0, kernel: 0, machine: 0, switches: 0, arrival: at, waiting: 0 };
    this.processes.set(pid, account);
    if (this.processes.size > this.most) this.merge();
    if (pid !== null) this.ready.set(pid, at);
    return account;
  }
}
