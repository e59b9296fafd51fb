import type { Span } from './source';
import { StatementError } from './cursor';
import { decodeSource, EncodingError } from './encoding';

/** A file that a source asks for, or why it cannot have it. */
export type IncludedFile = { readonly bytes: Uint8Array } | { readonly error: string };

/**
 * The files that sources include. Assembling does not wait for files: what is not at hand is noted, and whoever has files
 * fetches it and assembles again (`assembleFiles`).
 */
export class Includes {
  /** Paths that are wanted and not at hand. */
  readonly wanted = new Set<string>();

  constructor(
    private readonly known: ReadonlyMap<string, IncludedFile> = new Map(),
    private readonly folders: readonly string[] = [],
  ) {}

  /**
   * The file that a name means: beside the file that names it, or in the folders for that; undefined while it is not at hand.
   * @throws StatementError when it cannot be had
   */
  find(name: string, from: string, span: Span): { path: string; bytes: Uint8Array } | undefined {
    const paths = isAbsolute(name)
      ? [name]
      : [folderOf(from), ...this.folders].map((folder) => joined(folder, name));
    let refused: string | undefined;
    let isWaiting = false;
    for (const path of paths) {
      const file = this.known.get(path);
      if (file === undefined) {
        this.wanted.add(path);
        isWaiting = true;
      } else if ('bytes' in file) {
        return { path, bytes: file.bytes };
      } else {
        refused ??= file.error;
      }
    }
    if (isWaiting) return undefined;
    throw new StatementError(span, refused ?? `there is no file ${name}`);
  }
}

const isAbsolute = (path: string): boolean => /^(?:[/\\]|[A-Za-z][A-Za-z0-9+.-]*:)/.test(path);

/** With the separator at its end; empty for a file without a folder. */
const folderOf = (path: string): string =>
  path.slice(0, Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);

/** A path in a folder, without `.` and `..` as far as that goes. */
export function joined(folder: string, name: string): string {
  const separator = folder.includes('\\') && !folder.includes('/') ? '\\' : '/';
  const parts = (
    folder === '' || /[/\\]$/.test(folder) ? folder + name : `${folder}${separator}${name}`
  ).split(/[/\\]/);
  const kept: string[] = [];
  parts.forEach((part, index) => {
    if (part === '..' && kept.length > 0 && !['', '..', '.'].includes(kept.at(-1)!)) kept.pop();
    else if (part !== '.' || (index === 0 && parts.length === 1)) kept.push(part);
  });
  return kept.join(separator);
}

/** The text of a file that a source includes. @throws StatementError */
export function textIn(bytes: Uint8Array, path: string, span: Span): string {
  try {
    return decodeSource(bytes);
  } catch (error) {
    if (!(error instanceof EncodingError)) throw error;
    throw new StatementError(span, `${path}: ${error.message}`);
  }
}
