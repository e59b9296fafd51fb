import type { Mode } from '../system';
import type { TimelineEvent } from './event';

/** Who, when and what, of an event. */
export type Outline = Pick<TimelineEvent, 'at' | 'cpu' | 'pid' | 'from' | 'to' | 'kind'>;

/** What a CPU has been doing since an instant. */
export interface Occupant {
  readonly cpu: number;
  readonly since: number;
  readonly mode: Mode;
  /** The process that it works for; null: none, such as at boot, in the scheduler and when idle. */
  readonly pid: number | null;
}

/** A stretch of time in which a CPU did one thing, without the steps at its end instant. */
export interface Span extends Occupant {
  readonly until: number;
}

/**
 * Who has which CPU, in which mode, told by the events of a run. A step that takes a trap counts for the mode that it leaves. The
 * kernel's steps count for the process that it works for; between two processes for none.
 */
export class Occupancy {
  /** Changed in place: there are millions of events. */
  private readonly cpus: { -readonly [K in keyof Occupant]: Occupant[K] }[] = [];

  constructor(start: readonly Occupant[] = []) {
    for (const one of start) this.cpus[one.cpu] = { ...one };
  }

  /** The stretch that ends with an event; undefined when nothing ends. */
  add(event: Outline): Span | undefined {
    const { at, cpu, from, to } = event;
    const work = (this.cpus[cpu] ??= { cpu, since: 0, mode: from, pid: null });
    // Work for a process that only now says so was its work all along.
    const worker = isTransition(event) ? event.pid : event.kind === 'boot' ? null : work.pid;
    const next = event.kind === 'switch' ? (worker === event.pid ? null : event.pid) : worker;
    if (next === worker && to === work.mode) {
      work.pid = worker;
      return undefined;
    }
    const ended = { cpu, since: work.since, mode: work.mode, pid: worker, until: at };
    work.since = at;
    work.mode = to;
    work.pid = next;
    return ended;
  }

  /** What every CPU does now. */
  snapshot(): readonly Occupant[] {
    return this.cpus.filter(Boolean).map((one) => ({ ...one }));
  }
}

/** Events during which the CPU is surely its process's. */
const isTransition = ({ kind }: Outline): boolean =>
  kind === 'trap' || kind === 'exception' || kind === 'interrupt' || kind === 'return';
