import type { HashBody } from '../../protocol/requests';
import type { Handlers } from '../handlers';
import type { Session } from '../session';

/** Tells two machines apart: equal runs have equal digests at equal instants. */
export function hashFeature(session: Session): Handlers {
  return { 'trapframe/hash': (): HashBody => ({ hash: session.active.system.machine.hash() }) };
}
