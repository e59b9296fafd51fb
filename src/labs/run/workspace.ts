import { UserError } from '../../base/errors';
import type { FileSystem } from '../../base/files';

/** Files by their paths in the workspace; a text instead of contents says why there are none. */
export type WorkspaceFiles = ReadonlyMap<string, Uint8Array | string>;

/**
 * The files of a workspace and of the product, and no others: what a submission includes comes from here, so that it reads nothing
 * of the computer.
 * @param root the folder that the workspace is at
 * @param beyond the files of the host, of which those are given out for which `isProducts` says so
 */
export function workspaceFiles(
  root: string,
  files: WorkspaceFiles,
  beyond: FileSystem,
  isProducts: (path: string) => boolean,
): FileSystem {
  const named = (path: string): string | undefined => {
    const plain = plainPath(path);
    return plain === root ? '' : plain.startsWith(`${root}/`) ? plain.slice(root.length + 1) : undefined;
  };
  const shown = (path: string): string => named(path) ?? path;
  const missing = (path: string): UserError => new UserError(`${shown(path)}: there is no such file`);
  const entries = (folder: string): string[] => {
    const prefix = folder === '' ? '' : `${folder}/`;
    const inside = [...files.keys()].filter((name) => name.startsWith(prefix));
    return [...new Set(inside.map((name) => name.slice(prefix.length).split('/')[0]))].sort();
  };
  return {
    async readFile(path, limit) {
      const name = named(path);
      if (name === undefined && isProducts(path)) return beyond.readFile(path, limit);
      const bytes = name === undefined ? undefined : files.get(name);
      if (bytes === undefined) throw missing(path);
      if (typeof bytes === 'string') throw new UserError(`${shown(path)} ${bytes}`);
      if (limit && bytes.length > limit.most)
        throw new UserError(
          `${shown(path)} is too large: ${limit.what} may have ${limit.most / 2 ** 20} MiB`,
        );
      return bytes;
    },
    async exists(path) {
      const name = named(path);
      if (name === undefined) return isProducts(path) && beyond.exists(path);
      return files.has(name) || entries(name).length > 0;
    },
    async realPath(path) {
      const name = named(path);
      if (name === undefined && isProducts(path)) return beyond.realPath(path);
      if (name === undefined || (!files.has(name) && entries(name).length === 0)) throw missing(path);
      return plainPath(path);
    },
    async readFolder(path) {
      const name = named(path);
      if (name === undefined && isProducts(path)) return beyond.readFolder(path);
      const found = name === undefined ? [] : entries(name);
      if (found.length === 0) throw new UserError(`${shown(path)}: there is no such folder`);
      return found;
    },
  };
}

/** A path without `.` and `..`. */
function plainPath(path: string): string {
  const parts: string[] = [];
  for (const part of path.replaceAll('\\', '/').split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.') parts.push(part);
  }
  return parts.join('/');
}
