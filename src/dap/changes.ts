import type { Value } from '../debug/values/value';
import { changed } from './events';
import type { Session } from './session';

/** The user changed something in the machine: whoever shows it may have to read it again. */
export function wrote(session: Session, value?: Value): void {
  session.debugger?.time.changed();
  changed(session);
  tellReaders(session);
  if (!session.client.supportsInvalidatedEvent) return;
  session.event('invalidated', { areas: mayMoveFrames(value) ? ['all'] : ['variables'] });
}

/** Editors of memory read again what they have read; where it is shown twice, or its page is, no address tells. */
function tellReaders(session: Session): void {
  if (!session.client.supportsMemoryEvent) return;
  for (const range of session.memoryReaders.all()) session.event('memory', range);
}

/** Whether threads and call stacks may be others now: registers lead to them, and the kernel's data is what threads are. */
function mayMoveFrames(value: Value | undefined): boolean {
  const location = value?.location;
  if (!location || location.kind === 'cell') return true;
  return location.kind === 'memory' && location.space.owner === 'kernel';
}
