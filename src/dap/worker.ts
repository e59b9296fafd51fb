import { parentPort } from 'node:worker_threads';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Receipt } from '../protocol/worker';
import { Connection } from './connection';
import { nodeHost } from '../host/node-host';
import { Outstanding } from './outstanding';
import { routerFor } from './routes';

// The adapter in a worker thread: DAP messages come and go as objects, and receipts come for those that went.
const port = parentPort;
if (!port) throw new Error('this file runs in a worker thread');

const host = nodeHost(__dirname);
const outstanding = new Outstanding();
const connection = new Connection((self) => routerFor(host, self), { ready: () => outstanding.ready() });
connection.onDidSendMessage((message) => {
  outstanding.sent();
  port.postMessage(message);
});
port.on('message', (message: Receipt | DebugProtocol.ProtocolMessage) => {
  if (message.type === 'receipt') outstanding.taken((message as Receipt).count);
  else connection.receive(message);
});
