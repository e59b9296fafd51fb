// The adapter on stdin and stdout, as src/dap/bin.ts, with one feature switched off: TRAPFRAME_WITHOUT names the capability.
import type { Router } from '../../src/dap/connection';
import { serve } from '../../src/dap/node-serve';
import { nodeHost } from '../../src/host/node-host';
import { routerFor } from '../../src/dap/routes';
import { matrix, type Args } from './capability-matrix';

const { command, off } = matrix[process.env['TRAPFRAME_WITHOUT'] as keyof typeof matrix];

function without(router: Router): Router {
  return {
    closed: () => router.closed(),
    route: (name) => {
      const route = router.route(name);
      if (!command.test(name) || !route) return route;
      if (off === 'refused') return undefined;
      return {
        shape: route.shape,
        handle: (args, answer) => {
          const result = route.handle(off.before?.(args as Args) ?? args, answer);
          return off.after ? off.after(result as Args) : result;
        },
      };
    },
  };
}

void serve((peer) => without(routerFor(nodeHost(__dirname), peer)), process.stdin, process.stdout).then(() =>
  process.exit(0),
);
