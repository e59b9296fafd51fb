import { isMainThread, workerData } from 'node:worker_threads';
import { GRADES } from '../labs/node-errand';

// All that runs on Node without an editor is made of the same parts, and is one file: the command, the threads beside the extension host
// (adapter and machine; labs and their checks), and the process that grades a submission. What is not asked for is not even evaluated.
if (!isMainThread) void (workerData === 'labs' ? import('../labs/node-worker') : import('../dap/worker'));
else void (process.argv[2] === GRADES ? import('../labs/node-grader') : import('../cli/main'));
