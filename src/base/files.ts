import type { FileLimit } from './file-limits';

/**
 * How everything that must also run in a web worker reaches files. A `path` is whatever the
 * host of the adapter understands: an absolute path on the desktop, a URI string in the browser.
 */
export interface FileSystem {
  /**
   * The bytes of a regular file. What is none (a device, a pipe) is not read, nor what is larger than it may be.
   * @param signal aborted when nobody wants the file any more: it is not read on
   * @throws UserError when the file is missing or cannot be read; the message names it.
   */
  readFile(path: string, limit?: FileLimit, signal?: AbortSignal): Promise<Uint8Array>;
  exists(path: string): Promise<boolean>;
  /** The path without links, absolute where the host has absolute paths. @throws UserError when there is no such file. */
  realPath(path: string): Promise<string>;
  /** Names (not paths) of the entries of a folder. @throws UserError when it is no folder. */
  readFolder(path: string): Promise<string[]>;
}
