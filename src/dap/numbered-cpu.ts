import type { Hart } from '../machine/types';
import { ErrorId, RequestError } from './errors';
import type { Session } from './session';

/** The CPU of a number that a client gave. @throws RequestError when there is none */
export function cpuNumbered(session: Session, cpu: unknown): Hart {
  const { harts } = session.active.system.machine;
  const hart = harts[cpu as number];
  if (hart) return hart;
  const last = harts.length - 1;
  const allowed = last === 0 ? '0: there is one CPU' : `a number from 0 to ${last}`;
  throw new RequestError(ErrorId.malformed, `cpu must be ${allowed}`);
}
