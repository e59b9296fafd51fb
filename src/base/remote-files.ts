import type { FileLimit } from './file-limits';
import type { FileSystem } from './files';
import { answerThrough, askThrough, type Port } from './port';

/** The files that the other end of a channel gives out: how a worker reaches those of an editor in a browser. */
export function remoteFiles(port: Port): FileSystem {
  const ask = askThrough(port);
  return {
    readFile: (path, limit) => ask('readFile', path, limit),
    exists: (path) => ask('exists', path),
    realPath: (path) => ask('realPath', path),
    readFolder: (path) => ask('readFolder', path),
  };
}

/** Gives out files to the other end of a channel. */
export const serveFiles = (port: Port, files: FileSystem): void =>
  answerThrough(port, {
    readFile: (path: string, limit?: FileLimit) => files.readFile(path, limit),
    exists: (path: string) => files.exists(path),
    realPath: (path: string) => files.realPath(path),
    readFolder: (path: string) => files.readFolder(path),
  });
