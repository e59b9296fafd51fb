import type { Machine } from '../../machine/types';
import { modeOf, type Mode } from '../system';
import type { TimelineEvent } from './event';

/** Steps that were made in each mode. */
export type Steps = Record<Mode, number>;

/**
 * Adds up, from the events of a run, the steps made in each mode and for each process. A step that takes a trap counts for the
 * mode that it leaves. The kernel's steps count for the process that it works for; between two processes for none.
 */
export class Accounting {
  readonly total: Steps = { user: 0, kernel: 0, machine: 0 };
  /** By pid; null: steps for no process, such as boot, scheduler and idling. */
  readonly processes = new Map<number | null, Steps & { switches: number }>();
  private readonly cpus = new Map<number, { at: number; pid: number | null }>();

  add(event: TimelineEvent): void {
    const cpu = this.cpus.get(event.cpu) ?? { at: 0, pid: null };
    this.cpus.set(event.cpu, cpu);
    if (event.kind === 'boot') cpu.pid = null;
    else if (isTransition(event)) cpu.pid = event.pid;
    const steps = event.at - cpu.at;
    cpu.at = event.at;
    this.total[event.from] += steps;
    this.of(cpu.pid)[event.from] += steps;
    if (event.kind !== 'switch') return;
    // The process that had the CPU gives it up; another one gets it.
    cpu.pid = cpu.pid === event.pid ? null : event.pid;
    if (cpu.pid !== null) this.of(cpu.pid).switches++;
  }

  /** The run is over: adds the steps since each CPU's last event. */
  finish({ harts, instant: at }: Machine): void {
    for (const hart of harts) {
      const last = this.cpus.get(hart.id) ?? { at: 0, pid: null };
      const mode = modeOf(hart.privilege);
      this.total[mode] += at - last.at;
      this.of(last.pid)[mode] += at - last.at;
      this.cpus.set(hart.id, { ...last, at });
    }
  }

  private of(pid: number | null): Steps & { switches: number } {
    const known = this.processes.get(pid) ?? { user: 0, kernel: 0, machine: 0, switches: 0 };
    this.processes.set(pid, known);
    return known;
  }
}

/** Events during which the CPU is surely its process's. */
const isTransition = ({ kind }: TimelineEvent): boolean =>
  kind === 'trap' || kind === 'exception' || kind === 'interrupt' || kind === 'return';
