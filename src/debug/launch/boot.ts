import { UserError } from '../../base/errors';
import type { FileSystem } from '../../base/files';
import { createBoard } from '../../devices/virt';
import type { Machine } from '../../machine/types';
import { bootargsOf, checkRoom, initrdOf } from './boot-files';
import type { BuildReport } from './build-report';
import { bootImage, checkUserProgram, readKernel, type Kernel } from './images';
import type { OptionValues } from './options';
import { resolvePrograms, type Program } from './programs';
import type { Launch } from './validate';

/** What the place that a session runs in provides. */
export interface LaunchHost {
  readonly files: FileSystem;
  /** Path of the built-in kernel's image, which the product ships as `dist/kernel/kernel.elf`. */
  readonly builtinKernel: string;
}

/** A machine at its reset, before the first instruction, and all that was put into it. */
export interface Booted {
  /** Its hooks (`onTrap`, `onReturn`, `onConsole`) are free for the caller. */
  readonly machine: Machine;
  readonly options: OptionValues;
  /** Absent with `kernel: none`. Its `elf` has the symbols and the debug information. */
  readonly kernel?: Kernel;
  /**
   * In the order given: with a kernel the first becomes the process with pid 1, the second pid 2, ...; without one there
   * is one program, and it is the machine's own image.
   */
  readonly programs: readonly Program[];
  /** Warnings of the build. */
  readonly report: BuildReport;
  /** What the kernel was given, for booting the same run elsewhere. Absent without a kernel. */
  readonly initrd?: Uint8Array;
  readonly bootargs?: string;
}

/**
 * Builds the programs, loads the kernel and wires the board. Nothing has run yet when it returns. Calling it again reads
 * every file again.
 * @throws BuildError, UserError: the user's input is wrong, and the message says where.
 */
export async function boot({ options, programs: requests }: Launch, host: LaunchHost): Promise<Booted> {
  const { memory, cpus } = options;
  if (options.kernel === 'none') return bareMachine(requests, options, host);
  const { programs, report } = await resolvePrograms(requests, host.files, 'process');
  for (const { elf, path } of programs) checkUserProgram(elf, path);
  const builtin = options.kernel === 'builtin';
  if (builtin) checkRoom(programs);
  const kernel = await readKernel(builtin ? host.builtinKernel : options.kernel, builtin, host.files);
  const initrd = initrdOf(programs);
  const bootargs = bootargsOf(options);
  const image = { ...bootImage(kernel.elf, kernel.path, memory), initrd, bootargs };
  return {
    machine: createBoard(image, { memory, cpus }),
    ...{ options, kernel, programs, report, initrd, bootargs },
  };
}

async function bareMachine(
  requests: Launch['programs'],
  options: OptionValues,
  host: LaunchHost,
): Promise<Booted> {
  if (requests.length !== 1) {
    throw new UserError('with kernel none the machine runs one program; give only one');
  }
  if (requests[0].args.length > 0) {
    throw new UserError('with kernel none nobody passes arguments to the program; leave them out');
  }
  const { programs, report } = await resolvePrograms(requests, host.files, 'machine');
  const { elf, path } = programs[0];
  const { memory, cpus } = options;
  return { machine: createBoard(bootImage(elf, path, memory), { memory, cpus }), options, programs, report };
}
