import threads from 'node:worker_threads';
import { adapters } from './adapters';

// The suite runs in the process of the extension, whose adapters are threads.
threads.Worker = class extends threads.Worker {
  constructor(...given: ConstructorParameters<typeof threads.Worker>) {
    super(...given);
    // The thread that reads labs is no adapter.
    if (given[1]?.workerData === 'labs') return;
    const record = { isAlive: true };
    adapters.push(record);
    this.on('exit', () => (record.isAlive = false));
  }
};
