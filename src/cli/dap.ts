import { UserError } from '../base/errors';
import { servePort, serveStreams } from '../dap/node-serve';
import { integer } from '../debug/launch/kinds';
import { readFlag, splitOptions } from './arguments';
import type { Command, Surroundings } from './command';

const flags = {
  port: {
    kind: integer(0, 65535),
    description: 'Listen on this TCP port of the loopback address (0: any free one) instead of stdio.',
  },
};

export const dap: Command = {
  name: 'dap',
  usage: '[--port N]',
  summary: 'Serves the Debug Adapter Protocol, on stdin and stdout or to clients on a TCP port.',
  flags,
  runs: false,
  async run(words, around) {
    const { given, rest } = splitOptions(words, Object.keys(flags));
    if (rest[0] !== undefined) throw new UserError(`dap takes no ${rest[0]}; the client says what to debug`);
    const port = readFlag('port', flags.port, given);
    const interrupted = new Promise<void>((resolve) =>
      around.interrupt.addEventListener('abort', () => resolve()),
    );
    if (port === undefined) {
      await Promise.race([serveStreams(around.host, process.stdin, process.stdout), interrupted]);
    } else {
      await listen(port, around);
      await interrupted;
    }
    return 0;
  },
};

/** Serves clients from now on, and says where, in a line on stderr that a starter can wait for. */
async function listen(port: number, around: Surroundings): Promise<void> {
  const server = await servePort(around.host, port).catch((error: NodeJS.ErrnoException) => {
    throw new UserError(
      `port ${port} cannot be used: ${error.code === 'EADDRINUSE' ? 'it is taken' : error.message}`,
    );
  });
  const address = server.address();
  const actual = typeof address === 'object' && address ? address.port : port;
  around.say(`listening on 127.0.0.1:${actual}`);
}
