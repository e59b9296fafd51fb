import type { Host } from '../host/host';
import type { Router } from './connection';
import { requests } from './requests';
import { Session } from './session';

/** The requests of one session. */
export function routerFor(host: Host, event: (event: string, body?: unknown) => void): Router {
  const session = new Session(host, event);
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
