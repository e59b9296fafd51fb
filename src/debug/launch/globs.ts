import type { FileSystem } from '../../base/files';

/** A folder with more than this is not meant to be looked through. */
const MOST_FILES = 5000;

/**
 * Paths of files that a pattern stands for: `*` and `?` within a name, `**` for any folders. A pattern without them is the
 * path of a file.
 */
export async function filesMatching(pattern: string, files: FileSystem): Promise<string[]> {
  const separator = pattern.includes('/') ? '/' : '\\';
  const parts = pattern.split(separator);
  const first = parts.findIndex((part) => /[*?]/.test(part));
  if (first < 0) return (await files.exists(pattern)) ? [pattern] : [];
  const found: string[] = [];
  const root = parts.slice(0, first).join(separator);
  await collect(root === '' && first > 0 ? separator : root, parts.slice(first));
  return found.sort();

  async function collect(folder: string, rest: readonly string[]): Promise<void> {
    const [part, ...behind] = rest;
    if (found.length >= MOST_FILES || part === undefined) return;
    if (part === '**') await collect(folder, behind);
    const names = await files.readFolder(folder === '' ? '.' : folder).catch(() => []);
    for (const name of names) {
      const path = folder === '' || folder.endsWith(separator) ? folder + name : folder + separator + name;
      if (part === '**') await collect(path, rest);
      else if (!matches(name, part)) continue;
      else if (behind.length === 0) found.push(path);
      else await collect(path, behind);
    }
  }
}

function matches(name: string, pattern: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`).test(name);
}
