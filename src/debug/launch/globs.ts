import { UserError } from '../../base/errors';
import type { FileSystem } from '../../base/files';

/** A folder with more than this is not meant to be looked through. */
const MOST_FILES = 5000;
const MOST_FOLDERS = 20_000;

/**
 * Paths of files that a pattern stands for: `*` and `?` within a name, `**` for any folders. A pattern without them is the
 * path of a file. @throws UserError when it stands for too much
 */
export async function filesMatching(pattern: string, files: FileSystem): Promise<string[]> {
  const separator = pattern.includes('/') ? '/' : '\\';
  const parts = pattern.split(separator);
  const first = parts.findIndex((part) => /[*?]/.test(part));
  if (first < 0) return (await files.exists(pattern)) ? [pattern] : [];
  const found = new Set<string>();
  /** Folders that have been looked through, without links, each with what was looked for in it: links may lead back. */
  const seen = new Set<string>();
  const root = parts.slice(0, first).join(separator);
  await collect(root === '' && first > 0 ? separator : root, parts.slice(first));
  return [...found].sort();

  async function collect(folder: string, rest: readonly string[]): Promise<void> {
    const [part, ...behind] = rest;
    if (part === undefined) return;
    const here = folder === '' ? '.' : folder;
    const names = await files.readFolder(here).catch(() => undefined);
    if (!names) return;
    const visit = `${rest.length} ${await files.realPath(here).catch(() => here)}`;
    if (seen.has(visit)) return;
    if (seen.size >= MOST_FOLDERS) {
      throw new UserError(`${pattern} looks through more than ${MOST_FOLDERS} folders; name fewer`);
    }
    seen.add(visit);
    if (part === '**') await collect(folder, behind);
    for (const name of names) {
      const path = folder === '' || folder.endsWith(separator) ? folder + name : folder + separator + name;
      if (part === '**') await collect(path, rest);
      else if (!matches(name, part)) continue;
      else if (behind.length > 0) await collect(path, behind);
      else if (found.size < MOST_FILES) found.add(path);
      else throw new UserError(`${pattern} stands for more than ${MOST_FILES} files; name fewer`);
    }
  }
}

/** By going back to the last star alone: what it may stand for decides the rest, so that many stars cost no more than two. */
export function matches(name: string, pattern: string): boolean {
  let at = 0;
  let next = 0;
  let star = -1;
  let behindStar = 0;
  while (at < name.length) {
    if (pattern[next] === '*') {
      star = next++;
      behindStar = at;
    } else if (next < pattern.length && (pattern[next] === '?' || pattern[next] === name[at])) {
      at++;
      next++;
    } else if (star >= 0) {
      at = ++behindStar;
      next = star + 1;
    } else return false;
  }
  while (pattern[next] === '*') next++;
  return next === pattern.length;
}
