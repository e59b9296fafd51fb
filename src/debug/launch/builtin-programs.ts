import { fileLimits } from '../../base/file-limits';
import { UserError } from '../../base/errors';
import { loadElf } from '../../toolchain/elf/load';
import type { LaunchHost } from './host';
import type { ProgramRequest } from './program-list';
import type { Program } from './programs';

/** The programs that come with the product: their sources are in `kernel/user/tools`. */
export const builtinNames = [
  'cat',
  'echo',
  'grep',
  'head',
  'hexdump',
  'init',
  'iomix',
  'kill',
  'ls',
  'meltdown',
  'mkdir',
  'ps',
  'rm',
  'sh',
  'sleep',
  'wc',
] as const;

const PREFIX = 'builtin:';

/** Whether a program is named as one that comes with the product, and not by a path. */
export const isBuiltin = (path: string): boolean => path.startsWith(PREFIX);

/** Requests with the paths of such programs in place of their names. @throws UserError: there is no such program */
export function locateBuiltins(
  requests: readonly ProgramRequest[],
  { builtinPrograms }: Pick<LaunchHost, 'builtinPrograms'>,
): readonly ProgramRequest[] {
  return requests.map((request) => {
    if (!isBuiltin(request.path)) return request;
    const name = request.path.slice(PREFIX.length);
    if (!builtinNames.some((one) => one === name))
      throw new UserError(`${request.path}: there is no such program; there are ${builtinNames.join(', ')}`);
    if (builtinPrograms === undefined)
      throw new UserError(`${request.path}: this installation has no programs`);
    return { ...request, path: pathOf(name, builtinPrograms) };
  });
}

const pathOf = (name: string, folder: string): string => `${folder}/${name}`;

/** All of them, for the kernel's /bin, but those whose name a program of the launch has. */
export async function builtinPrograms(
  { files, builtinPrograms: folder }: Pick<LaunchHost, 'files' | 'builtinPrograms'>,
  others: readonly Program[],
): Promise<Program[]> {
  if (folder === undefined) return [];
  const names = builtinNames.filter((name) => !others.some((program) => program.name === name));
  const programs = names.map(async (name): Promise<Program | undefined> => {
    const path = pathOf(name, folder);
    if (!(await files.exists(path))) return undefined;
    const bytes = await files.readFile(path, fileLimits.program);
    return { path, name, file: `bin/${name}`, args: [], bytes, elf: await loadElf(bytes, path) };
  });
  return (await Promise.all(programs)).filter((program) => program !== undefined);
}
