import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UserError } from '../base/errors';
import type { Diagnostic } from '../toolchain/assembler/text/diagnostics';
import { nodeCompiler } from '../toolchain/compiler/node-compiler';

/** What a C compiler says of a source. */
export interface Checked {
  readonly diagnostics: readonly Diagnostic[];
  /** Why nothing could be checked: no compiler is installed. */
  readonly missing?: string;
}

/** How linkers complain of what other sources may define. */
const ofTheWhole = /nobody defines it$|^the program has no main$/;

/**
 * Compiles a C source as a run would, and throws the result away. Who asks for it has made sure that the user trusts the source.
 * @param kernelFolder the product's `kernel/`, which has the user library
 */
export async function checkC(uri: string, kernelFolder: string): Promise<Checked> {
  const path = fileURLToPath(uri);
  const compiler = nodeCompiler(kernelFolder);
  const kernel = kernelOf(path);
  try {
    const { diagnostics } =
      kernel === undefined
        ? await compiler.compileProgram([{ path, text: await readFile(path, 'utf8') }], [])
        : await compiler.compileKernel(kernel);
    return {
      diagnostics: diagnostics.filter((one) => one.path === path && !ofTheWhole.test(one.message)),
    };
  } catch (error) {
    if (error instanceof UserError) return { diagnostics: [], missing: error.message };
    throw error;
  }
}

/** The folder of the kernel that a source is a part of; programs of its `user` folder are none. */
function kernelOf(path: string): string | undefined {
  for (let folder = dirname(path), depth = 0; depth < 4; folder = dirname(folder), depth++) {
    if (existsSync(join(folder, 'kernel.ld'))) return folder;
    if (/[/\\]user$/.test(folder)) return undefined;
  }
  return undefined;
}
