import { UserError } from '../base/errors';
import { splitOptions } from './arguments';
import type { Command } from './command';
import { present } from './present';

const flags = {
  stdio: { kind: present, description: 'Speak on stdin and stdout, which is the only way.' },
};

export const lsp: Command = {
  name: 'lsp',
  usage: '--stdio',
  summary: 'Serves the Language Server Protocol for assembly, on stdin and stdout.',
  flags,
  runs: false,
  async run(words, around) {
    const { given: options, rest } = splitOptions(words, [], true, Object.keys(flags));
    if (rest[0] !== undefined) throw new UserError(`lsp takes no ${rest[0]}; the client says what is open`);
    if (options['stdio'] === undefined) throw new UserError('lsp needs --stdio');
    // Other commands start faster without it.
    const { serveStreams, survive } = await import('../lsp/node-serve');
    await new Promise<void>((resolve) => {
      around.interrupt.addEventListener('abort', () => resolve());
      process.stdin.on('end', resolve);
      survive(serveStreams(process.stdin, process.stdout));
    });
    return 0;
  },
};
