import type { Hart } from '../../machine/types';
import type { LineRange } from '../../toolchain/dwarf/lines/table';
import { isAssembly, type SourcePaths } from '../symbols/source-paths';
import type { Image } from '../symbols/image';
import type { System } from '../system';

/** Where the sources of the library are that C programs are linked with. */
const FOLDER = '/trapframe/kernel/user/lib/';

/** The library of `<trapframe.h>`: code that a program's step into, forward or back, passes over, unless somebody wants to see it. */
export class Library {
  /** Launch attribute `skipLibrary`. */
  isSkipped = true;

  constructor(
    private readonly system: System,
    private readonly paths: SourcePaths,
  ) {}

  /** Whether a CPU is in it: in a function, or in the few instructions that make a system call of one, which lead into the kernel. */
  at(hart: Hart): 'function' | 'systemCall' | undefined {
    return this.of(this.system.imageOn(hart), hart.pc);
  }

  /** The same of an address in an image. */
  of(image: Image | undefined, pc: bigint): 'function' | 'systemCall' | undefined {
    const line = image?.kind === 'program' ? image.lineAt(pc) : undefined;
    if (!line || !this.has(line)) return undefined;
    return isAssembly(line.file) ? 'systemCall' : 'function';
  }

  private has({ file }: LineRange): boolean {
    return this.paths.toUser(file).startsWith(this.paths.toUser(FOLDER));
  }
}
