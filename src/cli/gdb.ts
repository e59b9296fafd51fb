import { createServer, type Server, type Socket } from 'node:net';
import { messageOf, UserError } from '../base/errors';
import type { Kind } from '../debug/launch/kinds';
import { GdbSession } from '../gdb/session';
import type { GdbTarget } from '../gdb/target';
import { speaksOurs } from '../host/node-first-bytes';
import { listenOnLoopback, listenPrivately } from '../host/node-socket';
import { taken } from '../host/node-taken';
import type { Surroundings } from './command';

/** Where gdb comes to: a TCP port of this computer, or a Unix socket that only its user can open. */
export type GdbPlace = { readonly port: number } | { readonly path: string };

export const gdbPlace: Kind<GdbPlace> = {
  allowed: 'a TCP port from 0 to 65535, or the path of a Unix socket',
  placeholder: 'PORT|PATH',
  schema: { type: 'string' },
  read(raw) {
    if (typeof raw !== 'string' || raw === '') return undefined;
    if (!/^\d+$/.test(raw)) return { path: raw };
    const port = Number(raw);
    return port <= 65535 ? { port } : undefined;
  },
};

/** A packet, an acknowledgement, and the interrupt: what clients begin with. */
const FIRST_OF_GDB: ReadonlySet<number> = new Set(
  ['$', '+', '-', '\x03'].map((first) => first.charCodeAt(0)),
);
/** Milliseconds in which one that has connected has to begin, and how many may be that long about it. */
const PATIENCE = 60_000;
const MOST_SILENT = 32;
/** Milliseconds in which a client takes what is left when the run is over. */
const FAREWELL = 2_000;

/**
 * Serves one client of GDB's remote protocol after the other. The machine stands while none has come yet; it stops when one
 * comes, and goes on as it was when one goes.
 */
export class GdbServer {
  private readonly server: Server;
  private client: Socket | undefined;
  /** Those that have connected, and said nothing yet. */
  private readonly silent = new Set<Socket>();

  constructor(
    private readonly target: GdbTarget,
    private readonly around: Pick<Surroundings, 'say'>,
    /** Makes a machine that runs without a client stand. */
    private readonly stand: () => Promise<void>,
  ) {
    this.server = createServer((socket) => void this.serve(socket));
  }

  /** @throws UserError when nobody could connect there */
  async listen(place: GdbPlace): Promise<void> {
    const ready =
      'path' in place ? listenPrivately(this.server, place.path) : listenOnLoopback(this.server, place.port);
    await ready.catch(({ message }: Error) => {
      throw new UserError(`--gdb ${'path' in place ? place.path : place.port} cannot be used: ${message}`);
    });
    if ('path' in place) return this.around.say(`gdb: target remote ${place.path}`);
    const address = this.server.address();
    const port = typeof address === 'object' && address ? address.port : place.port;
    this.around.say(
      `gdb: target remote 127.0.0.1:${port}\ntrapframe: every user of this computer can connect there; ` +
        'the path of a Unix socket instead of a port keeps others out',
    );
  }

  /** Resolves when the last answer has left. */
  async close(): Promise<void> {
    this.server.close();
    // What ends the run is told to the client in a later turn.
    await new Promise(setImmediate);
    for (const silent of this.silent) silent.destroy();
    const { client } = this;
    if (!client || client.destroyed) return;
    await new Promise<void>((left) => {
      // It may not read at all.
      const timer = setTimeout(() => client.destroy(), FAREWELL);
      client.once('close', () => {
        clearTimeout(timer);
        left();
      });
      client.end(() => client.destroy());
    });
  }

  private async serve(socket: Socket): Promise<void> {
    socket.on('error', () => socket.destroy());
    if (this.client || this.silent.size >= MOST_SILENT) return void socket.destroy();
    this.silent.add(socket);
    const isOne = await speaksOurs(socket, isFirstOfGdb, PATIENCE);
    this.silent.delete(socket);
    if (!isOne) return;
    if (this.client) return void socket.destroy();
    this.client = socket;
    socket.setNoDelay(true);
    socket.on('close', () => (this.client = undefined));
    // Nothing is read before the machine stands, on which a session counts.
    await this.stand();
    const session = new GdbSession(
      this.target,
      (bytes) => void socket.write(bytes),
      () => taken(socket),
    );
    socket.on('close', () => session.close());
    try {
      for await (const bytes of socket) {
        await session.receive(bytes as Buffer);
        if (session.isOver) break;
      }
    } catch (error) {
      if (!socket.destroyed) this.around.say(`trapframe: a gdb is sent away: ${messageOf(error)}`);
    }
    socket.destroySoon();
  }
}

const isFirstOfGdb = (first: Buffer): boolean => FIRST_OF_GDB.has(first[0]);
