import { fileLimits } from '../../base/file-limits';
import { UserError } from '../../base/errors';
import type { FileSystem } from '../../base/files';
import { DEFAULT_DISK_SIZE, DiskFiles, formatDisk } from '../../toolchain/disk/disk-files';
import { MAGIC } from '../../toolchain/disk/layout';
import { splitFile } from './file-list';
import type { OptionValues } from './options';
import type { Program } from './programs';

/** The machine's disk, and the programs that there was no room for on it. */
export interface LaunchDisk {
  readonly image: Uint8Array;
  readonly left: readonly Program[];
}

/** With this instead of a path there is no disk. */
export const NO_DISK = 'none';

/** A disk as it is in a file, or none. */
export async function rawDisk(options: OptionValues, host: FileSystem): Promise<Uint8Array | undefined> {
  const { disk } = options;
  const files = filesOf(options);
  if (files.length > 0)
    throw new UserError(
      `${files[0]}: files are put on the disk of the built-in kernel, and there is none here`,
    );
  return disk === undefined || disk === NO_DISK ? undefined : host.readFile(disk, fileLimits.disk);
}

/**
 * The disk of the built-in kernel: a copy of the one that was named, or a new one, with the launch's programs in /bin, and its files. A disk of
 * another kind stays as it is.
 * @throws UserError when a file cannot be read, or there is no room for it
 */
export async function kernelDisk(
  options: OptionValues,
  programs: readonly Program[],
  host: FileSystem,
): Promise<LaunchDisk | undefined> {
  const { disk } = options;
  const files = filesOf(options);
  if (disk === NO_DISK) {
    if (files.length > 0) throw new UserError(`${files[0]}: there is no disk to put it on`);
    return undefined;
  }
  const image =
    disk === undefined ? formatDisk(DEFAULT_DISK_SIZE) : (await host.readFile(disk, fileLimits.disk)).slice();
  if (!isOurs(image)) {
    if (files.length > 0)
      throw new UserError(`${files[0]}: ${disk} is no disk of the built-in kernel; nothing can be put on it`);
    return { image, left: programs };
  }
  const onDisk = openDisk(image, disk ?? 'the disk');
  for (const text of files) {
    const { from, to } = splitFile(text);
    onDisk.put(to, await host.readFile(from, fileLimits.onDisk));
  }
  return { image, left: programs.filter((program) => !fits(onDisk, program)) };
}

/** What each face calls by a name of its own. */
const filesOf = ({ files, file }: OptionValues): readonly string[] => [...files, ...file];

/** The file system of an image, with its name in front of what is wrong. @throws UserError */
export function openDisk(image: Uint8Array, name: string): DiskFiles {
  try {
    return new DiskFiles(image);
  } catch (error) {
    throw error instanceof UserError ? new UserError(`${name}: ${error.message}`) : error;
  }
}

const isOurs = (image: Uint8Array): boolean =>
  image.length >= 8 && new DataView(image.buffer, image.byteOffset).getBigUint64(0, true) === MAGIC;

/** Puts a program on the disk. Where it does not fit, the kernel gets it in another way. */
function fits(disk: DiskFiles, { file, bytes }: Program): boolean {
  if (bytes.length + 2 ** 14 > disk.room()) return false;
  try {
    disk.put(file, bytes);
    return true;
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}
