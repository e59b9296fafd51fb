import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';
import { NO_COMPILER } from '../base/no-compiler';
import { askThrough, type Port } from '../base/port';
import type { Files } from './files';
import { startServer } from './server';

// The language server in a web worker. The first message brings the channel through which files are read; all that follow are LSP's.
const worker = globalThis as unknown as Port;

worker.onmessage = ({ data }: MessageEvent) => {
  const ask = askThrough((data as { files: Port }).files);
  const files: Files = {
    list: (folder, depth) => ask('list', folder, depth),
    read: (uri) => ask('read', uri),
    real: (uri) => ask('real', uri),
  };
  const connection = createConnection(
    new BrowserMessageReader(worker as never),
    new BrowserMessageWriter(worker as never),
  );
  connection.onRequest('trapframe/checkC', () => ({ diagnostics: [], missing: NO_COMPILER }));
  startServer(connection, { files, soon: (work) => void setTimeout(work) });
};
