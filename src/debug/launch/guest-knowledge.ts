import { fileLimits } from '../../base/file-limits';
import { messageOf, UserError } from '../../base/errors';
import type { FileSystem } from '../../base/files';
import { loadElf } from '../../toolchain/elf/load';
import type { Elf } from '../../toolchain/elf/types';
import { readDescription, type KernelDescription } from '../kernels/description';
import { withAssemblyLines } from './assembly-sources';
import { filesMatching } from './globs';
import type { OptionValues } from './options';

/** What the user tells the debugger about a kernel and programs that it has not put into the machine itself. */
export interface GuestKnowledge {
  /** Of the kernel, where the user names one. */
  readonly description?: KernelDescription;
  /** Programs that the kernel finds by itself, on a disk or in its own image: by the name of their processes. */
  readonly symbols: ReadonlyMap<string, Elf>;
}

/** @throws UserError naming the file that is missing or wrong */
export async function guestKnowledge(options: OptionValues, files: FileSystem): Promise<GuestKnowledge> {
  const { kernelDescription: path } = options;
  const symbols = await symbolsOf(options.symbols, files);
  const { stopInProgram } = options;
  if (stopInProgram !== undefined && !symbols.has(stopInProgram)) {
    throw new UserError(`stopInProgram: "symbols" names no program ${stopInProgram}`);
  }
  if (path === undefined) return { symbols };
  const text = new TextDecoder().decode(await files.readFile(path, fileLimits.description));
  return { description: readDescription(parsed(text, path), path), symbols };
}

function parsed(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UserError(`${path} is no JSON: ${messageOf(error)}`);
  }
}

async function symbolsOf(patterns: readonly string[], files: FileSystem): Promise<Map<string, Elf>> {
  const symbols = new Map<string, Elf>();
  for (const pattern of patterns) {
    const paths = await filesMatching(pattern, files);
    if (paths.length === 0) throw new UserError(`symbols: no file matches ${pattern}`);
    let count = 0;
    for (const path of paths) {
      const elf = await programIn(path, files);
      if (!elf) continue;
      count++;
      symbols.set(processName(path), await withAssemblyLines(elf, files));
    }
    if (count === 0) throw new UserError(`symbols: no RISC-V program is among the files of ${pattern}`);
  }
  return symbols;
}

/** A folder has other files than programs in it. */
async function programIn(path: string, files: FileSystem): Promise<Elf | undefined> {
  try {
    const elf = await loadElf(await files.readFile(path, fileLimits.program), path);
    return elf.segments.length > 0 ? elf : undefined;
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

/** xv6 builds the program `sh` as `user/_sh`. */
const processName = (path: string): string =>
  path
    .split(/[/\\]/)
    .at(-1)!
    .replace(/^_/, '')
    .replace(/(.)\.[^.]*$/, '$1');
