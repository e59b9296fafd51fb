import { Worker } from 'node:worker_threads';
import type { LabThread } from './thread';

/**
 * Starts it in a worker thread of the extension host.
 * @param script absolute path of the bundled worker
 * @param env its environment
 */
export function openLabThread(script: string, env: NodeJS.ProcessEnv): LabThread {
  const worker = new Worker(script, { stdout: true, stderr: true, env, workerData: 'labs' });
  return {
    send: (question) => worker.postMessage(question),
    onReply: (listener) => void worker.on('message', listener),
    onFailure: (listener) => {
      worker.on('error', (error) => listener(error instanceof Error ? error.message : String(error)));
      worker.on('exit', () => listener('the thread that runs checks has ended'));
    },
    close: () => void worker.terminate(),
  };
}
