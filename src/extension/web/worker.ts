import * as vscode from 'vscode';
import { serveFiles } from '../../base/remote-files';
import type { LabReply } from '../../protocol/labs';
import { Receipts } from '../../protocol/worker';
import type { Channel } from '../adapter/channel';
import type { Message } from '../adapter/messages';
import type { LabThread } from '../labs/thread';
import { editorFiles } from './files';

/** Starts a script of the extension in a web worker; the editor sees to it that one of another origin can be. */
export const startWorker = (script: vscode.Uri): Worker =>
  new Worker(script.toString(true), { name: 'trapframe' });

/** Starts the worker that has adapter, machine and labs in it. */
function begin(root: vscode.Uri, role: 'adapter' | 'labs'): Worker {
  const worker = startWorker(vscode.Uri.joinPath(root, 'dist', 'web-worker.js'));
  const { port1, port2 } = new MessageChannel();
  serveFiles(port1, editorFiles);
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? root;
  const places = {
    builtinKernel: vscode.Uri.joinPath(root, 'dist', 'kernel', 'kernel.elf').toString(true),
    sourceRoot: root.toString(true).replace(/\/$/, ''),
    folder: folder.toString(),
  };
  worker.postMessage({ ...places, role, files: port2 }, [port2]);
  return worker;
}

/** Listens for the end of a worker, which is told once. */
function onFailure(worker: Worker, listener: (reason: string) => void): void {
  worker.onerror = ({ message }) => {
    worker.onerror = null;
    listener(message);
  };
}

function close(worker: Worker): void {
  worker.onerror = null;
  worker.terminate();
}

/**
 * Starts an adapter in a web worker.
 * @param root of the extension
 */
export function openWebWorker(root: vscode.Uri): Channel {
  const worker = begin(root, 'adapter');
  const receipts = new Receipts((receipt) => worker.postMessage(receipt));
  return {
    send: (message) => worker.postMessage(message),
    onMessage: (listener) => {
      worker.onmessage = ({ data }: MessageEvent<Message>) => {
        listener(data);
        receipts.took();
      };
    },
    onFailure: (listener) => onFailure(worker, listener),
    close: () => close(worker),
  };
}

/** Starts what reads labs and runs their checks in a web worker. */
export function openWebLabs(root: vscode.Uri): LabThread {
  const worker = begin(root, 'labs');
  return {
    send: (question) => worker.postMessage(question),
    onReply: (listener) => {
      worker.onmessage = ({ data }: MessageEvent<LabReply>) => listener(data);
    },
    onFailure: (listener) => onFailure(worker, listener),
    close: () => close(worker),
  };
}
