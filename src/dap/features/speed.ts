import { speed } from '../../debug/launch/speed';
import type { SpeedArguments, SpeedBody } from '../../protocol/requests';
import { ErrorId, RequestError } from '../errors';
import { changed } from '../events';
import type { Handlers } from '../handlers';
import type { Session } from '../session';

/** How fast the machine runs when it is let go; in the middle of a run, too. */
export function speedFeature(session: Session): Handlers {
  const kind = speed();
  return {
    'trapframe/speed': ({ speed: given }: SpeedArguments): SpeedBody => {
      if (given !== undefined) {
        const wanted = kind.read(given);
        if (wanted === undefined) {
          throw new RequestError(
            ErrorId.user,
            `speed ${JSON.stringify(given)} is not allowed; it takes ${kind.allowed}`,
          );
        }
        session.wishes.speed = wanted;
        if (session.pace) session.pace.speed = wanted;
        if (session.debugger) changed(session);
      }
      return { speed: session.wishes.speed ?? 'full' };
    },
  };
}
