import type { Diagnostic } from '../assembler/text/diagnostics';

/**
 * Makes ELF files of C. A session that has one can run C programs and changed kernels; in a browser there is none.
 * Paths are those of the host; the debug information (DWARF 4, code that is not optimized) names sources by them.
 */
export interface Compiler {
  /**
   * A program for the built-in kernel, with C in it, linked with the start-up code and the library of `<trapframe.h>`.
   * @param sources C files, and what they hold; at least one
   * @param objects what else is linked into the program
   * @throws UserError when no compiler is installed, saying what to install
   */
  compileProgram(sources: readonly SourceText[], objects: readonly ObjectFile[]): Promise<Compiled>;
  /**
   * A kernel: all C and assembly files of a folder but those in `user/`, linked by its `kernel.ld`.
   * @throws UserError when no compiler is installed, or the folder holds no kernel
   */
  compileKernel(folder: string): Promise<Compiled>;
  /** The same, which ends at once when the signal is aborted, with a UserError. */
  until?(signal: AbortSignal): Compiler;
}

interface SourceText {
  readonly path: string;
  readonly text: string;
}

/** A relocatable ELF file. */
export interface ObjectFile {
  /** Of the source, such as `fast.s`. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** It has a `_start` of its own, so that nobody has to call `main`. */
  readonly hasStart: boolean;
}

export interface Compiled {
  /** Absent when there are errors. */
  readonly elf?: Uint8Array;
  /** Errors come first in a report if there are any: at least one says why there is no `elf`. */
  readonly diagnostics: readonly Diagnostic[];
}
