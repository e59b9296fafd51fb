import { join, resolve } from 'node:path';
import type { AdapterHost } from './host';
import { nodeHost } from './node-files';

/** The host of an adapter in a Node process; `folder` is where the running code lies. */
export function nodeAdapterHost(folder: string): AdapterHost {
  const host = nodeHost(folder);
  return {
    ...host,
    // The image is in ROOT/dist/kernel.
    sourceRoot: join(host.builtinKernel, '..', '..', '..'),
    absolutePath: (path) => resolve(path),
    yield: () => new Promise((turn) => setImmediate(turn)),
  };
}
