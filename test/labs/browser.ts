import { once } from 'node:events';
import { MessageChannel, Worker } from 'node:worker_threads';
import esbuild from 'esbuild';
import { webWorkerOptions } from '../../scripts/build';
import type { FileSystem } from '../../src/base/files';
import type { Port } from '../../src/base/port';
import { serveFiles } from '../../src/base/remote-files';
import type { LabQuestion, LabReply, LabRequestName, LabRequests } from '../../src/protocol/labs';

/** Runs in the thread: takes away what only Node has, puts what a worker has in its place, and runs the script. */
const surroundings = `
{
  const { parentPort, workerData: script } = require('node:worker_threads');
  for (const name of ['process', 'Buffer', 'global', 'require', 'module', 'exports', 'setImmediate', 'clearImmediate'])
    delete globalThis[name];
  globalThis.self = globalThis;
  globalThis.postMessage = (message, more) => parentPort.postMessage(message, more);
  parentPort.on('message', (data) => globalThis.onmessage({ data }));
  (0, eval)(script);
}
`;

/** The labs in the worker that the extension starts in a browser. */
export interface WebLabs {
  ask<R extends LabRequestName>(request: R, args: LabRequests[R][0]): Promise<LabRequests[R][1]>;
  close(): Promise<void>;
}

/** @param files by URIs @param extension URI of the extension's folder */
export async function webLabs(files: FileSystem, extension: string, folder: string): Promise<WebLabs> {
  const { outputFiles } = await esbuild.build({ ...webWorkerOptions, write: false, sourcemap: false });
  const script = outputFiles.find(({ path }) => path.endsWith('.js'))!.text;
  const worker = new Worker(surroundings, { eval: true, workerData: script });
  const { port1, port2 } = new MessageChannel();
  serveFiles(port1 as unknown as Port, files);
  const places = {
    builtinKernel: `${extension}/dist/kernel/kernel.elf`,
    sourceRoot: extension,
    folder,
  };
  worker.postMessage({ ...places, role: 'labs', files: port2 }, [port2]);
  let count = 0;
  return {
    async ask(request, args) {
      const question: LabQuestion = { id: ++count, request, args };
      const reply = once(worker, 'message') as Promise<[LabReply]>;
      worker.postMessage(question);
      const [body] = await reply;
      if ('refused' in body) throw new Error(body.refused);
      return body.answer;
    },
    async close() {
      port1.close();
      await worker.terminate();
    },
  };
}
