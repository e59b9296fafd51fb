import { FIRST_CPU_THREAD } from '../../base/thread-ids';
import type { TimelineEvent } from './event';
import type { EventWords } from './words';
import { Occupancy, type Occupant, type Span } from './occupancy';

/** Everything belongs to one machine. Perfetto takes number 0 for a CPU's idle task. */
const MACHINE = 1;
/** Tracks that are remembered at once; those of processes that have long ended are not. */
const MOST_TRACKS = 4096;

/**
 * Chrome's trace event format, which Perfetto opens: a track for each process and for the kernel's own work, on it a slice for
 * each stay in a mode, and a mark for each event. A step counts as a microsecond.
 */
export class ChromeTrace {
  private readonly occupancy: Occupancy;
  /** Why each CPU is in its mode, as far as that has been told. */
  private readonly why = new Map<number, string>();
  /** What tracks are called in the file, by number; '' as long as that is not known. */
  private readonly told = new Map<number, string>();
  private isFirst = true;

  /**
   * @param words for its events
   * @param before who had the CPUs before the first event
   */
  constructor(
    private readonly words: EventWords,
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
    const { at, cpu, pid, name, kind, cause } = event;
    const span = this.occupancy.add(event);
    const text = span ? this.slice(span) : '';
    const words = this.words.sentence(event);
    if (span) this.why.set(cpu, words);
    const naming = pid !== null && name !== null ? this.name(pid, `${name} (${pid})`) : '';
    if (!wanted) return text + naming;
    const tid = this.track(pid, cpu);
    const mark = { name: kind, cat: 'event', ph: 'i', s: 't', ts: at, pid: MACHINE, tid };
    return text + naming + this.write({ ...mark, args: { detail: words, cause } });
  }

  /** Tracks whose process never told its name, and those of CPUs. */
  nameTracks(): string {
    const unnamed = [...this.told].filter(([, name]) => name === '');
    const names = unnamed.map(([tid]) => {
      const cpu = tid - FIRST_CPU_THREAD;
      const name = cpu >= 0 ? `kernel on cpu ${cpu}` : `process ${tid}`;
      return this.write({ name: 'thread_name', ph: 'M', pid: MACHINE, tid, args: { name } });
    });
    return names.join('');
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
    if (!this.told.has(tid)) this.told.set(tid, '');
    return tid;
  }

  /** Says what a track is called, unless that has been said. Of the names of one track the last counts. */
  private name(tid: number, name: string): string {
    if (this.told.get(tid) === name) return '';
    const text = this.write({ name: 'thread_name', ph: 'M', pid: MACHINE, tid, args: { name } });
    this.told.set(tid, name);
    if (this.told.size <= MOST_TRACKS) return text;
    // What comes again is named again.
    const others = this.nameTracks();
    this.told.clear();
    return text + others;
  }

  private write(record: object): string {
    const separator = this.isFirst ? '' : ',\n';
    this.isFirst = false;
    return separator + JSON.stringify(record);
  }
}

const machineName = { name: 'process_name', ph: 'M', pid: MACHINE, tid: 0, args: { name: 'Trapframe' } };
