import type { DebugProtocol } from '@vscode/debugprotocol';
import { remoteFiles } from '../base/remote-files';
import type { Port } from '../base/port';
import { webHost, type WebPlaces } from '../host/web-host';
import type { Receipt } from '../protocol/worker';
import { Connection } from './connection';
import { Outstanding } from './outstanding';
import { routerFor } from './routes';

/** Where things are, and the channel through which files are read. */
export interface Beginning extends WebPlaces {
  readonly files: Port;
}

/** The adapter in a web worker: DAP messages come and go as objects, and receipts come for those that went. */
export function serveAdapter(worker: Port, { files, ...places }: Beginning): void {
  const host = webHost(remoteFiles(files), places);
  const outstanding = new Outstanding();
  const connection = new Connection((self) => routerFor(host, self), { ready: () => outstanding.ready() });
  connection.onDidSendMessage((message) => {
    outstanding.sent();
    worker.postMessage(message);
  });
  worker.onmessage = (event) => {
    const message = event.data as Receipt | DebugProtocol.ProtocolMessage;
    if (message.type === 'receipt') outstanding.taken((message as Receipt).count);
    else connection.receive(message);
  };
}
