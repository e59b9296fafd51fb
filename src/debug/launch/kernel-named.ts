import { fileLimits } from '../../base/file-limits';
import { loadElf } from '../../toolchain/elf/load';
import { NO_COMPILER } from '../../base/no-compiler';
import { UserError } from '../../base/errors';
import type { FileSystem } from '../../base/files';
import type { LaunchHost } from './host';
import { BuildError, BuildReport, type SourceText } from './build-report';
import { readKernel, type Kernel } from './images';

/**
 * The kernel that an option names: `builtin`, an ELF file, a raw image (`.bin`), or a folder of sources, which is compiled.
 * @throws BuildError with the errors of a kernel's sources; UserError when there is no such kernel
 */
export async function kernelNamed(name: string, host: LaunchHost, isAboveFirmware = false): Promise<Kernel> {
  if (name === 'builtin') return readKernel(host.builtinKernel, true, host.files);
  return (await isFolder(name, host.files))
    ? compiled(name, host)
    : readKernel(name, false, host.files, isAboveFirmware);
}

const isFolder = (path: string, files: FileSystem): Promise<boolean> =>
  files.readFolder(path).then(
    () => true,
    () => false,
  );

async function compiled(folder: string, { compiler, files }: LaunchHost): Promise<Kernel> {
  if (!compiler) throw new UserError(`${folder}: ${NO_COMPILER}; give the ELF file of a kernel`);
  const { elf: bytes, diagnostics } = await compiler.compileKernel(folder);
  if (bytes) return { path: folder, builtin: false, bytes, elf: await loadElf(bytes, folder) };
  const paths = [...new Set(diagnostics.map(({ path }) => path))];
  throw new BuildError(
    new BuildReport(diagnostics, await Promise.all(paths.map((path) => sourceText(path, files)))),
  );
}

const sourceText = async (path: string, files: FileSystem): Promise<SourceText> => ({
  path,
  text: await files.readFile(path, fileLimits.source).then(
    (bytes) => new TextDecoder().decode(bytes),
    () => '',
  ),
});
