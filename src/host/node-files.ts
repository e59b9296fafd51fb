import { access, readdir, readFile, realpath } from 'node:fs/promises';
import { UserError } from '../base/errors';
import type { FileSystem } from '../base/files';

/** Files of the computer we run on. Relative paths count from the current folder. */
export const nodeFiles: FileSystem = {
  async readFile(path) {
    try {
      return new Uint8Array(await readFile(path));
    } catch (error) {
      throw new UserError(inWords(path, error));
    }
  },
  async readFolder(path) {
    try {
      return await readdir(path);
    } catch (error) {
      throw new UserError(inWords(path, error));
    }
  },
  async realPath(path) {
    try {
      return await realpath(path);
    } catch (error) {
      throw new UserError(inWords(path, error));
    }
  },
  exists: (path) =>
    access(path).then(
      () => true,
      () => false,
    ),
};

function inWords(path: string, error: unknown): string {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOENT':
      return `${path}: there is no such file`;
    case 'EISDIR':
      return `${path} is a folder, not a file`;
    case 'ENOTDIR':
      return `${path}: a part of this path is no folder`;
    case 'EACCES':
    case 'EPERM':
      return `${path}: no permission to read it`;
    default:
      return `${path} cannot be read: ${(error as Error).message}`;
  }
}
