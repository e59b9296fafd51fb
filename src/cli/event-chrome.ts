import type { TimelineEvent } from '../debug/events/event';
import type { Mode } from '../debug/system';
import type { EventWriter } from './event-lines';

/** Everything belongs to one machine. Perfetto takes number 0 for a CPU's idle task. */
const MACHINE = 1;
/** Tracks of CPUs that work for no process have numbers from here on, like the debugger's threads. */
const FIRST_CPU_TRACK = 1_000_000;

/** What a CPU has been doing since `start`. */
interface Span {
  readonly start: number;
  readonly pid: number | null;
  readonly mode: Mode;
  /** Why it is in this mode. */
  readonly why: string;
}

/**
 * Chrome's trace event format, which Perfetto opens: a track for each process and for the kernel's own work, on it a slice for
 * each stay in a mode, and a mark for each event. A step counts as a microsecond.
 */
export function chromeWriter(): EventWriter {
  const spans = new Map<number, Span>();
  const tracks = new Set<number>();
  let isFirst = true;
  const write = (...records: readonly object[]): string =>
    records
      .map((record) => {
        const separator = isFirst ? '' : ',\n';
        isFirst = false;
        return separator + JSON.stringify(record);
      })
      .join('');

  function track(pid: number | null, cpu: number): { readonly tid: number; readonly naming: string } {
    const tid = pid ?? FIRST_CPU_TRACK + cpu;
    if (tracks.has(tid)) return { tid, naming: '' };
    tracks.add(tid);
    const name = pid === null ? `kernel on cpu ${cpu}` : `process ${pid}`;
    return { tid, naming: write({ name: 'thread_name', ph: 'M', pid: MACHINE, tid, args: { name } }) };
  }

  function slice({ start, pid, mode, why }: Span, cpu: number, end: number): string {
    if (end === start) return '';
    const { tid, naming } = track(pid, cpu);
    const record = {
      name: mode,
      cat: 'mode',
      ph: 'X',
      ts: start,
      dur: end - start,
      pid: MACHINE,
      tid,
      args: { why, cpu },
    };
    return naming + write(record);
  }

  return {
    begin: () => '{"displayTimeUnit":"ms","traceEvents":[\n' + write(machineName),
    event(event, wanted) {
      const { at, cpu, kind, cause, detail } = event;
      const before = spans.get(cpu) ?? { start: 0, pid: null, mode: event.from, why: 'reset' };
      const working = ownerBefore(event, before.pid);
      const after = ownerAfter(event, working);
      // Work for a process that only now says so was its work all along.
      const span = { ...before, pid: working };
      const changes = after !== working || event.to !== before.mode;
      const text = changes ? slice(span, cpu, at) : '';
      spans.set(cpu, changes ? { start: at, pid: after, mode: event.to, why: detail } : span);
      if (!wanted) return text;
      const { tid, naming } = track(event.pid, cpu);
      const mark = { name: kind, cat: 'event', ph: 'i', s: 't', ts: at, pid: MACHINE, tid };
      return text + naming + write({ ...mark, args: { detail, cause } });
    },
    end: (at) => [...spans].map(([cpu, span]) => slice(span, cpu, at)).join('') + '\n]}\n',
  };
}

const machineName = { name: 'process_name', ph: 'M', pid: MACHINE, tid: 0, args: { name: 'Trapframe' } };

/** Whom the CPU worked for up to this event. */
function ownerBefore({ kind, pid }: TimelineEvent, known: number | null): number | null {
  return ['trap', 'exception', 'interrupt', 'return'].includes(kind) ? pid : known;
}

/** A switch gives the CPU to its process, or takes it from the one that has it. */
function ownerAfter({ kind, pid }: TimelineEvent, owner: number | null): number | null {
  if (kind !== 'switch') return owner;
  return owner === pid ? null : pid;
}
