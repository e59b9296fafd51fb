import { chmodSync, existsSync, lstatSync, unlinkSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { UserError } from '../base/errors';
import type { Kind } from '../debug/launch/kinds';
import { GdbSession } from '../gdb/session';
import type { GdbTarget } from '../gdb/target';
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

/**
 * Serves one client of GDB's remote protocol after the other. The machine stands while none has come yet; it stops when one
 * comes, and goes on as it was when one goes.
 */
export class GdbServer {
  private readonly server: Server;
  private client: Socket | undefined;

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
    if ('path' in place) clearSocket(place.path);
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', (error: NodeJS.ErrnoException) => reject(refused(place, error)));
      if ('path' in place) this.server.listen(place.path, resolve);
      else this.server.listen(place.port, '127.0.0.1', resolve);
    });
    if ('path' in place) {
      chmodSync(place.path, 0o600);
      this.around.say(`gdb: target remote ${place.path}`);
      return;
    }
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
    const { client } = this;
    if (client && !client.destroyed) await new Promise<void>((left) => client.end(left));
  }

  private async serve(socket: Socket): Promise<void> {
    socket.on('error', () => {});
    if (this.client) {
      socket.destroy();
      return;
    }
    this.client = socket;
    socket.setNoDelay(true);
    socket.on('close', () => (this.client = undefined));
    // Nothing is read before the machine stands, on which a session counts.
    socket.pause();
    await this.stand();
    const session = new GdbSession(this.target, (bytes) => void socket.write(bytes));
    socket.on('close', () => session.close());
    socket.on('data', (bytes) => session.receive(bytes));
    socket.resume();
  }
}

/** A socket that a run before this one has left behind is in the way; any other file is somebody's. */
function clearSocket(path: string): void {
  if (!existsSync(path)) return;
  if (!lstatSync(path).isSocket()) throw new UserError(`--gdb ${path}: there is a file of that name`);
  unlinkSync(path);
}

const refused = (place: GdbPlace, error: NodeJS.ErrnoException): UserError => {
  const why = error.code === 'EADDRINUSE' ? 'it is taken' : error.message;
  return new UserError(`--gdb ${'path' in place ? place.path : place.port} cannot be used: ${why}`);
};
