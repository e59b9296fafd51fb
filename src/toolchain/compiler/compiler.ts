import type { Diagnostic } from '../assembler/diagnostics';

/**
 * Makes ELF files of C. A session that has one can run C programs and changed kernels; in a browser there is none.
 * Paths are those of the host; the debug information (DWARF 4, code that is not optimized) names sources by them.
 */
export interface Compiler {
  /**
   * A C program for the built-in kernel, linked with the start-up code and the library of `<trapframe.h>`.
   * @param text what the file holds
   * @throws UserError when no compiler is installed, saying what to install
   */
  compileProgram(path: string, text: string): Promise<Compiled>;
  /**
   * A kernel: all C and assembly files of a folder but those in `user/`, linked by its `kernel.ld`.
   * @throws UserError when no compiler is installed, or the folder holds no kernel
   */
  compileKernel(folder: string): Promise<Compiled>;
}

export interface Compiled {
  /** Absent when there are errors. */
  readonly elf?: Uint8Array;
  /** Errors come first in a report if there are any: at least one says why there is no `elf`. */
  readonly diagnostics: readonly Diagnostic[];
}
