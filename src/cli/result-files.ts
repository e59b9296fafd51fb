import * as files from 'node:fs/promises';
import { UserError } from '../base/errors';

const words: Readonly<Record<string, string>> = {
  ENOENT: 'its folder does not exist',
  ENOTDIR: 'its folder is a file',
  EISDIR: 'it is a folder',
  EACCES: 'permission is denied',
};

const refused = (path: string, error: NodeJS.ErrnoException): UserError =>
  new UserError(`${path} cannot be written: ${words[error.code ?? ''] ?? error.message}`);

/** Writes a file that the user asked for. @throws UserError when it cannot be written */
export async function writeFile(path: string, data: string | Uint8Array): Promise<void> {
  await files.writeFile(path, data).catch((error: Error) => {
    throw refused(path, error);
  });
}

/** Makes the file if there is none, and leaves one that is there as it is. @throws UserError when it cannot be written */
export async function checkWritable(path: string): Promise<void> {
  const file = await files.open(path, 'a').catch((error: Error) => {
    throw refused(path, error);
  });
  await file.close();
}

/**
 * The same, but the file is there whole or not at all: it is written beside its place, and then moved there.
 * @throws UserError when it cannot be written
 */
export async function writeWhole(path: string, data: string | Uint8Array): Promise<void> {
  const about = await files.stat(path).catch(() => undefined);
  // A device or a pipe has no other place.
  if (about && !about.isFile()) return writeFile(path, data);
  const real = about ? await files.realpath(path) : path;
  const beside = `${real}.${process.pid}.part`;
  try {
    await files.writeFile(beside, data);
    await files.rename(beside, real);
  } catch (error) {
    await files.rm(beside, { force: true });
    throw refused(path, error as NodeJS.ErrnoException);
  }
}
