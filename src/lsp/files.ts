/** How the server reaches files that no editor has open. Files are named by URI, as the protocol names them. */
export interface Files {
  /**
   * Sources below a folder: assembly, what it includes, C and linker scripts. Empty when the folder cannot be read.
   * @param depth `own` leaves out the folders in it
   */
  list(folder: string, depth: 'all' | 'own'): Promise<readonly string[]>;
  /** Undefined when there is no such file, it is none that ends (a device, a pipe), or it is larger than sources are. */
  read(uri: string): Promise<Uint8Array | undefined>;
  /** The URI of a file or folder without symbolic links; undefined when there is none. */
  real(uri: string): Promise<string | undefined>;
}

/** Files that are assembly, or that assembly includes. */
export const isAssembly = (uri: string): boolean => /\.(s|S|inc)$/.test(uri);

/** Files that may define what assembly names: the functions of C, the places of a linker script. */
export const offersWords = (uri: string): boolean => /\.([ch]|ld|lds)$/.test(uri);
