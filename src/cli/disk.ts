import { fileLimits } from '../base/file-limits';
import { UserError } from '../base/errors';
import { openDisk } from '../debug/launch/disk';
import { splitFile } from '../debug/launch/file-list';
import { size } from '../debug/launch/kinds';
import { checkDisk } from '../toolchain/disk/check';
import {
  DEFAULT_DISK_SIZE,
  DiskFiles,
  LEAST_DISK_SIZE,
  MOST_DISK_SIZE,
  formatDisk,
  partsOf,
} from '../toolchain/disk/disk-files';
import { readFlag, splitOptions } from './arguments';
import type { Command, Surroundings } from './command';

const flags = {
  size: {
    kind: size(LEAST_DISK_SIZE, MOST_DISK_SIZE),
    description: 'With create: how large the disk is. [16M]',
  },
};

/** A word after `disk`: what follows it, and what it does. Resolves to the exit status. */
interface Action {
  readonly usage: string;
  readonly least: number;
  readonly most: number;
  run(words: readonly string[], around: Surroundings, size: number | undefined): Promise<number>;
}

const actions: Readonly<Record<string, Action>> = {
  create: {
    usage: 'create IMAGE [FILE...] [--size SIZE]',
    least: 1,
    most: Infinity,
    async run([image, ...files], around, wanted = DEFAULT_DISK_SIZE) {
      const bytes = formatDisk(wanted);
      const disk = new DiskFiles(bytes);
      for (const text of files) {
        const { from, to } = splitFile(text);
        if (from === image) throw new UserError(`${from} would be overwritten by the image; name another`);
        disk.put(to, await around.host.files.readFile(from, fileLimits.onDisk));
      }
      await around.writeFile(image, bytes);
      return 0;
    },
  },
  ls: {
    usage: 'ls IMAGE [PATH]',
    least: 1,
    most: 2,
    async run([image, path = '/'], around) {
      const disk = openDisk(await around.host.files.readFile(image, fileLimits.disk), image);
      const inode = found(disk, image, path);
      const names = disk.isDirectory(inode)
        ? disk.list(inode).map((entry) => entry.name + (disk.isDirectory(entry.inode) ? '/' : ''))
        : [partsOf(path).at(-1)!];
      for (const name of names.sort()) around.output.write(`${name}\n`);
      return 0;
    },
  },
  get: {
    usage: 'get IMAGE PATH [OUT]',
    least: 2,
    most: 3,
    async run([image, path, out], around) {
      const disk = openDisk(await around.host.files.readFile(image, fileLimits.disk), image);
      const inode = found(disk, image, path);
      if (disk.isDirectory(inode)) throw new UserError(`${image}: ${path} is a directory`);
      const content = disk.read(inode);
      if (out !== undefined) await around.writeFile(out, content);
      else {
        around.output.showEverything();
        for (const byte of content) around.output.writeByte(byte);
      }
      return 0;
    },
  },
  put: {
    usage: 'put IMAGE FILE PATH',
    least: 3,
    most: 3,
    async run([image, file, path], around) {
      const bytes = (await around.host.files.readFile(image, fileLimits.disk)).slice();
      const disk = openDisk(bytes, image);
      const target = disk.find(path);
      const isInside = path.endsWith('/') || (target !== undefined && disk.isDirectory(target));
      disk.put(
        isInside ? `${path}/${splitFile(file).to}` : path,
        await around.host.files.readFile(file, fileLimits.onDisk),
      );
      await around.writeFile(image, bytes);
      return 0;
    },
  },
  check: {
    usage: 'check IMAGE',
    least: 1,
    most: 1,
    async run([image], around) {
      const problems = problemsOf(await around.host.files.readFile(image, fileLimits.disk));
      for (const problem of problems) around.output.write(`${image}: ${problem}\n`);
      return problems.length === 0 ? 0 : 1;
    },
  },
};

function found(disk: DiskFiles, image: string, path: string): number {
  const inode = disk.find(path);
  if (inode === undefined) throw new UserError(`${image}: there is no ${path} on the disk`);
  return inode;
}

/** A disk that is none at all has one thing wrong with it. */
function problemsOf(image: Uint8Array): string[] {
  try {
    return checkDisk(image);
  } catch (error) {
    if (error instanceof UserError) return [error.message];
    throw error;
  }
}

export const disk: Command = {
  name: 'disk',
  usage: Object.values(actions)
    .map(({ usage }) => usage)
    .join(' | '),
  summary: 'Makes a disk for the built-in kernel, shows and changes the files on one, or checks it.',
  flags,
  runs: false,
  async run(words, around) {
    const { given, rest } = splitOptions(words, Object.keys(flags), true);
    const [name, ...others] = rest;
    const action = name !== undefined && Object.hasOwn(actions, name) ? actions[name] : undefined;
    if (!action) {
      const what = name === undefined ? 'disk is told nothing' : `disk does not know ${name}`;
      throw new UserError(`${what}; it takes ${Object.keys(actions).join(', ')}`);
    }
    if (others.length < action.least || others.length > action.most)
      throw new UserError(`usage: trapframe disk ${action.usage}`);
    const wanted = readFlag('size', flags.size, given);
    if (wanted !== undefined && name !== 'create') throw new UserError(`--size belongs to disk create`);
    return action.run(others, around, wanted);
  },
};
