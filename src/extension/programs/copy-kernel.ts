import * as vscode from 'vscode';
import { copyFolder, exists, freeName, writeText } from './files';
import type { KernelSources } from './kernel-sources';
import { addConfiguration, inWorkspace } from './launch-file';
import { folderFor } from './new-program';
import type { Programs } from './programs';
import { uriOf } from '../place';

/** The name of the launch configuration that runs the copy. */
const NAME = 'My kernel';
/** Programs have their own folder; the rest of what the kernel is made from are these. */
const PROGRAMS = 'user';
const SOURCE = /\.(?:c|h|S|ld)$/;

/** For clangd and other tools: how the kernel is compiled. */
const FLAGS = [
  '--target=riscv64-unknown-elf',
  '-march=rv64imac_zicsr_zifencei',
  '-mabi=lp64',
  '-mcmodel=medany',
  '-std=gnu2x',
  '-ffreestanding',
  '-nostdlib',
  '-Wall',
  '-Wextra',
  '-Wno-unused-parameter',
  '-I.',
  '-I..',
];

/** Copies the kernel into the workspace, and has F5 run that copy: it is compiled at each launch. */
export function copyKernel(kernel: KernelSources, programs: Programs): () => Promise<void> {
  return async () => {
    const root = await folderFor('Copy the Kernel Here');
    if (root === undefined) return;
    const program = await programs.toRun();
    if (program === undefined) return;
    const folder = await freeName(root, 'kernel');
    await copyFolder(kernel.folder, folder, (name, isFolder) =>
      isFolder ? name !== PROGRAMS : SOURCE.test(name),
    );
    await writeText(vscode.Uri.joinPath(folder, 'compile_flags.txt'), FLAGS.join('\n') + '\n');
    await addConfiguration(root, NAME, {
      program: inWorkspace(root, uriOf(program)),
      kernel: inWorkspace(root, folder),
    });
    await showCopy(kernel, folder);
    const name = vscode.workspace.asRelativePath(folder, false);
    const debug = 'Debug with It';
    const chosen = await vscode.window.showInformationMessage(
      `The kernel is in ${name}/ now, yours to change. F5 with “${NAME}” compiles and runs it.`,
      debug,
    );
    if (chosen === debug) await vscode.debug.startDebugging(workspaceFolderOf(root), NAME);
  };
}

const workspaceFolderOf = (root: vscode.Uri): vscode.WorkspaceFolder | undefined =>
  vscode.workspace.getWorkspaceFolder(root);

/** Who stood in a source of the kernel stands at the same place of the copy. */
async function showCopy(kernel: KernelSources, folder: vscode.Uri): Promise<void> {
  if (workspaceFolderOf(folder) === undefined) {
    await vscode.commands.executeCommand('vscode.openFolder', vscode.Uri.joinPath(folder, '..'));
    return;
  }
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined || !kernel.has(editor.document.uri)) return;
  const rest = editor.document.uri.path.slice(kernel.folder.path.length);
  const copy = vscode.Uri.joinPath(folder, rest);
  const selection = editor.selection;
  if (await exists(copy)) await vscode.window.showTextDocument(copy, { selection, preview: false });
}
