import { FIRST_CPU_THREAD } from '../../base/thread-ids';
import type { TimelineEvent } from './event';
import type { EventWords } from './words';
import { Occupancy, type Occupant, type Span } from './occupancy';

/** Everything belongs to one machine. Perfetto takes number 0 for a CPU's idle task. */
const MACHINE = 1;

/**
 * Chrome's trace event format, which Perfetto opens: a track for each process and for the kernel's own work, on it a slice for
 * each stay in a mode, and a mark for each event. A step counts as a microsecond.
 */
export class ChromeTrace {
  private readonly occupancy: Occupancy;
  /** Why each CPU is in its mode, as far as that has been told. */
  private readonly why = new Map<number, string>();
  /** Numbers of the tracks that something is on, and the CPUs of those that are no process'. */
  private readonly tracks = new Map<number, number>();
  private isFirst = true;

  /**
   * @param words for its events
   * @param names of processes by pid, as they come to be known
   * @param before who had the CPUs before the first event
   */
  constructor(
    private readonly words: EventWords,
    private readonly names: ReadonlyMap<number, string>,
    before: readonly Occupant[] = [],
  ) {
    this.occupancy = new Occupancy(before);
  }

  begin(): string {
    return '{"displayTimeUnit":"ms","traceEvents":[\n' + this.write(machineName);
  }

  /** Instead of `begin`: what will be written goes on where another one ended. */
  goOn(): void {
    this.isFirst = false;
  }

  /** Gets all events in order. @param wanted whether it is marked, too */
  event(event: TimelineEvent, wanted: boolean): string {
    const { at, cpu, pid, kind, cause } = event;
    const span = this.occupancy.add(event);
    const text = span ? this.slice(span) : '';
    const words = this.words.sentence(event);
    if (span) this.why.set(cpu, words);
    if (!wanted) return text;
    const tid = this.track(pid, cpu);
    const mark = { name: kind, cat: 'event', ph: 'i', s: 't', ts: at, pid: MACHINE, tid };
    return text + this.write({ ...mark, args: { detail: words, cause } });
  }

  /** The names of the tracks come last: by then they are known. */
  nameTracks(): string {
    const nameOf = (tid: number, cpu: number): string => {
      if (tid === FIRST_CPU_THREAD + cpu) return `kernel on cpu ${cpu}`;
      const name = this.names.get(tid);
      return name === undefined ? `process ${tid}` : `${name} (${tid})`;
    };
    const named = [...this.tracks].map(([tid, cpu]) =>
      this.write({ name: 'thread_name', ph: 'M', pid: MACHINE, tid, args: { name: nameOf(tid, cpu) } }),
    );
    return named.join('');
  }

  /** @param at the instant at which the run ended */
  end(at: number): string {
    const open = this.occupancy.snapshot().map((one) => this.slice({ ...one, until: at }));
    return open.join('') + this.nameTracks() + '\n]}\n';
  }

  private slice({ cpu, since, until, mode, pid }: Span): string {
    if (until === since) return '';
    const tid = this.track(pid, cpu);
    const slice = { name: mode, cat: 'mode', ph: 'X', ts: since, dur: until - since, pid: MACHINE, tid };
    const why = this.why.get(cpu) ?? (since === 0 ? 'reset' : undefined);
    return this.write({ ...slice, args: { why, cpu } });
  }

  private track(pid: number | null, cpu: number): number {
    const tid = pid ?? FIRST_CPU_THREAD + cpu;
    this.tracks.set(tid, cpu);
    return tid;
  }

  private write(record: object): string {
    const separator = this.isFirst ? '' : ',\n';
    this.isFirst = false;
    return separator + JSON.stringify(record);
  }
}

const machineName = { name: 'process_name', ph: 'M', pid: MACHINE, tid: 0, args: { name: 'Trapframe' } };
