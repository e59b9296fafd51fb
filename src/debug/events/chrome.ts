import type { TimelineEvent } from './event';
import { Occupancy, type Span } from './occupancy';

/** Everything belongs to one machine. Perfetto takes number 0 for a CPU's idle task. */
const MACHINE = 1;
/** Tracks of CPUs that work for no process have numbers from here on, like the debugger's threads. */
const FIRST_CPU_TRACK = 1_000_000;

/**
 * Chrome's trace event format, which Perfetto opens: a track for each process and for the kernel's own work, on it a slice for
 * each stay in a mode, and a mark for each event. A step counts as a microsecond.
 */
export class ChromeTrace {
  private readonly occupancy = new Occupancy();
  /** Why each CPU is in its mode. */
  private readonly why = new Map<number, string>();
  private readonly tracks = new Set<number>();
  private isFirst = true;

  begin(): string {
    return '{"displayTimeUnit":"ms","traceEvents":[\n' + this.write(machineName);
  }

  /** Gets all events in order. @param wanted whether it is marked, too */
  event(event: TimelineEvent, wanted: boolean): string {
    const { at, cpu, pid, kind, cause, detail } = event;
    const span = this.occupancy.add(event);
    const text = span ? this.slice(span) : '';
    if (span) this.why.set(cpu, detail);
    if (!wanted) return text;
    const { tid, naming } = this.track(pid, cpu);
    const mark = { name: kind, cat: 'event', ph: 'i', s: 't', ts: at, pid: MACHINE, tid };
    return text + naming + this.write({ ...mark, args: { detail, cause } });
  }

  /** @param at the instant at which the run ended */
  end(at: number): string {
    const open = this.occupancy.snapshot().map((one) => this.slice({ ...one, until: at }));
    return open.join('') + '\n]}\n';
  }

  private slice({ cpu, since, until, mode, pid }: Span): string {
    if (until === since) return '';
    const { tid, naming } = this.track(pid, cpu);
    const slice = { name: mode, cat: 'mode', ph: 'X', ts: since, dur: until - since, pid: MACHINE, tid };
    return naming + this.write({ ...slice, args: { why: this.why.get(cpu) ?? 'reset', cpu } });
  }

  private track(pid: number | null, cpu: number): { readonly tid: number; readonly naming: string } {
    const tid = pid ?? FIRST_CPU_TRACK + cpu;
    if (this.tracks.has(tid)) return { tid, naming: '' };
    this.tracks.add(tid);
    const name = pid === null ? `kernel on cpu ${cpu}` : `process ${pid}`;
    return { tid, naming: this.write({ name: 'thread_name', ph: 'M', pid: MACHINE, tid, args: { name } }) };
  }

  private write(record: object): string {
    const separator = this.isFirst ? '' : ',\n';
    this.isFirst = false;
    return separator + JSON.stringify(record);
  }
}

const machineName = { name: 'process_name', ph: 'M', pid: MACHINE, tid: 0, args: { name: 'Trapframe' } };
