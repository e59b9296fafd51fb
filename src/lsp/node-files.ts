import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Files, isAssembly, offersWords } from './files';

const SKIPPED = new Set(['node_modules', 'dist', 'out', 'build']);
/** A workspace with more is not a course's; the rest is found when it is opened. */
const MOST_FILES = 2000;
const MOST_FOLDERS = 2000;
const LARGEST = 2_000_000;

/** The files of this computer. Symbolic links are not followed, so that a scan comes to its end. */
export const nodeFiles: Files = {
  async list(folder, depth) {
    const found: string[] = [];
    const folders = [pathOf(folder)];
    for (let index = 0; index < folders.length && index < MOST_FOLDERS; index++) {
      const path = folders[index];
      if (path === undefined) continue;
      for (const entry of await readdir(path, { withFileTypes: true }).catch(() => [])) {
        if (entry.isDirectory()) {
          if (depth === 'all' && !SKIPPED.has(entry.name) && !entry.name.startsWith('.')) {
            folders.push(join(path, entry.name));
          }
        } else if (entry.isFile() && (isAssembly(entry.name) || offersWords(entry.name))) {
          found.push(pathToFileURL(join(path, entry.name)).href);
        }
      }
      if (found.length >= MOST_FILES) break;
    }
    return found.slice(0, MOST_FILES);
  },

  async read(uri) {
    const path = pathOf(uri);
    if (path === undefined) return undefined;
    try {
      const about = await stat(path);
      if (!about.isFile() || about.size > LARGEST) return undefined;
      return new Uint8Array(await readFile(path));
    } catch {
      return undefined;
    }
  },

  async real(uri) {
    const path = pathOf(uri);
    if (path === undefined) return undefined;
    try {
      return pathToFileURL(await realpath(path)).href;
    } catch {
      return undefined;
    }
  },
};

function pathOf(uri: string): string | undefined {
  try {
    return uri.startsWith('file:') ? fileURLToPath(uri) : undefined;
  } catch {
    return undefined;
  }
}
