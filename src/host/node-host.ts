import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { nodeCompiler } from '../toolchain/compiler/node-compiler';
import type { Host } from './host';
import { nodeFiles } from './node-files';

/**
 * The host of a Node process. `folder` is where the running code lies: beside the bundle there is `kernel/`, from the
 * sources it is in `dist/`.
 */
export function nodeHost(folder: string): Host {
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
    compiler: nodeCompiler(join(sourceRoot, 'kernel')),
    sourceRoot,
    absolutePath: (path) => resolve(path),
    yield: () => new Promise((turn) => setImmediate(turn)),
  };
}
