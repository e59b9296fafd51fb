import { fileLimits } from '../../base/file-limits';
import type { FileSystem } from '../../base/files';
import type { IncludedFile } from './text/includes';

/** So many rounds of files that include further files. */
const MOST_ROUNDS = 200;

/**
 * Assembles with the files that the sources include: whenever some are wanted, they are fetched, and it is done again.
 * @param root the folder that included files must lie in, links resolved; nothing outside is read
 */
export async function withIncludes<Result extends { readonly wanted: readonly string[] }>(
  files: FileSystem,
  root: string,
  assemble: (included: ReadonlyMap<string, IncludedFile>) => Result,
): Promise<Result> {
  const included = new Map<string, IncludedFile>();
  for (let round = 0; ; round++) {
    const result = assemble(included);
    const missing = result.wanted.filter((path) => !included.has(path));
    if (missing.length === 0 || round >= MOST_ROUNDS) return result;
    for (const path of missing) included.set(path, await fetch(path, files, root));
  }
}

async function fetch(path: string, files: FileSystem, root: string): Promise<IncludedFile> {
  try {
    // Another computer is not even asked.
    if (/^[/\\]{2}/.test(path) && !isInside(path, root)) return { error: outside(path, root) };
    if (!(await files.exists(path))) return { error: `${path}: there is no such file` };
    const [place, home] = [await files.realPath(path), await files.realPath(root === '' ? '.' : root)];
    if (!isInside(place, home)) {
      return { error: outside(path, root) };
    }
    return { bytes: await files.readFile(path, fileLimits.included) };
  } catch (error) {
    return { error: (error as Error).message };
  }
}

const outside = (path: string, root: string): string =>
  `${path} lies outside of ${root === '' ? 'the current folder' : root}, and only files in there can be included`;

export function isInside(path: string, folder: string): boolean {
  const home = folder.replace(/[/\\]+$/, '');
  return path === home || path.startsWith(home + '/') || path.startsWith(home + '\\');
}
