// Any web server would do for the page of `npm run site`; this is one for this computer alone.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.wasm': 'application/wasm',
  '.ttf': 'font/ttf',
};

/**
 * Serves the files of a folder on a free port of the loopback address.
 * @param mounts other folders, by the names under which they are found in it
 */
export async function serveFolder(
  folder: string,
  mounts: Readonly<Record<string, string>> = {},
): Promise<{ address: string; close: () => void }> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const [, first, rest] = /^\/([^/]*)(.*)$/.exec(decodeURIComponent(pathname)) ?? [];
    const [root, name] = first in mounts ? [mounts[first], rest] : [folder, `/${first}${rest}`];
    const file = path.join(root, name.replace(/\/$/, '/index.html'));
    const isInside = file.startsWith(root + path.sep);
    (isInside ? readFile(file) : Promise.reject(new Error('outside'))).then(
      (bytes) => {
        response.writeHead(200, { 'content-type': TYPES[path.extname(file)] ?? 'application/octet-stream' });
        response.end(bytes);
      },
      () => {
        response.writeHead(404);
        response.end();
      },
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://localhost:${(server.address() as AddressInfo).port}/`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
