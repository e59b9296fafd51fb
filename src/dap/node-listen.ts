import { randomBytes } from 'node:crypto';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { UserError } from '../base/errors';
import { speaksOurs } from '../host/node-first-bytes';
import { listenOnLoopback, listenPrivately } from '../host/node-socket';
import { serveByChild } from './node-child';

/** What every client's first message begins with. */
const GREETING = 'Content-Length:';
/** Milliseconds in which a client has to begin its first message, and in which all is ended that was done for one who has gone. */
const PATIENCE = 10_000;
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
  await listener.listen((server) => listenOnLoopback(server, port)).catch(refused(`port ${port}`));
  return listener;
}

/** The same on a socket that only this user can connect to. @throws UserError when something else is there */
export async function listenOnSocket(path: string, options: Listening): Promise<Listener> {
  const listener = new Listener(options);
  await listener.listen((server) => listenPrivately(server, path)).catch(refused(`socket ${path}`));
  return listener;
}

const refused =
  (place: string) =>
  (error: Error): never => {
    throw new UserError(`${place} cannot be used: ${error.message}`);
  };

/** A server, and whom it serves. */
export class Listener {
  private readonly server = createServer((socket) => this.accept(socket));
  private readonly served = new Map<Socket, Promise<void>>();

  constructor(private readonly options: Listening) {}

  /** The TCP port. */
  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  listen(begin: (server: Server) => Promise<void>): Promise<void> {
    return begin(this.server);
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
    if (await speaksOurs(socket, isGreeting, patience)) await serveByChild(socket, adapter, patience, token);
  }
}

function isGreeting(first: Buffer): boolean | undefined {
  const start = first.subarray(0, GREETING.length).toString('latin1');
  if (!GREETING.startsWith(start)) return false;
  return start.length < GREETING.length ? undefined : true;
}
