import type { SeenHandlerBody, TrapCauseBody, TrapTableEntryBody } from '../../protocol/requests';
import type { Session } from '../sessions/session';
import type { Node, Rows } from './node';

/** Every cause of traps, who handles it, and how often it came. */
export async function trapTableRows(session: Session): Promise<Rows> {
  const { entries, message } = await session.request('trapframe/trapTable');
  return { nodes: entries.map((entry) => presentEntry(entry, session.trapBreakpoints)), message };
}

/** The ticks have changed: the machine stops at these causes from now on. */
export async function stopAt(session: Session, checked: readonly Node[]): Promise<void> {
  session.trapBreakpoints = new Set(checked.map(({ id }) => id));
  await session.request('trapframe/setTrapBreakpoints', { causes: checked.map(({ id }) => causeOf(id)) });
}

const INTERRUPT = 'interrupt ';

/** What `causeId` was made from. */
export const causeOf = (id: string): Required<TrapCauseBody> => ({
  cause: Number(id.replace(INTERRUPT, '')),
  interrupt: id.startsWith(INTERRUPT),
});

/** The id of a row, the same from stop to stop. */
export const causeId = ({ cause, interrupt }: Pick<TrapTableEntryBody, 'cause' | 'interrupt'>): string =>
  interrupt ? `${INTERRUPT}${cause}` : String(cause);

export function presentEntry(entry: TrapTableEntryBody, stops: ReadonlySet<string>): Node {
  const { cause, interrupt, name, doc, takenIn, vector, vectorName, handler, unseen, count } = entry;
  const number = interrupt ? `int ${cause}` : String(cause);
  const jump = vector === undefined ? 'no vector yet' : (vectorName ?? vector);
  const target = handler?.name ?? handler?.address;
  const seen = handler?.seen;
  // What only this cause leads to says more than the function that all of them lead to.
  const [own] = seen?.own ?? [];
  const then = own === undefined || own === target ? '' : ` → ${own}`;
  const where =
    target === undefined
      ? `${jump}${unseen ? ' → not seen yet' : ''}`
      : `${jump} → ${target}${then}${seen ? ' (seen)' : ''}`;
  const times = count === 1 ? 'once' : `${count} times`;
  const id = causeId(entry);
  return {
    id,
    label: `${number} ${name}`,
    description: count === 0 ? where : `${where} · ${times}`,
    checked: stops.has(id),
    ...(handler?.place ? { place: handler.place } : {}),
    tooltip: [
      `${interrupt ? 'Interrupt' : 'Exception'} ${cause}: ${name}`,
      doc,
      `Taken in ${takenIn} mode; the hardware jumps to ${vector ?? 'nowhere yet: no vector is installed'}${vectorName ? ` (${vectorName})` : ''}`,
      ...(target === undefined || seen ? [] : [`Handled by ${target}`]),
      ...(unseen ? ['What handles it is told once it was seen'] : []),
      ...(seen ? seenInWords(seen) : []),
      `Taken ${count === 0 ? 'never' : times} so far`,
    ].join('\n'),
    spoken: `${interrupt ? 'interrupt' : 'exception'} ${cause}, ${name}, ${
      target === undefined
        ? `jumps to ${jump}${unseen ? ', what handles it was not seen yet' : ''}`
        : `${seen ? 'seen to be ' : ''}handled by ${target}${then.replace(' →', ', then')}`
    }, taken ${count === 0 ? 'never' : times}`,
  };
}

/** What was seen, and where: it need not be all that the kernel ever does. */
function seenInWords({ at, from, path, own }: SeenHandlerBody): string[] {
  return [
    `Seen at instant ${at}, coming from ${from} mode: ${path.join(', ')}`,
    ...(own.length === 0 ? [] : [`No other cause was seen to lead to ${own.join(', ')}`]),
  ];
}
