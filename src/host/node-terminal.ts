import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { taken } from './node-taken';
import type { TerminalLink } from './terminal';

/**
 * Waits on a socket that only this user can connect to (in a folder of mode 0700; a pipe of a name that nobody guesses on Windows) for
 * one terminal in which `trapframe console` runs.
 * @param cli the command's script
 */
export async function openTerminal(cli: string): Promise<TerminalLink> {
  const isWindows = process.platform === 'win32';
  const folder = isWindows ? undefined : await mkdtemp(join(tmpdir(), 'trapframe-'));
  const address =
    folder === undefined
      ? `\\\\.\\pipe\\trapframe-${randomBytes(16).toString('hex')}`
      : join(folder, 'console');
  const clean = (): void => {
    if (folder !== undefined) void rm(folder, { recursive: true, force: true });
  };
  let terminal: Socket | undefined;
  // The other end says by its own end that it is gone; ours may still have something to say.
  const server = createServer({ allowHalfOpen: false }, (socket) => {
    // One terminal: who comes later is no terminal of ours.
    server.close();
    clean();
    terminal = socket;
    socket.on('data', (bytes) => link.onTyped(bytes));
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      terminal = undefined;
      link.onChange(false);
    });
    link.onChange(true);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(address, resolve);
  });
  const link: TerminalLink = {
    command: {
      args: [process.execPath, cli, 'console', address],
      cwd: homedir(),
      // The executable may be an editor's own, which is a Node when it is told so.
      env: 'electron' in process.versions ? { ELECTRON_RUN_AS_NODE: '1' } : {},
    },
    onTyped: () => undefined,
    onChange: () => undefined,
    write: (bytes) => void terminal?.write(bytes),
    ready: async () => terminal && taken(terminal),
    close: () => {
      server.close();
      clean();
      terminal?.end();
    },
  };
  return link;
}
