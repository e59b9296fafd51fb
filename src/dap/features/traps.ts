import { hex } from '../../base/integers';
import { modeOf } from '../../debug/system';
import { trapCard } from '../../debug/inspect/trap-card';
import { trapTable } from '../../debug/inspect/trap-table';
import type { TrapTableBody, TrapTableEntryBody } from '../../protocol/requests';
import { placeIn } from '../code-place';
import type { Feature } from '../feature';
import type { Session } from '../session';
import { id } from '../shapes/common';
import { nothing, object } from '../shapes/shape';

/** What the hardware and the kernel do at traps, for views. */
export const trapsFeature = {
  'trapframe/trapTable': { shape: nothing, handle: trapTableBody },
  'trapframe/trapCard': {
    shape: object({ threadId: id }),
    handle: (session, { threadId }) => {
      const card = trapCard(session.active.system, session.stacks.thread(threadId));
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
  },
} satisfies Feature;

function trapTableBody(session: Session): TrapTableBody {
  const { system, history, stop, handlers } = session.active;
  const { kernel, kernelImage } = system;
  const nameOf = (address: bigint): string | undefined => kernelImage?.nameOf(address);
  const table = kernel?.description.traps.table;
  const names = (addresses: readonly bigint[]): string[] =>
    addresses.map((address) => nameOf(address) ?? hex(address));
  const entries = trapTable(system, history, system.hart(stop?.cpu ?? 0)).map(
    ({ code, interrupt, name, doc, takenIn, vector, handler, count }): TrapTableEntryBody => {
      const vectorName = vector === undefined ? undefined : nameOf(vector);
      const seen = table === undefined ? handlers.of(code, interrupt) : undefined;
      const first = handler ?? seen?.path[0];
      return {
        cause: code,
        interrupt,
        name,
        doc,
        takenIn,
        count,
        ...(vector === undefined ? {} : { vector: hex(vector) }),
        ...(vectorName === undefined ? {} : { vectorName }),
        ...(first === undefined
          ? {}
          : {
              handler: {
                ...handlerBody(session, first),
                ...(seen
                  ? {
                      seen: {
                        at: seen.at,
                        from: modeOf(seen.from),
                        path: names(seen.path),
                        own: names(handlers.ownOf(code, interrupt)),
                      },
                    }
                  : {}),
              },
            }),
        ...(kernelImage && table === undefined && !seen ? { unseen: true } : {}),
      };
    },
  );
  const message =
    table !== undefined
      ? `The hardware jumps to one address for all; the kernel goes on to the function in its ${table}[cause].`
      : kernelImage
        ? 'The hardware jumps to one address; this kernel has no table of handlers that could be read. What handles a cause is told once it was seen.'
        : 'The hardware jumps to one address; nothing is known of what is there.';
  return { entries, message };
}

function handlerBody(session: Session, address: bigint): NonNullable<TrapTableEntryBody['handler']> {
  const name = session.active.system.kernelImage?.nameOf(address);
  const place = placeIn(session, session.active.system.kernelImage, address);
  return { address: hex(address), ...(name === undefined ? {} : { name }), ...(place ? { place } : {}) };
}
