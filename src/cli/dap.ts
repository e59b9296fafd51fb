import { integer } from '../debug/launch/kinds';
import { readFlag, splitOptions } from './arguments';
import type { Command } from './command';

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
  run(words) {
    const { given } = splitOptions(words, Object.keys(flags));
    const port = readFlag('port', flags.port, given);
    return Promise.reject(new Error(`not there ${port}`));
  },
};
