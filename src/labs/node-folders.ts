import { readdir, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { messageOf, UserError } from '../base/errors';
import { nodeFiles } from '../host/node-files';

/** Files of a folder by their paths in it; a text instead of contents says why there are none. */
export type Folder = Map<string, Uint8Array | string>;

const FILE = { what: 'a file of a submission', most: 16 * 2 ** 20 };
const LAB_FILE = { what: 'a file of a lab', most: 64 * 2 ** 20 };
/** Files that a lab may have. */
const MOST = 10_000;

/** All files below a folder of a lab; none where there is no such folder. */
export async function readLabFolder(folder: string): Promise<Folder> {
  const found: Folder = new Map();
  const read = async (inner: string): Promise<void> => {
    const entries = await readdir(join(folder, inner), { withFileTypes: true }).catch(() => []);
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = inner === '' ? entry.name : `${inner}/${entry.name}`;
      if (entry.isDirectory()) await read(path);
      else if (entry.isFile()) found.set(path, await nodeFiles.readFile(join(folder, path), LAB_FILE));
      if (found.size > MOST) throw new UserError(`${folder} has more than ${MOST} files`);
    }
  };
  await read('');
  return found;
}

/**
 * The files that a student hands in. Everything else in the folder is left alone, and nothing outside of it is read.
 * @param path a folder; or the file itself, where there is only one to be handed in
 * @throws UserError when there is neither
 */
export async function readSubmission(path: string, handIn: readonly string[]): Promise<Folder> {
  const about = await stat(path).catch(() => undefined);
  if (!about) throw new UserError(`${path}: there is no such file or folder`);
  const found: Folder = new Map();
  if (about.isFile() && handIn.length === 1) {
    found.set(handIn[0], await contents(path));
    return found;
  }
  if (!about.isDirectory()) {
    throw new UserError(`${path} is no folder with ${handIn.join(', ')}`);
  }
  const root = await realpath(path);
  for (const name of handIn) {
    const real = await realpath(join(root, name)).catch(() => undefined);
    if (real === undefined) continue;
    found.set(name, real.startsWith(root + sep) ? await contents(real) : 'is a link out of the folder');
  }
  return found;
}

/** The bytes of a file, or why there are none. */
async function contents(path: string): Promise<Uint8Array | string> {
  try {
    return await nodeFiles.readFile(path, FILE);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return messageOf(error).replace(path, '').replace(/^:/, '').trim();
  }
}
