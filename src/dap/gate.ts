import type { Router } from './connection';
import { nothing } from './shapes/shape';
import { ErrorId, RequestError } from './errors';

/**
 * Lets nothing through but `initialize`, and a `launch` with the token, until that has come: whoever can connect is not yet whoever
 * may read files here.
 */
export function gated(router: Router, token: string): Router {
  let isOpen = false;
  return {
    closed: () => router.closed(),
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
