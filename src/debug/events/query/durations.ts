import type { TimelineEvent } from '../event';
import type { Outline } from '../occupancy';

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

  /** The same for an event of which nobody asks. @param event all of it, if the outline is not enough */
  pass(outline: Outline, event: () => TimelineEvent): void {
    const { kind } = outline;
    if (kind === 'state' || kind === 'switch') this.add(event());
    else if (isCrossing(outline)) crossed(this.openOf(outline), outline);
  }

  /** Steps since what the event ends began; undefined: it ends nothing, or that began before the first event. */
  add(event: TimelineEvent): number | undefined {
    const since = began(this.openOf(event), event);
    return since === undefined ? undefined : event.at - since;
  }

  private openOf({ cpu, pid }: Outline): Open {
    const key = pid ?? -1 - cpu;
    const open = this.open.get(key) ?? { traps: [] };
    // The one that was told of longest ago goes first.
    this.open.delete(key);
    this.open.set(key, open);
    if (this.open.size > MOST) this.open.delete(this.open.keys().next().value!);
    return open;
  }
}

const isCrossing = ({ kind }: Outline): boolean =>
  kind === 'trap' || kind === 'exception' || kind === 'interrupt' || kind === 'return';

/** A trap, or the return from one: the instant at which that was taken. */
function crossed({ traps }: Open, { kind, at }: Outline): number | undefined {
  if (kind === 'return') return traps.pop();
  traps.push(at);
  if (traps.length > DEEPEST) traps.shift();
  return undefined;
}

function began(open: Open, event: TimelineEvent): number | undefined {
  const { at } = event;
  switch (event.kind) {
    case 'trap':
    case 'exception':
    case 'interrupt':
    case 'return':
      return crossed(open, event);
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
