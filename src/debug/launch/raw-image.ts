import { UserError } from '../../base/errors';
import { RAM_BASE } from '../../machine/physical-memory';
import { ElfType, type Elf } from '../../toolchain/elf/types';

/** Where firmwares of RISC-V boards start the kernel above them, if nobody tells them otherwise. */
export const ABOVE_FIRMWARE = 0x8020_0000;

/** Whether a file says of itself that it is an ELF file. */
export const isElf = (bytes: Uint8Array): boolean =>
  String.fromCharCode(...bytes.subarray(0, 4)) === '\x7fELF';

/** Whether a file holds bytes as they shall lie in memory, as `objcopy -O binary` writes them: by its name, as nothing in it says so. */
export const isRaw = (path: string, bytes: Uint8Array): boolean => /\.bin$/i.test(path) && !isElf(bytes);

/**
 * A raw image as if it were an ELF file without symbols: it lies, and begins, where the RAM does, or where a firmware expects it.
 * @throws UserError when it is empty
 */
export function rawElf(bytes: Uint8Array, path: string, isAboveFirmware: boolean): Elf {
  if (bytes.length === 0) throw new UserError(`${path} is empty: there is nothing to run`);
  const address = BigInt(isAboveFirmware ? ABOVE_FIRMWARE : RAM_BASE);
  const segment = {
    virtualAddress: address,
    physicalAddress: address,
    bytes,
    memorySize: bytes.length,
    readable: true,
    writable: true,
    executable: true,
  };
  return {
    name: path,
    entry: address,
    type: ElfType.executable,
    flags: 0,
    segments: [segment],
    sections: [],
    symbols: [],
  };
}
