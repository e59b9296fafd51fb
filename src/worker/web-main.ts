import type { Port } from '../base/port';
import { serveAdapter, type Beginning } from '../dap/web-worker';
import { serveLabs } from '../labs/web-worker';

// The same in a web worker of a browser. The first message says where things are, and brings the channel through which files are read.
const worker = globalThis as unknown as Port;
worker.onmessage = ({ data }) => {
  const { role, ...beginning } = data as Beginning & { readonly role?: string };
  (role === 'labs' ? serveLabs : serveAdapter)(worker, beginning);
};
