import { hostClock } from '../host/clock';
import type { Router } from './connection';
import { nothing } from './shapes/shape';
import { ErrorId, RequestError } from './errors';
import type { Peer } from './peer';

/** Milliseconds in which the token has to come. */
const PATIENCE = 60_000;

/**
 * Lets nothing through but `initialize`, and a `launch` with the token, until that has come: whoever can connect is not yet whoever
 * may read files here. Who does not bring it in time is sent away.
 */
export function gated(router: Router, token: string, peer: Peer, clock = hostClock): Router {
  let isOpen = false;
  const stop = clock.later(() => peer.leave(), PATIENCE);
  return {
    closed: () => {
      stop();
      router.closed();
    },
    route: (command) => {
      const route = router.route(command);
      if (!route || isOpen || command === 'initialize') return route;
      return {
        // Nobody is told yet what is wrong with the arguments.
        shape: nothing,
        handle: (args, answer) => {
          if (!isOpen && command !== 'launch') throw new RequestError(ErrorId.user, CLOSED);
          isOpen ||= isSame((args as { token?: unknown }).token, token);
          if (!isOpen) throw new RequestError(ErrorId.user, CLOSED, true);
          stop();
          return route.handle(args, answer);
        },
      };
    },
  };
}

const CLOSED =
  'this adapter wants the token that it printed when it was started: give it to launch as "token"';

/** Takes as long whatever differs. */
function isSame(given: unknown, token: string): boolean {
  if (typeof given !== 'string' || given.length !== token.length) return false;
  let difference = 0;
  for (let i = 0; i < token.length; i++) difference |= given.charCodeAt(i) ^ token.charCodeAt(i);
  return difference === 0;
}
