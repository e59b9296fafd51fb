import type { Configuration } from '../configuration/complete';
import type { QemuOptions } from './makefile';

/** A folder in which somebody works on a kernel for the `virt` board. Paths are absolute; `join` makes them. */
export interface KernelFolder {
  readonly path: string;
  /** What people call it: the folder's name. */
  readonly name: string;
  readonly options: QemuOptions;
  /** Names of user programs whose sources are in `user/`: `sh`. */
  readonly programs: readonly string[];
  /** Whether files are there that `user/_*` matches. */
  readonly hasBuiltPrograms: boolean;
  /** A compiler for RISC-V and `make` are there. */
  readonly canMake: boolean;
}

/** The most that the machine has. */
const MOST_CPUS = 8;
export const MAKE_TASK = 'trapframe-make';

/** The configuration that debugs the kernel of a folder, from its `main` on. */
export function debugKernel(folder: KernelFolder): Configuration {
  return { ...common(folder), name: `Debug the kernel of ${folder.name}`, stopOnEntry: 'main' };
}

/** The configuration that debugs one of its user programs, from its `main` on: the kernel boots, and waits for who starts it. */
export function debugProgram(folder: KernelFolder, program: string): Configuration {
  const name = `Debug the user program ${program} of ${folder.name}`;
  return { ...common(folder), name, stopInProgram: program };
}

function common(folder: KernelFolder): Configuration {
  const { path, options, programs, hasBuiltPrograms, canMake } = folder;
  const inFolder = (file: string): string => (isAbsolute(file) ? file : join(path, file));
  const { kernel, disk, memory, cpus = 1, bios } = options;
  return {
    type: 'trapframe',
    request: 'launch',
    name: '',
    kernel: inFolder(kernel),
    ...(bios === 'none' ? {} : { bios: bios === 'builtin' ? bios : inFolder(bios.file) }),
    ...(disk === undefined ? {} : { disk: inFolder(disk) }),
    ...(hasBuiltPrograms || (canMake && programs.length > 0) ? { symbols: [inFolder('user/_*')] } : {}),
    memory: memory ?? '128M',
    cpus: Math.min(cpus, MOST_CPUS),
    ...(canMake ? { preLaunchTask: makeTask(folder) } : {}),
  };
}

/** What identifies the task that builds a folder; VS Code finds it by these. */
export const makeTask = ({ path, options: { kernel, disk } }: Pick<KernelFolder, 'path' | 'options'>) => ({
  type: MAKE_TASK,
  folder: path,
  targets: [kernel, ...(disk === undefined ? [] : [disk])].join(' '),
});

/** The user program that a source file is, in a folder of this kind: `user/sh.c`; undefined: another file. */
export function programOf(folder: KernelFolder, path: string): string | undefined {
  const inside = withSlashes(path).slice(withSlashes(folder.path).length);
  const name = /^\/user\/(\w+)\.c$/.exec(inside)?.[1];
  return name !== undefined && folder.programs.includes(name) ? name : undefined;
}

const withSlashes = (path: string): string => path.replaceAll('\\', '/').replace(/\/$/, '');
const isAbsolute = (path: string): boolean => /^([/\\]|[A-Za-z]:)/.test(path);
const join = (folder: string, file: string): string =>
  folder.includes('\\') && !folder.includes('/')
    ? `${folder}\\${file.replaceAll('/', '\\')}`
    : `${folder}/${file}`;
