import type { LaunchHost } from '../debug/launch/host';
import type { TerminalLink } from './terminal';

/** What the place that we run in provides: to the adapter, the command line, labs. */
export interface Host extends LaunchHost {
  /** Folder (path or URI) that holds the product's own sources: `/trapframe/` in debug information. */
  readonly sourceRoot: string;
  /** A path, or a `file:` URI, made an absolute path, so that every client and all debug information name a file the same way. */
  absolutePath(path: string): string;
  /** The URI of a file. */
  uriOf(path: string): string;
  /** Prepares for a terminal that a client opens as the machine's console; absent where no program can be started. */
  openTerminal?(): Promise<TerminalLink>;
  /** Resolves when everything that waits for the thread has had a turn. */
  yield(): Promise<void>;
}
