import { spawn } from 'node:child_process';
import type { Duplex } from 'node:stream';

/** How the token of a server reaches the adapters that it starts: what is on a command line, every user sees. */
const TOKEN = 'TRAPFRAME_DAP_TOKEN';

/**
 * Serves one client by an adapter on stdin and stdout of a process of its own: what is built and run for one client makes no other
 * wait, nor ends with it. Bytes wait in the pipes for whoever does not take them.
 * @param adapter command and arguments of such a process
 * @param patience milliseconds in which it has to end what it does when its client is gone
 * @returns resolves when it has ended
 */
export function serveByChild(
  client: Duplex,
  adapter: readonly string[],
  patience: number,
  token?: string,
): Promise<void> {
  const [command, ...words] = adapter;
  const child = spawn(command, words, {
    env: { ...process.env, ...(token !== undefined && { [TOKEN]: token }) },
    stdio: ['pipe', 'pipe', 'inherit'],
    windowsHide: true,
  });
  client.pipe(child.stdin);
  child.stdout.pipe(client);
  // It has ended, which is told below.
  child.stdin.on('error', () => undefined);
  let overdue: NodeJS.Timeout | undefined;
  const leave = (): void => {
    child.stdin.end();
    overdue = setTimeout(() => child.kill('SIGKILL'), patience);
  };
  if (client.destroyed) leave();
  else client.on('close', leave);
  return new Promise((resolve) => {
    const over = (): void => {
      clearTimeout(overdue);
      client.end();
      resolve();
    };
    child.on('close', over).on('error', over);
  });
}

/** The token that this process was started with, once: compilers that it starts need not know. */
export function takeToken(): string | undefined {
  const token = process.env[TOKEN];
  delete process.env[TOKEN];
  return token;
}
