/** How the server reaches files that no editor has open. Files are named by URI, as the protocol names them. */
export interface Files {
  /** Sources below a folder: assembly, what it includes, and C. Empty when the folder cannot be read. */
  list(folder: string): Promise<readonly string[]>;
  /** Undefined when there is no such file, or it is larger than sources are. */
  read(uri: string): Promise<Uint8Array | undefined>;
}

/** Files that are assembly, or that assembly includes. */
export const isAssembly = (uri: string): boolean => /\.(s|S|inc)$/.test(uri);

/** Files whose functions assembly may call. */
export const isC = (uri: string): boolean => /\.[ch]$/.test(uri);
