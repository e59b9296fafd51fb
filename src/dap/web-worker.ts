import type { DebugProtocol } from '@vscode/debugprotocol';
import { remoteFiles, type Port } from '../host/remote-files';
import { webHost, type WebPlaces } from '../host/web-host';
import { Connection } from './connection';
import { routerFor } from './routes';

// The adapter in a web worker: DAP messages come and go as objects. The first message says where things are, and brings the
// channel through which files are read.
interface Beginning extends WebPlaces {
  readonly files: Port;
}

const worker = globalThis as unknown as Port;
worker.onmessage = ({ data }) => {
  const { files, ...places } = data as Beginning;
  const host = webHost(remoteFiles(files), places);
  const connection = new Connection((self) => routerFor(host, self));
  connection.onDidSendMessage((message) => worker.postMessage(message));
  worker.onmessage = (event) => connection.handleMessage(event.data as DebugProtocol.ProtocolMessage);
};
