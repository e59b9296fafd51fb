import { nodeHost } from '../host/node-host';
import { takeToken } from './node-child';
import { serveStreams } from './node-serve';

// The adapter as a process of its own, on stdin and stdout.
void serveStreams(nodeHost(__dirname), process.stdin, process.stdout, takeToken()).then(() =>
  process.exit(0),
);
