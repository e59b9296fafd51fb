/** How much of a file is read: a mistaken name must not fill the memory. */
export interface FileLimit {
  /** What the file is to be, with its article. */
  readonly what: string;
  /** Bytes. */
  readonly most: number;
}

const MEBI = 2 ** 20;

/** What is read from files, and how large each may be. */
export const fileLimits = {
  file: { what: 'a file', most: 512 * MEBI },
  source: { what: 'a source file', most: 64 * MEBI },
  program: { what: 'a program', most: 512 * MEBI },
  kernel: { what: 'a kernel', most: 512 * MEBI },
  firmware: { what: 'a firmware', most: 64 * MEBI },
  description: { what: 'a kernel description', most: 16 * MEBI },
  disk: { what: 'a disk image', most: 2048 * MEBI },
  onDisk: { what: 'a file for a disk', most: 2048 * MEBI },
  input: { what: 'console input', most: 512 * MEBI },
  included: { what: 'an included file', most: 64 * MEBI },
  recording: { what: 'a recording', most: 1024 * MEBI },
  workload: { what: 'a workload', most: 16 * MEBI },
} as const satisfies Readonly<Record<string, FileLimit>>;
