import { parentPort } from 'node:worker_threads';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { Connection } from './connection';
import { nodeHost } from '../host/node-host';
import { routerFor } from './routes';

// The adapter in a worker thread: DAP messages come and go as objects.
const port = parentPort;
if (!port) throw new Error('this file runs in a worker thread');

const host = nodeHost(__dirname);
const connection = new Connection((self) => routerFor(host, self));
connection.onDidSendMessage((message) => port.postMessage(message));
port.on('message', (message: DebugProtocol.ProtocolMessage) => connection.handleMessage(message));
