import { fileLimits } from '../../base/file-limits';
import { UserError } from '../../base/errors';
import { createBoard } from '../../devices/virt';
import type { BoardOptions, BootImage, Machine } from '../../machine/types';
import builtinDescription from '../kernels/builtin.json';
import { bootargsOf, checkOwnOptions, checkRoom, initrdOf } from './boot-files';
import { kernelDisk, rawDisk } from './disk';
import { builtinPrograms, locateBuiltins } from './builtin-programs';
import type { BuildReport } from './build-report';
import { firmwareNamed, withFirmware, type Firmware } from './firmware';
import { bootImage, checkUserProgram, physicalSymbol, type Kernel } from './images';
import { guestKnowledge, type GuestKnowledge } from './guest-knowledge';
import type { LaunchHost } from './host';
import { kernelNamed } from './kernel-named';
import type { OptionValues } from './options';
import { resolvePrograms, type Program } from './programs';
import type { Launch } from './validate';

/** A machine at its reset, before the first instruction, and all that was put into it. */
export interface Booted {
  /** Its hooks (`onTrap`, `onReturn`, `onConsole`) are free for the caller. */
  readonly machine: Machine;
  readonly options: OptionValues;
  /** Absent with `kernel: none`. Its `elf` has the symbols and the debug information. */
  readonly kernel?: Kernel;
  /** What runs in machine mode under the kernel, or under the program of a bare machine. */
  readonly firmware?: Firmware;
  /**
   * In the order given: with a kernel the first becomes the process with pid 1, the second pid 2, ...; without one there
   * is one program, and it is the machine's own image.
   */
  readonly programs: readonly Program[];
  /** Warnings of the build. */
  readonly report: BuildReport;
  /** What the user tells of the kernel, and of programs that it finds by itself. */
  readonly knowledge?: GuestKnowledge;
  /** What the kernel was given, for booting the same run elsewhere. Absent without a kernel. */
  readonly initrd?: Uint8Array;
  readonly bootargs?: string;
  /** The disk as it was put together; the machine changes a copy. Absent: there is none, or it came as it is from a file. */
  readonly disk?: Uint8Array;
  /** What tells the guest that its input has ended. Empty where nobody knows how to say that. */
  readonly endOfInput: Uint8Array;
}

/** What is to run, and whether somebody types its input, and should see it. */
export type BootRequest = Launch & { readonly isTyped?: boolean | undefined };

/** Control-D, as the built-in kernel's terminal understands it. */
const END_OF_FILE = Uint8Array.of(4);

/**
 * Builds the programs, loads the kernel and wires the board. Nothing has run yet when it returns. Calling it again reads
 * every file again.
 * @throws BuildError, UserError: the user's input is wrong, and the message says where.
 */
export async function boot(request: BootRequest, host: LaunchHost): Promise<Booted> {
  const { options, programs: requests } = request;
  if (options.kernel === 'none') {
    checkOwnOptions(options, false);
    return bareMachine(requests, options, host);
  }
  const { programs, report } = await resolvePrograms(
    locateBuiltins(requests, host),
    host.files,
    'process',
    host.compiler,
    options.includeRoot,
  );
  const named = await guestKnowledge(options, host.files);
  for (const { elf, path } of programs) checkUserProgram(elf, path);
  const builtin = options.kernel === 'builtin';
  if (builtin) checkRoom(programs);
  const kernel = await kernelNamed(options.kernel, host, options.bios !== 'none');
  const firmware = await firmwareNamed(options.bios, host);
  if (firmware && isOfOurs(kernel)) {
    throw new UserError('the built-in kernel begins in machine mode itself: it runs with bios none');
  }
  checkOwnOptions(options, isOfOurs(kernel));
  const hasFiles = kernel.elf.symbols.some(({ name }) => name === 'disk_superblock');
  const tools = hasFiles ? await builtinPrograms(host, programs) : [];
  const symbols = new Map([...tools.map(({ name, elf }) => [name, elf] as const), ...named.symbols]);
  const knowledge = { ...named, symbols };
  const disk = hasFiles ? await kernelDisk(options, [...programs, ...tools], host.files) : undefined;
  const image = disk?.image ?? (hasFiles ? undefined : await rawDisk(options, host.files));
  const initrd =
    programs.length === 0 ? undefined : initrdOf(programs, disk?.left ?? [...programs, ...tools]);
  const isTyped = options.input === undefined && request.isTyped !== false;
  const bootargs = bootargsOf(options) + (isTyped ? '' : ' echo=0');
  const endOfInput = isOfOurs(kernel) ? END_OF_FILE : new Uint8Array(0);
  const alone = bootImage(kernel.elf, builtin ? 'the built-in kernel' : kernel.path, options.memory);
  const bootImageOfAll = {
    ...(firmware ? withFirmware(firmware, alone, kernel.path, options.memory) : alone),
    ...(initrd && { initrd }),
    bootargs,
  };
  return {
    machine: await wire(bootImageOfAll, options, endOfInput, host, image),
    options,
    kernel,
    programs,
    report,
    knowledge,
    bootargs,
    endOfInput,
    ...(initrd && { initrd }),
    ...(image && { disk: image }),
    ...(firmware && { firmware }),
  };
}

/** Whether it is the built-in kernel, or one that was made of it. */
const isOfOurs = ({ elf: { symbols } }: Kernel): boolean =>
  builtinDescription.recognizedBy.every((name) => symbols.some((symbol) => symbol.name === name));

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
  const { programs, report } = await resolvePrograms(
    requests,
    host.files,
    options.bios === 'none' ? 'machine' : 'supervisor',
    host.compiler,
    options.includeRoot,
  );
  const { elf, path } = programs[0];
  const endOfInput = new Uint8Array(0);
  const firmware = await firmwareNamed(options.bios, host);
  const alone = bootImage(elf, path, options.memory);
  const image = firmware ? withFirmware(firmware, alone, path, options.memory) : alone;
  const tohost = physicalSymbol(elf, 'tohost');
  const machine = await wire(
    image,
    options,
    endOfInput,
    host,
    await rawDisk(options, host.files),
    tohost === undefined ? {} : { hostInterface: { tohost, fromhost: physicalSymbol(elf, 'fromhost') } },
  );
  return { machine, options, programs, report, endOfInput, ...(firmware && { firmware }) };
}

/** The board, with its disk and its input. */
async function wire(
  image: BootImage,
  { memory, cpus, diskLatency, input, engine, costModel, transient, transientForwarding }: OptionValues,
  endOfInput: Uint8Array,
  { files }: LaunchHost,
  disk: Uint8Array | undefined,
  more: Partial<BoardOptions> = {},
): Promise<Machine> {
  const timing = { costModel, transient, transientForwarding };
  const board: BoardOptions = { memory, cpus, diskLatency, engine, ...timing, ...more };
  const machine = createBoard(image, disk === undefined ? board : { ...board, disk });
  if (input !== undefined) {
    machine.input.feed(
      'text' in input
        ? new TextEncoder().encode(input.text)
        : await files.readFile(input.path, fileLimits.input),
    );
    machine.input.feedEnd(endOfInput);
  }
  return machine;
}
