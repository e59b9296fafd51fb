import { constants, type Stats } from 'node:fs';
import { access, open, readdir, realpath, stat, type FileHandle } from 'node:fs/promises';
import { UserError } from '../base/errors';
import { fileLimits, type FileLimit } from '../base/file-limits';
import type { FileSystem } from '../base/files';
import { givenUp } from '../base/files-until';

/** Bytes of a read of a file that does not say how long it is. */
const CHUNK = 1 << 16;
/** Bytes of any read: between two of them it can be given up. */
const MOST_AT_ONCE = 1 << 24;

/** Files of the computer we run on. Relative paths count from the current folder. */
export const nodeFiles: FileSystem = {
  async readFile(path, limit = fileLimits.file, signal) {
    try {
      // A device must not even be opened: that alone can do something.
      checkRegular(path, await stat(path));
      // What has become a pipe since then would wait for somebody who writes.
      const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
      try {
        const about = await file.stat();
        checkRegular(path, about);
        return await readAll(path, file, about.size, limit, signal);
      } finally {
        await file.close();
      }
    } catch (error) {
      throw error instanceof UserError ? error : new UserError(inWords(path, error));
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

/** @throws UserError for what is no regular file: it may have no end, or nothing in it until somebody writes */
function checkRegular(path: string, about: Stats): void {
  if (about.isFile()) return;
  if (about.isDirectory()) throw new UserError(`${path} is a folder, not a file`);
  const what = about.isFIFO() ? 'a pipe' : about.isSocket() ? 'a socket' : 'a device';
  throw new UserError(`${path} is ${what}, not a regular file`);
}

/** @param size as the file system says; files of the kernel's own say 0, and others may grow */
async function readAll(
  path: string,
  file: FileHandle,
  size: number,
  limit: FileLimit,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  const { what, most } = limit;
  const tooLong = (): UserError =>
    new UserError(`${path} is too large: ${what} may have ${most / 2 ** 20} MiB`);
  if (size > most) throw tooLong();
  let bytes = new Uint8Array(size);
  let length = 0;
  for (;;) {
    if (signal?.aborted) throw givenUp();
    if (length === bytes.length) {
      const more = new Uint8Array(1);
      const { bytesRead } = await file.read(more, 0, 1, null);
      if (bytesRead === 0) return bytes;
      if (length >= most) throw tooLong();
      const grown = new Uint8Array(Math.min(most, Math.max(2 * length, CHUNK)));
      grown.set(bytes);
      grown[length++] = more[0];
      bytes = grown;
    }
    const { bytesRead } = await file.read(bytes, length, Math.min(bytes.length - length, MOST_AT_ONCE), null);
    length += bytesRead;
    if (bytesRead === 0 && length < bytes.length) return bytes.slice(0, length);
  }
}

/** Why a file cannot be read, with its name. */
export function inWords(path: string, error: unknown): string {
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
    case 'ELOOP':
      return `${path}: its symbolic links lead in circles`;
    default:
      return `${path} cannot be read: ${(error as Error).message}`;
  }
}
