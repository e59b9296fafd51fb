import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { messageOf, UserError } from '../base/errors';
import { isBuiltin } from '../debug/launch/builtin-programs';
import { nodeCompiler } from '../toolchain/compiler/node-compiler';
import type { CompilerBounds } from '../toolchain/compiler/node-run';
import type { Host } from './host';
import { nodeFiles } from './node-files';
import { openTerminal } from './node-terminal';

/**
 * The host of a Node process. `folder` is where the running code lies: beside the bundle there is `kernel/`, from the
 * sources it is in `dist/`. Compilers end when `interrupt` is aborted, or beyond their bounds.
 */
export function nodeHost(folder: string, interrupt?: AbortSignal, bounds?: CompilerBounds): Host {
  const beside = join(folder, 'kernel', 'kernel.elf');
  const builtinKernel = existsSync(beside)
    ? beside
    : join(folder, '..', '..', 'dist', 'kernel', 'kernel.elf');
  // The image is in ROOT/dist/kernel, the sources are in ROOT/kernel.
  const sourceRoot = join(builtinKernel, '..', '..', '..');
  return {
    files: nodeFiles,
    builtinKernel,
    builtinFirmware: join(builtinKernel, '..', '..', 'firmware', 'firmware.elf'),
    builtinPrograms: join(builtinKernel, '..', '..', 'programs'),
    compiler: nodeCompiler(join(sourceRoot, 'kernel'), interrupt, bounds),
    sourceRoot,
    absolutePath: (path) => (/^file:/i.test(path) ? fromUri(path) : isBuiltin(path) ? path : resolve(path)),
    uriOf: (path) => pathToFileURL(path).href,
    openTerminal: () => openTerminal(join(builtinKernel, '..', '..', 'cli.js')),
    yield: () => new Promise((turn) => setImmediate(turn)),
  };
}

/** @throws UserError for a URI that is no file of this computer */
function fromUri(uri: string): string {
  try {
    return fileURLToPath(uri);
  } catch (error) {
    throw new UserError(`${uri} is no file of this computer: ${messageOf(error)}`);
  }
}
