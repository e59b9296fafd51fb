import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, lstatSync, unlinkSync } from 'node:fs';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { dirname } from 'node:path';
import { UserError } from '../base/errors';
import { serveByChild } from './node-child';

/** What every client's first message begins with. */
const GREETING = 'Content-Length:';
/** Milliseconds in which a client has to begin its first message, and in which all is ended that was done for one who has gone. */
const PATIENCE = 10_000;
/** Bytes of the path of a Unix socket, on every system. */
const LONGEST_PATH = 103;
/** Clients at a time. Who comes then is sent away. */
const MOST_CLIENTS = 32;

export interface Listening {
  /** Command and arguments of a process that is an adapter on stdin and stdout: each client has one. */
  readonly adapter: readonly string[];
  /** Absent: every client is served. */
  readonly token?: string | undefined;
  /** Milliseconds; another one for specs. */
  readonly patience?: number;
}

/** What nobody guesses. */
export const newToken = (): string => randomBytes(16).toString('hex');

/**
 * Serves every client that connects to a port of the loopback address (0: any free one), each with an adapter of its own.
 * @throws UserError when the port is taken
 */
export async function listenOnPort(port: number, options: Listening): Promise<Listener> {
  const listener = new Listener(options);
  await listener
    .listen((server) => server.listen(port, '127.0.0.1'))
    .catch((error: NodeJS.ErrnoException) => {
      const why = error.code === 'EADDRINUSE' ? 'it is taken' : error.message;
      throw new UserError(`port ${port} cannot be used: ${why}`);
    });
  return listener;
}

/**
 * The same on a Unix socket that nobody but this user can connect to (mode 0600), or a named pipe of Windows. One that an adapter
 * left behind is replaced. @throws UserError when something else is there
 */
export async function listenOnSocket(path: string, options: Listening): Promise<Listener> {
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
  const listener = new Listener(options);
  // The socket is made at once: at no time can anybody else connect.
  const before = process.umask(0o177);
  const ready = listener.listen((server) => server.listen(path));
  process.umask(before);
  await ready.catch((error: Error) => refuse(error.message));
  if (process.platform !== 'win32') chmodSync(path, 0o600);
  return listener;
}

/** Whether somebody listens there. */
const answers = (path: string): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = connect(path, () => resolve(true));
    probe.on('error', () => resolve(false)).on('connect', () => probe.destroy());
  });

/** A server, and whom it serves. */
export class Listener {
  private readonly server = createServer((socket) => this.accept(socket));
  private readonly served = new Map<Socket, Promise<void>>();

  constructor(private readonly options: Listening) {}

  /** The TCP port. */
  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Rejects when it cannot. */
  listen(begin: (server: Server) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.once('listening', () => resolve());
      begin(this.server);
    });
  }

  /** Sends everybody away; resolves when all that was done for them has ended. */
  async close(): Promise<void> {
    this.server.close();
    for (const socket of this.served.keys()) socket.destroy();
    await Promise.all(this.served.values());
  }

  private accept(socket: Socket): void {
    socket.on('error', () => socket.destroy());
    if (this.served.size >= MOST_CLIENTS) return void socket.destroy();
    const over = this.serve(socket).finally(() => this.served.delete(socket));
    this.served.set(socket, over);
  }

  private async serve(socket: Socket): Promise<void> {
    const { adapter, token, patience = PATIENCE } = this.options;
    if (await speaksProtocol(socket, patience)) await serveByChild(socket, adapter, patience, token);
  }
}

/**
 * A web page can make a browser connect to a loopback port: whoever does not speak the protocol is not served, and who says nothing
 * is sent away.
 */
function speaksProtocol(socket: Socket, patience: number): Promise<boolean> {
  return new Promise((resolve) => {
    let first = Buffer.alloc(0);
    const timer = setTimeout(() => socket.destroy(), patience);
    socket.on('close', () => {
      clearTimeout(timer);
      resolve(false);
    });
    const look = (bytes: Buffer): void => {
      first = Buffer.concat([first, bytes]);
      const start = first.subarray(0, GREETING.length).toString('latin1');
      if (!GREETING.startsWith(start)) return void socket.destroy();
      if (start.length < GREETING.length) return;
      clearTimeout(timer);
      socket.off('data', look);
      socket.pause();
      socket.unshift(first);
      resolve(true);
    };
    socket.on('data', look);
  });
}
