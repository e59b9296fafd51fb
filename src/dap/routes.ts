import type { Host } from '../host/host';
import type { Router } from './connection';
import { gated } from './gate';
import type { Peer } from './peer';
import { requests } from './requests';
import { Session } from './session';

/** The requests of one session. @param token what a launch must bring before anything is answered; absent: nothing */
export function routerFor(host: Host, peer: Peer, token?: string): Router {
  const session = new Session(host, peer);
  const router: Router = {
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
  return token === undefined ? router : gated(router, token, peer);
}
