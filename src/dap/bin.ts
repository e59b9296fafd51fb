import type { AddressInfo } from 'node:net';
import { nodeHost } from '../host/node-host';
import { servePort, serveStreams } from './node-serve';

// The adapter as a process of its own: on stdin and stdout, or with `--port N` on the loopback address.
const host = nodeHost(__dirname);
const at = process.argv.indexOf('--port');
const port = Number(process.argv[at + 1]);

if (at < 0) {
  void serveStreams(host, process.stdin, process.stdout).then(() => process.exit(0));
} else if (!Number.isInteger(port) || port < 0 || port > 65535) {
  console.error('--port takes a number from 0 to 65535');
  process.exitCode = 2;
} else {
  servePort(host, port).then(
    (server) => console.error(`listening on 127.0.0.1:${(server.address() as AddressInfo).port}`),
    (error: Error) => {
      console.error(error.message);
      process.exitCode = 2;
    },
  );
}
