import { fileLimits } from '../../base/file-limits';
import { hex } from '../../base/integers';
import { UserError } from '../../base/errors';
import type { FileSystem } from '../../base/files';
import type { BootImage } from '../../machine/types';
import { ElfType, type Elf } from '../../toolchain/elf/types';
import { loadElf } from '../../toolchain/elf/load';
import { withAssemblyLines } from './assembly-sources';
import { sizeInWords } from './kinds';
import { isRaw, rawElf } from './raw-image';

/** A kernel that boots the machine. */
export interface Kernel {
  readonly path: string;
  readonly builtin: boolean;
  readonly bytes: Uint8Array;
  readonly elf: Elf;
}

/** @throws UserError when there is no such file, or it is neither a RISC-V ELF nor a raw image (`.bin`) */
export async function readKernel(
  path: string,
  builtin: boolean,
  files: FileSystem,
  isAboveFirmware = false,
): Promise<Kernel> {
  const bytes = await files.readFile(path, fileLimits.kernel);
  if (isRaw(path, bytes)) return { path, builtin, bytes, elf: rawElf(bytes, path, isAboveFirmware) };
  const elf = await loadElf(bytes, path);
  // Ours has lines for all of its code.
  return { path, builtin, bytes, elf: builtin ? elf : await withAssemblyLines(elf, files) };
}

/** The physical address of a symbol of an image; undefined when it has none of that name, or not in its memory. */
export function physicalSymbol(elf: Elf, name: string): number | undefined {
  const symbol = elf.symbols.find((candidate) => candidate.name === name && candidate.defined);
  const home =
    symbol &&
    elf.segments.find(
      ({ virtualAddress: start, memorySize }) =>
        // A symbol may stand behind the last byte.
        symbol.address >= start && symbol.address <= start + BigInt(memorySize),
    );
  return home && Number(symbol.address - home.virtualAddress + home.physicalAddress);
}

/** Where RAM begins on the `virt` board. */
const RAM_BASE = 0x8000_0000;

/**
 * The parts of an executable that the board puts into RAM before reset; of one that begins below, what reaches into the RAM.
 * @throws UserError when a part would lie outside the RAM, or the file cannot be run.
 */
export function bootImage(elf: Elf, path: string, memory: number): Pick<BootImage, 'segments' | 'entry'> {
  checkLinked(elf, path);
  const segments = elf.segments
    .filter((segment) => segment.memorySize > 0)
    .map((segment) => {
      const below = belowRam(segment);
      const size = segment.memorySize - below;
      const address = inRam(segment.physicalAddress + BigInt(below), size, path, memory);
      return { address, bytes: segment.bytes.subarray(below), size };
    });
  const home = elf.segments.find(
    ({ virtualAddress: start, memorySize }) => elf.entry >= start && elf.entry < start + BigInt(memorySize),
  );
  if (!home) throw new UserError(`${path}: its entry ${hex(elf.entry)} lies in no segment of the file`);
  return { segments, entry: Number(elf.entry - home.virtualAddress + home.physicalAddress) };
}

/**
 * Bytes of a segment in front of the RAM, when the rest reaches into it. Linkers put the file's own headers into the page below the
 * first section; they have nowhere to go, and nobody misses them.
 */
function belowRam({ physicalAddress, memorySize }: Elf['segments'][number]): number {
  const below = RAM_BASE - Number(physicalAddress);
  return below > 0 && below < memorySize ? below : 0;
}

function inRam(address: bigint, size: number, path: string, memory: number): number {
  const start = Number(address);
  if (start >= RAM_BASE && start + size <= RAM_BASE + memory) return start;
  const ram = `${sizeInWords(memory)} at ${hex(RAM_BASE)}`;
  throw new UserError(
    start >= RAM_BASE
      ? `${path} reaches to ${hex(start + size)}, beyond the RAM (${ram}): it needs more memory`
      : `${path} wants ${hex(size)} bytes at ${hex(address)}, outside the RAM: ${ram}`,
  );
}

/** @throws UserError for what a compiler makes of one source, before it is linked. */
function checkLinked({ type }: Elf, path: string): void {
  if (type === ElfType.relocatable) {
    throw new UserError(`${path} is an object file, not a program: link it first`);
  }
}

/** User space, as the kernels of this machine lay it out for programs linked at fixed addresses. */
const USER_START = 0x1000n;
const USER_END = 0x200_0000n;
/** The stack and its guard page are at its end. */
const PROGRAM_END = USER_END - 0x1_1000n;

/** @throws UserError when a program cannot become a process of the built-in kernel, saying why. */
export function checkUserProgram(elf: Elf, path: string): void {
  checkLinked(elf, path);
  if (elf.type === ElfType.shared) {
    throw new UserError(`${path} is linked for any address: link it for a fixed one (-static -no-pie)`);
  }
  for (const { virtualAddress: start, memorySize } of elf.segments) {
    const end = start + BigInt(memorySize);
    if (start >= USER_START && end <= PROGRAM_END) continue;
    if (start >= USER_START && start < USER_END) {
      throw new UserError(
        `${path} is too large: it reaches to ${hex(end)}, and the stack begins at ${hex(PROGRAM_END)}`,
      );
    }
    throw new UserError(
      `${path} is linked at ${hex(start)}, outside user space (${hex(USER_START)} to ${hex(USER_END)}); ` +
        'an image for the bare machine runs with kernel none',
    );
  }
}
