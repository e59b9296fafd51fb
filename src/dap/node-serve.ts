import { createServer, type Server, type Socket } from 'node:net';
import { Connection } from './connection';
import type { Host } from '../host/host';
import { routerFor } from './routes';

/** What every client's first message begins with. */
const GREETING = 'Content-Length:';

/** Serves one client on a pair of streams; resolves when it is gone, or has taken its leave and been answered. */
export function serveStreams(
  host: Host,
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
): Promise<void> {
  return new Promise((resolve) => {
    const connection = new Connection((self) =>
      routerFor(
        host,
        (event, body) => self.event(event, body),
        // What has been written before has gone when this has.
        () => self.leave(() => output.write('', () => resolve())),
      ),
    );
    connection.on('close', () => resolve());
    input.on('end', () => resolve());
    output.on('error', () => resolve());
    connection.start(input, output);
  });
}

/**
 * Serves every client that connects to a port of the loopback address (0: any free one), each with a session of its own.
 * @throws when the port is taken
 */
export function servePort(host: Host, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => greet(host, socket));
    server.on('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

/** A web page can make a browser connect to a loopback port: whoever does not speak the protocol is not served. */
function greet(host: Host, socket: Socket): void {
  socket.on('error', () => socket.destroy());
  socket.once('data', (first: Buffer) => {
    const start = first.subarray(0, GREETING.length).toString('latin1');
    if (!GREETING.startsWith(start)) return void socket.destroy();
    socket.pause();
    socket.unshift(first);
    void serveStreams(host, socket, socket).then(() => socket.end());
  });
}
