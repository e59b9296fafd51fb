import type { TimelineEvent } from '../event';

/** Traps of one process, or of one CPU without one, that are followed at once. */
const DEEPEST = 16;
/** Processes that something is known of at once. */
const MOST = 4096;

/** Since when a process (or a CPU for no process) is in what an event may end. */
interface Open {
  traps: number[];
  given?: number;
  /** Without a CPU. */
  taken?: number;
  blocked?: number | undefined;
}

/** Tells how long what an event ends has taken. It is told of all events, in their order. */
export class Durations {
  private readonly open = new Map<number, Open>();

  /** Steps since what the event ends began; undefined: it ends nothing, or that began before the first event. */
  add(event: TimelineEvent): number | undefined {
    const { at, cpu, pid } = event;
    const key = pid ?? -1 - cpu;
    const open = this.open.get(key) ?? { traps: [] };
    this.open.delete(key);
    this.open.set(key, open);
    if (this.open.size > MOST) this.open.delete(this.open.keys().next().value!);
    const since = began(open, event);
    return since === undefined ? undefined : at - since;
  }
}

function began(open: Open, event: TimelineEvent): number | undefined {
  const { at } = event;
  switch (event.kind) {
    case 'trap':
    case 'exception':
    case 'interrupt':
      open.traps.push(at);
      if (open.traps.length > DEEPEST) open.traps.shift();
      return undefined;
    case 'return':
      return open.traps.pop();
    case 'state': {
      const since = open.blocked;
      open.blocked = event.state === 'blocked' ? at : undefined;
      return event.state === 'ready' ? since : undefined;
    }
    case 'switch': {
      const since = event.cpuIs === 'given' ? open.taken : open.given;
      if (event.cpuIs === 'given') open.given = at;
      else open.taken = at;
      return since;
    }
    default:
      return undefined;
  }
}
