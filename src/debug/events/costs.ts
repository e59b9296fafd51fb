import { countNames, type Counts } from '../../machine/timing/counts';
import type { Machine } from '../../machine/types';
import type { Mode } from '../system';
import type { Witness } from '../witness';
import type { TimelineEvent } from './event';
import { Occupancy } from './occupancy';

/** What a stretch of a run took: instructions retired, cycles, and what made them more than the instructions. */
export type Cost = { instructions: number; cycles: number } & { -readonly [name in keyof Counts]: number };
type Name = keyof Cost;

const names: readonly Name[] = ['instructions', 'cycles', ...countNames];
export const nothing = (): Cost => Object.fromEntries(names.map((name) => [name, 0])) as Cost;
export function addCost(to: Cost, cost: Readonly<Cost>): void {
  for (const name of names) to[name] += cost[name];
}
const difference = (a: Readonly<Cost>, b: Readonly<Cost>): Cost =>
  Object.fromEntries(names.map((name) => [name, a[name] - b[name]])) as Cost;

/** Costs of so many occasions of a kind. */
export type Occasions = Cost & { count: number };
const noOccasions = (): Occasions => ({ ...nothing(), count: 0 });

export type CostByMode = { readonly [mode in Mode]: Cost };
const byMode = (): CostByMode => ({ user: nothing(), kernel: nothing(), machine: nothing() });

/** What a CPU is in the middle of. */
interface Underway {
  /** The counts when its process or its mode last changed. */
  before: Cost;
  /** What the kernel has taken since it was entered from user mode; absent in user mode. */
  visit: Cost | undefined;
  /** What it has taken since a process gave up the CPU. */
  change: Cost | undefined;
  /** Whether another process had the CPU before this stretch of user mode. */
  isCold: boolean;
}

/** The processes that are told apart; what others took is among that of the kernel. */
const MOST = 10_000;

/** Adds up, from the events of a run, what was paid in each mode, by each process, and for traps and switches. Only where time is modelled. */
export class Costs implements Witness {
  readonly total = byMode();
  /** By pid; null: for no process. */
  readonly processes = new Map<number | null, CostByMode>();
  /** The way through the kernel and back to the same process: of system calls, faults and interrupts. */
  traps = noOccasions();
  /** From where the kernel takes the CPU from a process to where it gives it to one. */
  switches = noOccasions();
  /** User mode from a return to the next trap: where the same process had the CPU before, and where another had. */
  warm = noOccasions();
  cold = noOccasions();
  private occupancy = new Occupancy();
  private cpus: Underway[] = [];

  constructor(private readonly machine: Machine) {}

  add(event: TimelineEvent): void {
    const { cpu, kind, from, to } = event;
    const now = this.now(cpu, kind === 'return' || (kind === 'boot' && event.boot === 'handover'));
    const here = (this.cpus[cpu] ??= {
      before: nothing(),
      visit: undefined,
      change: undefined,
      isCold: false,
    });
    const ended = this.occupancy.add(event);
    if (ended) {
      this.take(here, ended.mode, ended.pid, now);
      if (from === 'user' && to !== 'user') here.visit = nothing();
    }
    if (kind === 'switch') {
      if (event.cpuIs === 'taken') here.change = nothing();
      else if (here.change) {
        addOccasion(this.switches, here.change);
        here.change = undefined;
      }
      here.visit = undefined;
      here.isCold = true;
    }
    if (to === 'user' && from !== 'user') {
      if (here.visit) {
        addOccasion(this.traps, here.visit);
        here.isCold = false;
      }
      here.visit = undefined;
    }
  }

  /** Adds what was paid since each CPU's last event. */
  finish(): void {
    for (const { cpu, mode, pid } of this.occupancy.snapshot()) {
      const here = this.cpus[cpu];
      if (here) this.take(here, mode, pid, this.now(cpu, false));
    }
  }

  /** The same with what was paid since each CPU's last event. */
  untilNow(): Costs {
    const now = new Costs(this.machine);
    now.restore(this.save());
    now.finish();
    return now;
  }

  private take(here: Underway, mode: Mode, pid: number | null, now: Cost): void {
    const paid = difference(now, here.before);
    here.before = now;
    addCost(this.total[mode], paid);
    addCost(this.of(pid)[mode], paid);
    if (here.visit) addCost(here.visit, paid);
    if (here.change) addCost(here.change, paid);
    if (mode === 'user') addOccasion(here.isCold ? this.cold : this.warm, paid);
  }

  private of(pid: number | null): CostByMode {
    const known = this.processes.get(pid);
    if (known) return known;
    if (this.processes.size > MOST) return this.of(null);
    const costs = byMode();
    this.processes.set(pid, costs);
    return costs;
  }

  /** @param isReturning a return is told of within its step: it belongs to the mode that it leaves */
  private now(cpu: number, isReturning: boolean): Cost {
    const counts = this.machine.timing!.countsOf(cpu);
    const instructions = this.machine.harts[cpu].retired + (isReturning ? 1 : 0);
    return { ...counts, instructions, cycles: instructions + counts.stalls };
  }

  save(): unknown {
    const { total, processes, traps, switches, warm, cold, cpus } = this;
    const saved: Saved = {
      total,
      processes,
      traps,
      switches,
      warm,
      cold,
      cpus,
      occupants: this.occupancy.snapshot(),
    };
    return structuredClone(saved);
  }

  restore(state: unknown): void {
    const { occupants, total, processes, ...rest } = structuredClone(state as Saved);
    Object.assign(this.total, total);
    this.processes.clear();
    for (const [pid, costs] of processes) this.processes.set(pid, costs);
    Object.assign(this, rest);
    this.occupancy = new Occupancy(occupants);
  }
}

interface Saved {
  readonly total: CostByMode;
  readonly processes: ReadonlyMap<number | null, CostByMode>;
  readonly traps: Occasions;
  readonly switches: Occasions;
  readonly warm: Occasions;
  readonly cold: Occasions;
  readonly cpus: Underway[];
  readonly occupants: ReturnType<Occupancy['snapshot']>;
}

function addOccasion(to: Occasions, cost: Readonly<Cost>): void {
  addCost(to, cost);
  to.count++;
}
