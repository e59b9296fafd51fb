import { nodeAdapterHost } from './node-host';
import { serveStreams } from './serve';

// The adapter as a process of its own, on stdin and stdout.
void serveStreams(nodeAdapterHost(__dirname), process.stdin, process.stdout).then(() => process.exit(0));
