/** Source names in debug information begin with this where the product's own sources are meant. */
const OWN_SOURCES = '/trapframe/';

/**
 * Names of source files, as debug information has them and as the user has them. Debug information writes `/` for every
 * separator; the product's own sources are wherever the product is installed.
 */
export class SourcePaths {
  private readonly spellings = new Map<string, string>();
  /** Folders of the debug information, as keys that end with a slash, and those of the user; the longest first. */
  private readonly folders: readonly (readonly [key: string, folder: string])[];

  /**
   * @param root folder (path or URI) that `/trapframe/` stands for
   * @param map for folders of the debug information, those that the user has instead; of two that fit, the longer one counts
   */
  constructor(root: string, map: Readonly<Record<string, string>> = {}) {
    this.folders = [...Object.entries(map), [OWN_SOURCES, root] as const]
      .map(([from, to]) => [keyOf(from).replace(/\/*$/, '/'), to] as const)
      .sort(([one], [other]) => other.length - one.length);
  }

  /** Remembers how the user spells a path. */
  know(path: string): void {
    this.spellings.set(keyOf(path), path);
  }

  /** A file of the debug information, as the user would name it. */
  toUser(file: string): string {
    const key = keyOf(file);
    const moved = this.folders.find(([folder]) => key.startsWith(folder));
    // A key is as long as its path.
    const path = moved === undefined ? file : join(moved[1], file.slice(moved[0].length));
    return this.spellings.get(keyOf(path)) ?? path;
  }

  /** Whether a file of the debug information is the one that the user calls `path`. */
  isSame(file: string, path: string): boolean {
    return keyOf(this.toUser(file)) === keyOf(path);
  }
}

/** The last part of a path or URI. */
export const baseName = (path: string): string => path.split(/[/\\]/).at(-1) ?? path;

/** Whether a source file is in assembly: its functions set up no frames that anybody would want to skip. */
export const isAssembly = (path: string): boolean => /\.s$/i.test(path);

function join(root: string, rest: string): string {
  const separator = root.includes('\\') && !root.includes('/') ? '\\' : '/';
  return root.replace(/[/\\]+$/, '') + separator + rest.replaceAll(/[/\\]/g, separator);
}

/** One key for all spellings of a path: Windows drive letters in either case, either separator. */
const keyOf = (path: string): string =>
  path.replaceAll('\\', '/').replace(/^[A-Za-z]:\//, (drive) => drive.toLowerCase());
