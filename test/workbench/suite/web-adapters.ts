import { adapters } from './adapters';

// The suite runs in the worker of the extension, whose adapters are workers below it; the first message to each says what it is.
const Original = Worker;
globalThis.Worker = function (script: string | URL, options?: WorkerOptions): Worker {
  const worker = new Original(script, options);
  const record = { isAlive: true };
  const { postMessage, terminate } = worker;
  worker.postMessage = (...given: unknown[]) => {
    if ((given[0] as { role?: string } | undefined)?.role === 'adapter') adapters.push(record);
    Reflect.apply(postMessage, worker, given);
  };
  worker.terminate = () => {
    record.isAlive = false;
    terminate.call(worker);
  };
  return worker;
} as unknown as typeof Worker;
