import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, lstatSync, unlinkSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { dirname } from 'node:path';
import { UserError } from '../base/errors';
import type { Host } from '../host/host';
import { serveStreams } from './node-serve';

/** What every client's first message begins with. */
const GREETING = 'Content-Length:';
/** Milliseconds in which a client has to begin its first message. */
const PATIENCE = 10_000;
/** Bytes of the path of a Unix socket, on every system. */
const LONGEST_PATH = 103;

export interface Listening {
  /** Absent: every client is served. */
  readonly token?: string | undefined;
  /** Milliseconds; another one for specs. */
  readonly patience?: number;
}

/** What nobody guesses. */
export const newToken = (): string => randomBytes(16).toString('hex');

/**
 * Serves every client that connects to a port of the loopback address (0: any free one), each with a session of its own.
 * @throws UserError when the port is taken
 */
export async function listenOnPort(host: Host, port: number, options: Listening = {}): Promise<Server> {
  const server = createServer((socket) => greet(host, socket, options));
  await listening(server, () => server.listen(port, '127.0.0.1')).catch((error: NodeJS.ErrnoException) => {
    const why = error.code === 'EADDRINUSE' ? 'it is taken' : error.message;
    throw new UserError(`port ${port} cannot be used: ${why}`);
  });
  return server;
}

/**
 * The same on a Unix socket that nobody but this user can connect to (mode 0600), or a named pipe of Windows. One that an adapter
 * left behind is replaced. @throws UserError when something else is there
 */
export async function listenOnSocket(host: Host, path: string, options: Listening = {}): Promise<Server> {
  const refuse = (why: string): never => {
    throw new UserError(`socket ${path} cannot be used: ${why}`);
  };
  // A longer one would be cut without a word.
  if (process.platform !== 'win32' && Buffer.byteLength(path) > LONGEST_PATH) {
    refuse(`the path of a socket has at most ${LONGEST_PATH} bytes`);
  }
  // What is said of it otherwise is that permission is denied.
  if (process.platform !== 'win32' && !existsSync(dirname(path))) refuse('its folder does not exist');
  const there = lstatSync(path, { throwIfNoEntry: false });
  if (there && !there.isSocket()) refuse('there is something else of that name');
  if (there && (await answers(path))) refuse('it is taken');
  if (there) unlinkSync(path);
  const server = createServer((socket) => greet(host, socket, options));
  // The socket is made at once: at no time can anybody else connect.
  const before = process.umask(0o177);
  const ready = listening(server, () => server.listen(path));
  process.umask(before);
  await ready.catch((error: Error) => refuse(error.message));
  if (process.platform !== 'win32') chmodSync(path, 0o600);
  return server;
}

const listening = (server: Server, listen: () => void): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.once('listening', () => resolve());
    listen();
  });

/** Whether somebody listens there. */
const answers = (path: string): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = connect(path, () => resolve(true));
    probe.on('error', () => resolve(false)).on('connect', () => probe.destroy());
  });

/**
 * A web page can make a browser connect to a loopback port: whoever does not speak the protocol is not served, and who says nothing
 * is sent away.
 */
function greet(host: Host, socket: Socket, { token, patience = PATIENCE }: Listening): void {
  let first = Buffer.alloc(0);
  const timer = setTimeout(() => socket.destroy(), patience);
  socket.on('error', () => socket.destroy());
  socket.on('close', () => clearTimeout(timer));
  const look = (bytes: Buffer): void => {
    first = Buffer.concat([first, bytes]);
    const start = first.subarray(0, GREETING.length).toString('latin1');
    if (!GREETING.startsWith(start)) return void socket.destroy();
    if (start.length < GREETING.length) return;
    clearTimeout(timer);
    socket.off('data', look);
    socket.pause();
    socket.unshift(first);
    void serveStreams(host, socket, socket, token).then(() => socket.end());
  };
  socket.on('data', look);
}
