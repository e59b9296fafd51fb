import { workerData } from 'node:worker_threads';

// What a thread beside the extension host does: it holds the adapter and its machine, or reads labs and runs their checks. Both are made
// of the same parts, so one file has both; what is not asked for is not even evaluated.
void (workerData === 'labs' ? import('../labs/node-worker') : import('../dap/worker'));
