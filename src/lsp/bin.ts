// The language server as a process of its own: `--node-ipc`, `--stdio`, `--socket=PORT` or `--pipe=NAME` say how its client speaks.
import { join } from 'node:path';
import { serveStarter } from './node-serve';

// The bundle is CommonJS and lies in dist/.
serveStarter(join(__dirname, '..', 'kernel'));
