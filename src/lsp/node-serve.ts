import {
  createConnection,
  ProposedFeatures,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { checkC } from './node-check';
import { nodeFiles } from './node-files';
import { startServer } from './server';

const soon = (work: () => void): void => void setImmediate(work);

/** Serves a client on two streams. The process ends with the client. */
export function serveStreams(input: NodeJS.ReadableStream, output: NodeJS.WritableStream): void {
  const connection = createConnection(
    ProposedFeatures.all,
    new StreamMessageReader(input),
    new StreamMessageWriter(output),
  );
  startServer(connection, { files: nodeFiles, soon });
}

/**
 * Serves the client that started this process, in the way that the arguments of the process say (`--node-ipc`, `--stdio`).
 * @param kernelFolder the product's `kernel/`
 */
export function serveStarter(kernelFolder: string): void {
  const connection = createConnection(ProposedFeatures.all);
  connection.onRequest('trapframe/checkC', ({ uri }: { uri: string }) => checkC(uri, kernelFolder));
  startServer(connection, { files: nodeFiles, soon });
}
