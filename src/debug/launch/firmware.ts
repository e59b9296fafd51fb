import { fileLimits } from '../../base/file-limits';
import { UserError } from '../../base/errors';
import type { FileSystem } from '../../base/files';
import { RAM_BASE } from '../../machine/physical-memory';
import type { BootImage } from '../../machine/types';
import type { Elf } from '../../toolchain/elf/types';
import { loadElf } from '../../toolchain/elf/load';
import { bootImage } from './images';
import type { LaunchHost } from './host';
import { ABOVE_FIRMWARE, isElf } from './raw-image';

/** What owns machine mode under a kernel: an SBI firmware. */
export interface Firmware {
  readonly path: string;
  readonly bytes: Uint8Array;
  /** Absent for a raw image, which has no symbols. */
  readonly elf?: Elf;
}

/** The firmware that the option `bios` names; undefined for `none`. @throws UserError when there is no such file */
export async function firmwareNamed(
  bios: string,
  host: Pick<LaunchHost, 'files' | 'builtinFirmware'>,
): Promise<Firmware | undefined> {
  if (bios === 'none') return undefined;
  const path = bios === 'builtin' ? host.builtinFirmware : bios;
  return imageIn(path, host.files);
}

/** An ELF file, or bytes as they shall lie in memory. */
async function imageIn(path: string, files: FileSystem): Promise<Firmware> {
  const bytes = await files.readFile(path, fileLimits.firmware);
  if (bytes.length === 0) throw new UserError(`${path} is empty: it is no firmware`);
  return isElf(bytes) ? { path, bytes, elf: await loadElf(bytes, path) } : { path, bytes };
}

type Image = Pick<BootImage, 'segments' | 'entry' | 'next'>;

/** A firmware and the kernel above it as one image. @throws UserError when they overlap, or do not fit the memory */
export function withFirmware(firmware: Firmware, kernel: Image, path: string, memory: number): Image {
  const { elf, bytes } = firmware;
  const below: Image = elf
    ? bootImage(elf, firmware.path, memory)
    : {
        segments: [{ address: RAM_BASE, bytes, size: bytes.length }],
        entry: RAM_BASE,
      };
  for (const one of below.segments) {
    for (const other of kernel.segments) {
      if (one.address >= other.address + other.size || other.address >= one.address + one.size) continue;
      throw new UserError(
        `${path} lies at 0x${other.address.toString(16)}, where the firmware is; a kernel above a firmware is linked at ` +
          `0x${ABOVE_FIRMWARE.toString(16)} (without one: bios none)`,
      );
    }
  }
  return { segments: [...below.segments, ...kernel.segments], entry: below.entry, next: kernel.entry };
}
