import * as vscode from 'vscode';
import {
  BrowserMessageReader,
  BrowserMessageWriter,
  LanguageClient,
  type MessageTransports,
} from 'vscode-languageclient/browser';
import { answerThrough } from '../../base/port';
import { start } from '../main';
import { sources } from './sources';
import { openWebLabs, openWebWorker, startWorker } from './worker';

/** The extension in a browser: no process can be started, and files are where the editor has them. */
export function activate(context: vscode.ExtensionContext): void {
  const root = context.extensionUri;
  start(context, {
    openAdapter: () => openWebWorker(root),
    openLabs: () => openWebLabs(root),
    makeLanguageClient: (id, name, options) =>
      new LanguageClient(id, name, () => Promise.resolve(startLanguageServer(root)), options),
    isSeen: () => undefined,
  });
  context.subscriptions.push(
    ...Object.entries(NEED_A_PROGRAM).map(([command, what]) =>
      vscode.commands.registerCommand(command, () =>
        vscode.window.showInformationMessage(
          `${what} by a program, which a browser cannot start: it takes VS Code on a computer.`,
        ),
      ),
    ),
  );
}

/** Commands that cannot do their work in a browser, and what that work is. */
const NEED_A_PROGRAM = {
  'trapframe.comparePolicies': 'Scheduling policies are compared',
  'trapframe.writeKernelDescription': 'Descriptions of kernels are written',
};

function startLanguageServer(root: vscode.Uri): MessageTransports {
  const worker = startWorker(vscode.Uri.joinPath(root, 'dist', 'web-language-server.js'));
  const { port1, port2 } = new MessageChannel();
  answerThrough(port1, sources);
  worker.postMessage({ files: port2 }, [port2]);
  // What an extension host calls a worker is none by its class: the client would not know it.
  return { reader: new BrowserMessageReader(worker), writer: new BrowserMessageWriter(worker) };
}
