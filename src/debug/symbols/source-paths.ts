/** Source names in debug information begin with this where the product's own sources are meant. */
const OWN_SOURCES = '/trapframe/';

/**
 * Names of source files, as debug information has them and as the user has them. Debug information writes `/` for every
 * separator; the product's own sources are wherever the product is installed.
 */
export class SourcePaths {
  private readonly spellings = new Map<string, string>();
  /** Paths that the user has named, and the files of the debug information that are meant: all as keys. */
  private readonly links = new Map<string, Set<string>>();
  /** Folders of the debug information, as keys that end with a slash, and those of the user; the longest first. */
  private readonly folders: readonly (readonly [key: string, folder: string])[];

  /**
   * @param root folder (path or URI) that `/trapframe/` stands for
   * @param map for folders of the debug information, those that the user has instead; of two that fit, the longer one counts
   */
  constructor(root: string, map: Readonly<Record<string, string>> = {}) {
    this.folders = [...Object.entries(map), [OWN_SOURCES, root] as const]
      .map(([from, to]) => [withSlashes(from).replace(/\/*$/, '/'), to] as const)
      .sort(([one], [other]) => other.length - one.length);
  }

  /** Remembers how the user spells a path; with a file of the debug information, that this one is meant by it. */
  know(path: string, file?: string): void {
    const own = keyOf(path);
    let files = this.links.get(own);
    if (!files) this.links.set(own, (files = new Set([own])));
    if (file !== undefined) files.add(keyOf(this.moved(file)));
    for (const key of files) this.spellings.set(key, path);
  }

  /** A file of the debug information, as the user would name it. */
  toUser(file: string): string {
    const path = this.moved(file);
    return this.spellings.get(keyOf(path)) ?? normal(path);
  }

  /** Whether a file of the debug information is the one that the user calls `path`. */
  isSame(file: string, path: string): boolean {
    return this.sameAs(path)(file);
  }

  /** Tells whether a file of the debug information is the one that the user calls `path`. */
  sameAs(path: string): (file: string) => boolean {
    const own = keyOf(path);
    const files = this.links.get(own);
    return (file) => {
      const key = keyOf(this.moved(file));
      return key === own || files?.has(key) === true;
    };
  }

  /** With the folders of the user. */
  private moved(file: string): string {
    const key = withSlashes(file);
    const moved = this.folders.find(([folder]) => key.startsWith(folder));
    // With other slashes a path is as long as before.
    return moved === undefined ? file : join(moved[1], file.slice(moved[0].length));
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

/** Windows drive letters in either case, either separator. */
const withSlashes = (path: string): string =>
  path.replaceAll('\\', '/').replace(/^[A-Za-z]:\//, (drive) => drive.toLowerCase());

/** One key for all spellings of a path that can be told without asking for links. */
const keyOf = (path: string): string => normal(withSlashes(path));

/** Without `.`, `..` and separators that say nothing; those that begin a URI, or a path of a network, say something. */
function normal(path: string): string {
  if (!/[/\\][/\\.]/.test(path)) return path;
  const [, head, rest] = /^([A-Za-z][\w+.-]+:\/\/[^/]*\/|[A-Za-z]:[/\\]|[/\\]{1,2}|)(.*)$/s.exec(path)!;
  const separator = rest.includes('/') || head.includes('/') ? '/' : '\\';
  const parts: string[] = [];
  for (const part of rest.split(/[/\\]/)) {
    if (part === '' || part === '.') continue;
    const isUp = part === '..' && (head !== '' || (parts.length > 0 && parts.at(-1) !== '..'));
    if (isUp) parts.pop();
    else parts.push(part);
  }
  return head + parts.join(separator);
}
