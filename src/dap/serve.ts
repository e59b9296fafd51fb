import { createServer, type Server } from 'node:net';
import { Connection } from './connection';
import type { AdapterHost } from './host';
import { routerFor } from './routes';

const connect = (host: AdapterHost): Connection =>
  new Connection((connection) => routerFor(host, (event, body) => connection.event(event, body)));

/** Serves one client on a pair of streams; resolves when it is gone. */
export function serveStreams(
  host: AdapterHost,
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
): Promise<void> {
  return new Promise((resolve) => {
    const connection = connect(host);
    connection.on('close', () => resolve());
    connection.start(input, output);
  });
}

/** Serves every client that connects to a port of the loopback address (0: any free one), each with a session of its own. */
export function servePort(host: AdapterHost, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => {
      socket.on('error', () => socket.destroy());
      void serveStreams(host, socket, socket);
    });
    server.on('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}
