import { Worker } from 'node:worker_threads';
import { Receipts } from '../../protocol/worker';
import type { Channel } from './channel';
import type { Message } from './messages';

/**
 * Starts the adapter in a worker thread of the extension host.
 * @param script absolute path of the bundled worker
 * @param env its environment
 */
export function openNodeWorker(script: string, env: NodeJS.ProcessEnv): Channel {
  // stdout and stderr of the thread are kept from the extension host's own streams.
  const worker = new Worker(script, { stdout: true, stderr: true, env });
  const receipts = new Receipts((receipt) => worker.postMessage(receipt));
  let over = false;
  let fail: (reason: string) => void = () => {};
  const failOnce = (reason: string): void => {
    if (over) return;
    over = true;
    fail(reason);
  };
  worker.on('error', (error) => failOnce(error instanceof Error ? error.message : String(error)));
  worker.on('exit', (code) => failOnce(`it ended with code ${code}`));
  return {
    send: (message) => worker.postMessage(message),
    onMessage: (listener) =>
      void worker.on('message', (message: Message) => {
        listener(message);
        receipts.took();
      }),
    onFailure: (listener) => {
      fail = listener;
    },
    close: () => {
      over = true;
      void worker.terminate();
    },
  };
}
