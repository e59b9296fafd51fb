// The language server as a process of its own: `--node-ipc`, `--stdio`, `--socket=PORT` or `--pipe=NAME` say how its client speaks.
import { serveStarter } from './node-serve';

serveStarter();
