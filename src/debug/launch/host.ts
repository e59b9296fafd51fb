import type { FileSystem } from '../../base/files';
import type { Compiler } from '../../toolchain/compiler/compiler';

/** What the place that a session runs in provides. */
export interface LaunchHost {
  readonly files: FileSystem;
  /** Path of the built-in kernel's image, which the product ships as `dist/kernel/kernel.elf`. */
  readonly builtinKernel: string;
  /** Path of the firmware's image, `dist/firmware/firmware.elf`. */
  readonly builtinFirmware: string;
  /** Folder of the programs that come with the product, `dist/programs`; absent: there are none. */
  readonly builtinPrograms?: string;
  /** What makes programs and kernels of C; absent where no program can be started, as in a browser. */
  readonly compiler?: Compiler;
}
