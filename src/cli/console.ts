import { connect } from 'node:net';
import { UserError } from '../base/errors';
import { splitOptions } from './arguments';
import type { Command } from './command';

/** A terminal, and what is left of it when the machine is gone. */
export const console: Command = {
  name: 'console',
  usage: 'ADDRESS',
  summary: 'Connects this terminal to a machine that is debugged; editors start it.',
  flags: {},
  runs: false,
  async run(words, around) {
    const [address, more] = splitOptions(words, []).rest;
    if (address === undefined || more !== undefined) {
      throw new UserError('console takes one address, that of the adapter which asked for a terminal');
    }
    const { output, stdin, interrupt } = around;
    const socket = connect(address);
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', ({ message }) =>
        reject(new UserError(`no machine waits at ${address} for a terminal: ${message}`)),
      );
    });
    stdin?.forward((bytes) => socket.write(bytes));
    interrupt.addEventListener('abort', () => socket.destroy());
    socket.on('error', () => socket.destroy());
    try {
      for await (const bytes of socket) {
        output.writeBytes(bytes as Uint8Array);
        await output.flush();
        if (output.closed) break;
      }
    } catch {
      // Cut off in the middle: nothing more comes.
    }
    socket.destroy();
    stdin?.release();
    return 0;
  },
};
