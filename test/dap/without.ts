// The adapter on stdin and stdout, as src/dap/bin.ts, with one feature switched off: TRAPFRAME_WITHOUT names the capability.
import { Connection, type Router } from '../../src/dap/connection';
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

const connection: Connection = new Connection((self) =>
  without(routerFor(nodeHost(__dirname), (event, body) => self.event(event, body))),
);
connection.start(process.stdin, process.stdout);
process.stdin.on('end', () => process.exit(0));
