import { hex } from '../../base/integers';
import { ChromeTrace } from '../../debug/events/chrome';
import type { TimelineEvent } from '../../debug/events/event';
import { overview } from '../../debug/events/overview';
import { Protocol, type ProtocolPart } from '../../debug/events/protocol';
import { trapCard } from '../../debug/traps/trap-card';
import { trapTable } from '../../debug/traps/trap-table';
import type {
  PlaceBody,
  ProtocolArguments,
  ProtocolBody,
  ProtocolRowBody,
  TimelineArguments,
  TimelineBody,
  TrapCardArguments,
  TrapCardBody,
  TrapTableBody,
  TrapTableEntryBody,
} from '../../protocol/requests';
import { instantIn } from '../arguments';
import { placeIn } from '../code-place';
import type { Handlers } from '../handlers';
import type { Session } from '../session';

const EVENTS = 10_000;
const ROWS = 2_000;

/** What has happened since reset, and what happens at a trap, for views. */
export function historyFeature(session: Session): Handlers {
  return {
    'trapframe/timeline': (given: TimelineArguments): TimelineBody => {
      const { history, system, names } = session.active;
      const now = system.machine.instant;
      const from = instantIn(given.from, 'from') ?? 0;
      const to = instantIn(given.to, 'to') ?? now;
      const limit = instantIn(given.limit, 'limit') ?? EVENTS;
      const resolution = instantIn(given.resolution, 'resolution');
      const known = [...names].map(([pid, name]) => ({ pid, name }));
      const body = { now, since: history.since, names: known };
      if (resolution !== undefined) {
        const seen = overview(history, { from, to, resolution, limit });
        return { ...body, events: [], ...{ ...seen, spans: [...seen.spans], marks: [...seen.marks] } };
      }
      const events = [];
      for (const { pc: _, ...event } of history.between(from, to)) {
        if (events.length >= limit) return { ...body, events, more: event.at };
        events.push(event);
      }
      return { ...body, events };
    },
    'trapframe/protocol': (given: ProtocolArguments): ProtocolBody => {
      const { history, system } = session.active;
      const from = instantIn(given.from, 'from') ?? 0;
      const to = instantIn(given.to, 'to') ?? system.machine.instant;
      const limit = instantIn(given.limit, 'limit') ?? ROWS;
      return protocolRows(session, history.between(0, to), from, limit);
    },
    'trapframe/trapTable': (): TrapTableBody => trapTableBody(session),
    'trapframe/trapCard': ({ threadId }: TrapCardArguments): TrapCardBody => {
      const card = trapCard(session.active.system, session.thread(threadId));
      if (!card) return {};
      const { headline, frame } = card;
      return {
        card: {
          headline,
          hardware: [...card.hardware],
          ...(frame === undefined ? {} : { frame: hex(frame) }),
          saved: card.saved.map(({ name, address, value }) => ({
            name,
            address: hex(address),
            value: hex(value),
          })),
          restores: [...card.restores],
        },
      };
    },
    'trapframe/perfettoTrace': () => {
      const { history, system } = session.active;
      const trace = new ChromeTrace();
      const parts = [trace.begin()];
      for (const event of history.between(0, system.machine.instant)) parts.push(trace.event(event, true));
      parts.push(trace.end(system.machine.instant));
      return { text: parts.join('') };
    },
  };
}

/** The newest rows; all events are told to the protocol, because it learns names and parts from them. */
function protocolRows(
  session: Session,
  events: Iterable<TimelineEvent>,
  from: number,
  limit: number,
): ProtocolBody {
  const protocol = new Protocol();
  let part: ProtocolPart = 'boot';
  let rows: (Omit<ProtocolRowBody, 'place'> & { event: TimelineEvent })[] = [];
  let truncated = false;
  for (const event of events) {
    part = protocol.part(event) ?? part;
    const steps = protocol.steps(event);
    if (event.at < from) continue;
    const { at, cpu, pid } = event;
    for (const { actor, words } of steps) rows.push({ at, cpu, pid, part, actor, words, event });
    if (rows.length > 2 * limit + 100) {
      rows = rows.slice(-limit);
      truncated = true;
    }
  }
  truncated ||= rows.length > limit;
  return {
    truncated,
    rows: rows.slice(-limit).map(({ event, ...row }) => {
      const place = placeOf(session, event.pc, event.pid);
      return { ...row, ...(place ? { place } : {}) };
    }),
  };
}

function trapTableBody(session: Session): TrapTableBody {
  const { system, history, stop } = session.active;
  const { kernel, kernelImage } = system;
  const nameOf = (address: bigint): string | undefined => kernelImage?.nameOf(address);
  const entries = trapTable(system, history, system.hart(stop?.cpu ?? 0)).map(
    ({ code, interrupt, name, doc, takenIn, vector, handler, count }): TrapTableEntryBody => {
      const vectorName = vector === undefined ? undefined : nameOf(vector);
      return {
        ...{ cause: code, interrupt, name, doc, takenIn, count },
        ...(vector === undefined ? {} : { vector: hex(vector) }),
        ...(vectorName === undefined ? {} : { vectorName }),
        ...(handler === undefined ? {} : { handler: handlerBody(session, handler) }),
      };
    },
  );
  const table = kernel?.description.traps.table;
  const message =
    table === undefined
      ? 'The hardware jumps to one address; which function of this kernel handles a cause is not known.'
      : `The hardware jumps to one address for all; the kernel goes on to the function in its ${table}[cause].`;
  return { entries, message };
}

function handlerBody(session: Session, address: bigint): NonNullable<TrapTableEntryBody['handler']> {
  const name = session.active.system.kernelImage?.nameOf(address);
  const place = placeIn(session, session.active.system.kernelImage, address);
  return { address: hex(address), ...(name === undefined ? {} : { name }), ...(place ? { place } : {}) };
}

/** Where the code of an event is: in the kernel, or in the program of a process that still is in the table. */
function placeOf(session: Session, pc: bigint, pid: number | null): PlaceBody | undefined {
  const { system } = session.active;
  if (system.kernelImage?.contains(pc)) return placeIn(session, system.kernelImage, pc);
  const process = pid === null ? undefined : system.kernel?.list().processes.find((one) => one.pid === pid);
  const image = system.kernel ? process && system.programOf(process) : system.programs[0];
  return placeIn(session, image, pc);
}
