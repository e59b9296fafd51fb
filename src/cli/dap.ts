import { UserError } from '../base/errors';
import { takeToken } from '../dap/node-child';
import { listenOnPort, listenOnSocket, newToken } from '../dap/node-listen';
import { serveStreams } from '../dap/node-serve';
import { integer, path } from '../debug/launch/kinds';
import { readFlag, splitOptions } from './arguments';
import type { Command, Surroundings } from './command';
import { present } from './present';

const flags = {
  socket: {
    kind: path(),
    description: 'Listen on this Unix socket, which only you can connect to, instead of stdio.',
  },
  port: {
    kind: integer(0, 65535),
    description: 'Listen on this TCP port of the loopback address (0: any free one) instead of stdio.',
  },
  token: {
    kind: present,
    description:
      'With --port: print a token, and answer nothing but initialize until a launch brings it as "token". Keeps other users of this computer out.',
  },
};

const OPEN_TO_ALL =
  'trapframe: every user of this computer can connect there, and read your files through it; use --socket PATH, or --token';

export const dap: Command = {
  name: 'dap',
  usage: '[--socket PATH | --port N [--token]]',
  summary: 'Serves the Debug Adapter Protocol, on stdin and stdout or to clients on a socket.',
  flags,
  runs: false,
  async run(words, around) {
    const { given, rest } = splitOptions(words, ['socket', 'port'], false, ['token']);
    if (rest[0] !== undefined) throw new UserError(`dap takes no ${rest[0]}; the client says what to debug`);
    const port = readFlag('port', flags.port, given);
    const socket = readFlag('socket', flags.socket, given);
    const hasToken = readFlag('token', flags.token, given) !== undefined;
    if (port !== undefined && socket !== undefined) throw new UserError('give --port or --socket, not both');
    if (hasToken && port === undefined) throw new UserError('--token belongs to --port');
    const interrupted = new Promise<void>((resolve) =>
      around.interrupt.addEventListener('abort', () => resolve()),
    );
    // Each client has a process of this command alone.
    const adapter = [process.execPath, ...process.execArgv, process.argv[1], 'dap'];
    if (socket !== undefined) {
      const listener = await listenOnSocket(socket, { adapter });
      around.say(`listening on ${socket}`);
      await interrupted;
      await listener.close();
    } else if (port !== undefined) {
      const token = hasToken ? newToken() : undefined;
      const listener = await listenOnPort(port, { adapter, token });
      sayWhere(listener.port, around, token);
      await interrupted;
      await listener.close();
    } else {
      const served = serveStreams(around.host, process.stdin, process.stdout, takeToken());
      await Promise.race([served, interrupted]);
    }
    return 0;
  },
};

/** In a line on stderr that a starter can wait for, and another. */
function sayWhere(port: number, around: Surroundings, token: string | undefined): void {
  around.say(`listening on 127.0.0.1:${port}`);
  around.say(token === undefined ? OPEN_TO_ALL : `token: ${token}`);
}
