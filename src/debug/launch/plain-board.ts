import { UserError } from '../../base/errors';
import { createBoard } from '../../devices/virt';
import { RAM_BASE } from '../../machine/physical-memory';
import type { BootImage, Machine } from '../../machine/types';
import { loadElf } from '../../toolchain/elf/load';
import { withFirmware, type Firmware } from './firmware';
import { bootImage } from './images';
import { ABOVE_FIRMWARE, isElf } from './raw-image';

/** What a board is loaded with that nobody but its kernel has to understand. */
export interface PlainBoard {
  /** An ELF file, or a raw image. */
  readonly kernel?: { readonly path: string; readonly bytes: Uint8Array } | undefined;
  readonly firmware?: Firmware | undefined;
  readonly initrd?: Uint8Array | undefined;
  readonly bootargs: string;
  readonly memory: number;
  readonly cpus: number;
  readonly disk?: Uint8Array | undefined;
}

type Image = Pick<BootImage, 'segments' | 'entry' | 'next'>;

/**
 * The board at its reset, as QEMU loads it: a raw kernel lies where the RAM begins, above a firmware 2 MiB later.
 * @throws UserError for files that are no kernels, or do not fit
 */
export async function bootPlain(board: PlainBoard): Promise<Machine> {
  const { initrd, bootargs, memory, cpus, disk } = board;
  const image = await imageOf(board);
  return createBoard(
    { ...image, bootargs, ...(initrd && { initrd }) },
    { memory, cpus, ...(disk && { disk }) },
  );
}

async function imageOf({ kernel, firmware, memory }: PlainBoard): Promise<Image> {
  if (!kernel) {
    if (!firmware) throw new UserError('-kernel is missing: there is nothing to run');
    return alone(firmware.path, firmware.bytes, RAM_BASE, memory);
  }
  const { path, bytes } = kernel;
  if (!firmware) return alone(path, bytes, RAM_BASE, memory);
  return withFirmware(firmware, await alone(path, bytes, ABOVE_FIRMWARE, memory), path, memory);
}

async function alone(path: string, bytes: Uint8Array, address: number, memory: number): Promise<Image> {
  if (isElf(bytes)) return bootImage(await loadElf(bytes, path), path, memory);
  if (bytes.length === 0) throw new UserError(`${path} is empty: it is no kernel`);
  return { segments: [{ address, bytes, size: bytes.length }], entry: address };
}
