import type { TrapCauseBody } from '../../protocol/requests';
import type { Session } from '../sessions/session';
import type { Side } from './side-view';

/** Every cause of traps, who handles it, how often it came, and whether to stop at it. */
export const trapTableSide: Side<'trapTable'> = {
  id: 'trapframe.trapTable',
  title: 'Trap Table',
  empty: { entries: [] },
  async load(session) {
    const { entries, message } = await session.request('trapframe/trapTable');
    return {
      message,
      entries: entries.map((entry) => ({ ...entry, stops: session.trapBreakpoints.has(causeId(entry)) })),
    };
  },
  async received(message, session) {
    if (message.type === 'stopAt' && session) await stopAt(session, message);
  },
};

async function stopAt(
  session: Session,
  { stops, ...cause }: Required<TrapCauseBody> & { stops: boolean },
): Promise<void> {
  const wanted = new Set(session.trapBreakpoints);
  if (stops) wanted.add(causeId(cause));
  else wanted.delete(causeId(cause));
  session.trapBreakpoints = wanted;
  await session.request('trapframe/setTrapBreakpoints', { causes: [...wanted].map(causeOf) });
}

const INTERRUPT = 'interrupt ';

/** What `causeId` was made from. */
const causeOf = (id: string): Required<TrapCauseBody> => ({
  cause: Number(id.replace(INTERRUPT, '')),
  interrupt: id.startsWith(INTERRUPT),
});

const causeId = ({ cause, interrupt }: Required<TrapCauseBody>): string =>
  interrupt ? `${INTERRUPT}${cause}` : String(cause);
