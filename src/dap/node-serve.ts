import type { Readable, Writable } from 'node:stream';
import type { Host } from '../host/host';
import { Connection, type Router } from './connection';
import { MessageReader } from './message-reader';
import { Outlet } from './node-outlet';
import type { Peer } from './peer';
import { routerFor } from './routes';

/**
 * Serves one client on a pair of streams; resolves when it is gone, has taken its leave and been answered, or sends what cannot
 * be read.
 * @param token what the client must give with its launch before anything else is answered; absent: nothing
 */
export const serveStreams = (host: Host, input: Readable, output: Writable, token?: string): Promise<void> =>
  serve((peer) => routerFor(host, peer, token), input, output);

/** The same for any answers. */
export function serve(makeRouter: (peer: Peer) => Router, input: Readable, output: Writable): Promise<void> {
  return new Promise((resolve) => {
    const outlet = new Outlet(output);
    const connection = new Connection(makeRouter, {
      ready: () => outlet.ready(),
      left: () => void outlet.written().then(resolve),
    });
    connection.onDidSendMessage((message) => outlet.send(message));
    const reader = new MessageReader(
      (message) => connection.receive(message),
      (why) => {
        connection.event('output', { category: 'important', output: `${why}\n` });
        input.pause();
        connection.close();
        void outlet.written().then(resolve);
      },
    );
    const gone = (): void => {
      outlet.close();
      connection.close();
      resolve();
    };
    input.on('data', (bytes: Uint8Array) => reader.push(bytes));
    input.on('end', gone).on('close', gone).on('error', gone);
    output.on('error', gone).on('close', gone);
    input.resume();
  });
}
