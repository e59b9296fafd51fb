import type { Host } from '../host/host';
import type { Router } from './connection';
import { requests } from './requests';
import { Session } from './session';

/** The requests of one session. @param left called when the client has been told goodbye */
export function routerFor(
  host: Host,
  event: (event: string, body?: unknown) => void,
  left?: () => void,
): Router {
  const session = new Session(host, event, left);
  return {
    route: (command) => {
      const request = requests.get(command);
      return (
        request && {
          shape: request.shape,
          handle: (args, answer) => request.handle(session, args as never, answer),
        }
      );
    },
    closed: () => session.close(),
  };
}
