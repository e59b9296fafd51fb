import { chmodSync, existsSync, lstatSync, unlinkSync } from 'node:fs';
import { connect, type Server } from 'node:net';
import { dirname } from 'node:path';

/** Bytes of the path of a Unix socket, on every system. */
const LONGEST_PATH = 103;

/**
 * A server listens on a Unix socket that nobody but this user can connect to (mode 0600), or a named pipe of Windows. One that nobody
 * listens on any more is replaced. @throws Error saying why it cannot
 */
export async function listenPrivately(server: Server, path: string): Promise<void> {
  const isFile = process.platform !== 'win32';
  if (isFile) await makeRoom(path);
  const ready = listening(server);
  // The socket is made at once: at no time can anybody else connect.
  const before = process.umask(0o177);
  server.listen(path);
  process.umask(before);
  await ready;
  if (isFile) chmodSync(path, 0o600);
}

/** A server listens on a TCP port of 127.0.0.1 (0: any free one), where every user of this computer can connect. @throws as above */
export async function listenOnLoopback(server: Server, port: number): Promise<void> {
  server.listen(port, '127.0.0.1');
  await listening(server);
}

const listening = (server: Server): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new Error('it is taken') : error),
    );
    server.once('listening', () => resolve());
  });

async function makeRoom(path: string): Promise<void> {
  // A longer one would be cut without a word.
  if (Buffer.byteLength(path) > LONGEST_PATH) {
    throw new Error(`the path of a socket has at most ${LONGEST_PATH} bytes`);
  }
  // What is said of it otherwise is that permission is denied.
  if (!existsSync(dirname(path))) throw new Error('its folder does not exist');
  const there = lstatSync(path, { throwIfNoEntry: false });
  if (!there) return;
  if (!there.isSocket()) throw new Error('there is something else of that name');
  if (await answers(path)) throw new Error('it is taken');
  unlinkSync(path);
}

/** Whether somebody listens there. */
const answers = (path: string): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = connect(path, () => resolve(true));
    probe.on('error', () => resolve(false)).on('connect', () => probe.destroy());
  });
