import * as vscode from 'vscode';
import { findFiles } from '../find-files';
import type { Configuration } from '../configuration/complete';
import { debugKernel, debugProgram, programOf, type KernelFolder } from './configurations';
import { qemuOptions } from './makefile';

/** More Makefiles are nobody's exercise. */
const LIMIT = 20;
/** As courses' Makefiles look for them. */
const PREFIXES = ['unknown-elf', 'elf', 'none-elf', 'linux-gnu', 'unknown-linux-gnu'].map(
  (system) => `riscv64-${system}-gcc`,
);

/** Finds folders of the workspace that hold a kernel for QEMU's `virt` board: their Makefile starts it there. */
export async function kernelFolders(): Promise<KernelFolder[]> {
  const files = await findFiles(
    '**/{Makefile,GNUmakefile}',
    /^(?:GNUm|M)akefile$/,
    '**/node_modules/**',
    LIMIT,
  );
  const folders = await Promise.all(files.map(folderOf));
  return folders
    .filter((folder) => folder !== undefined)
    .sort((one, other) => one.path.length - other.path.length);
}

/** Of those the one that a file lies in: the innermost. */
export async function kernelFolderAround(file: vscode.Uri): Promise<KernelFolder | undefined> {
  const root = vscode.workspace.getWorkspaceFolder(file)?.uri.path;
  for (let at = vscode.Uri.joinPath(file, '..'); root !== undefined; at = vscode.Uri.joinPath(at, '..')) {
    const found = await folderOf(vscode.Uri.joinPath(at, 'Makefile'));
    if (found !== undefined || at.path === root || at.path === '/') return found;
  }
  return undefined;
}

/** What a file of such a folder means: its user program, or the kernel. */
export async function kernelMeant(file: vscode.Uri): Promise<Configuration | undefined> {
  const folder = await kernelFolderAround(file);
  if (!folder) return undefined;
  const program = programOf(folder, file.fsPath);
  return program === undefined ? debugKernel(folder) : debugProgram(folder, program);
}

/** All that can be debugged in the folders of the workspace. */
export async function kernelConfigurations(): Promise<Configuration[]> {
  const folders = await kernelFolders();
  return folders.flatMap((folder) => [
    debugKernel(folder),
    ...folder.programs.map((program) => debugProgram(folder, program)),
  ]);
}

async function folderOf(makefile: vscode.Uri): Promise<KernelFolder | undefined> {
  const text = await textOf(makefile);
  const options = text === undefined ? undefined : qemuOptions(text);
  if (options === undefined) return undefined;
  const folder = vscode.Uri.joinPath(makefile, '..');
  const user = await namesIn(vscode.Uri.joinPath(folder, 'user'));
  const programs = user.flatMap((name) => /^(\w+)\.c$/.exec(name)?.[1] ?? []);
  const isListed = (name: string): boolean => text!.includes(`_${name}`);
  return {
    path: folder.fsPath,
    name: folder.path.split('/').at(-1) ?? 'the kernel',
    options,
    programs: programs.filter(isListed),
    hasBuiltPrograms: user.some((name) => name.startsWith('_')),
    canMake: await hasToolchain(),
  };
}

const textOf = (file: vscode.Uri): Promise<string | undefined> =>
  Promise.resolve(vscode.workspace.fs.readFile(file)).then(
    (bytes) => new TextDecoder().decode(bytes),
    () => undefined,
  );

const namesIn = (folder: vscode.Uri): Promise<string[]> =>
  Promise.resolve(vscode.workspace.fs.readDirectory(folder)).then(
    (entries) => entries.map(([name]) => name),
    () => [],
  );

let toolchain: Promise<boolean> | undefined;
/** Whether `make` and a compiler for RISC-V are on the path of the editor's host. */
const hasToolchain = (): Promise<boolean> => (toolchain ??= look());

async function look(): Promise<boolean> {
  const path = typeof process === 'undefined' ? undefined : process.env['PATH'];
  const folders = (path ?? '').split(/[:;]/).filter((folder) => folder.startsWith('/'));
  const isThere = async (name: string): Promise<boolean> => {
    const found = await Promise.all(
      folders.map((folder) =>
        Promise.resolve(vscode.workspace.fs.stat(vscode.Uri.file(`${folder}/${name}`))).then(
          () => true,
          () => false,
        ),
      ),
    );
    return found.includes(true);
  };
  const compilers = await Promise.all(PREFIXES.map(isThere));
  return compilers.includes(true) && isThere('make');
}
