import {
  type Connection,
  createConnection,
  ProposedFeatures,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { messageOf } from '../base/errors';
import { checkC } from './node-check';
import { nodeFiles } from './node-files';
import { type ServerOptions, startServer } from './server';

/** How a server in a process of Node reaches files, and puts work off. */
export const nodeOptions: ServerOptions = { files: nodeFiles, soon: (work) => void setImmediate(work) };

/** Nothing that goes wrong with one document may take the help for all others along: it is told to the client's log. */
export function survive(connection: Connection): void {
  const tell = (error: unknown): void => {
    const { code } = error as { code?: string };
    // There is nobody left to serve.
    if (code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED') process.exit(0);
    connection.console.error(`The language server goes on after an error of its own: ${messageOf(error)}`);
  };
  process.on('uncaughtException', tell);
  process.on('unhandledRejection', tell);
}

/** Serves a client on two streams. The process ends with the client. */
export function serveStreams(
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
  options: ServerOptions = nodeOptions,
): Connection {
  const connection = createConnection(
    ProposedFeatures.all,
    new StreamMessageReader(input),
    new StreamMessageWriter(output),
  );
  startServer(connection, options);
  return connection;
}

/**
 * Serves the client that started this process, in the way that the arguments of the process say (`--node-ipc`, `--stdio`).
 * @param kernelFolder the product's `kernel/`
 */
export function serveStarter(kernelFolder: string): void {
  const connection = createConnection(ProposedFeatures.all);
  survive(connection);
  connection.onRequest('trapframe/checkC', ({ uri }: { uri: string }) => checkC(uri, kernelFolder));
  startServer(connection, nodeOptions);
}
