import * as vscode from 'vscode';
import { copyFolder, exists, freeName, writeText } from './files';
import type { KernelSources } from './kernel-sources';
import type { Programs } from './programs';

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
    const root = await workspaceOrAnother();
    if (root === undefined) return;
    const program = await programs.toRun();
    if (program === undefined) return;
    const folder = await freeName(root, 'kernel');
    await copyFolder(kernel.folder, folder, (name, isFolder) =>
      isFolder ? name !== PROGRAMS : SOURCE.test(name),
    );
    await writeText(vscode.Uri.joinPath(folder, 'compile_flags.txt'), FLAGS.join('\n') + '\n');
    await addConfiguration(root, folder, program);
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

/** The first folder of the workspace; a window that has none is given one. */
async function workspaceOrAnother(): Promise<vscode.Uri | undefined> {
  const open = vscode.workspace.workspaceFolders?.[0]?.uri;
  if (open) return open;
  const [chosen] =
    (await vscode.window.showOpenDialog({
      canSelectFiles: false,
      canSelectFolders: true,
      openLabel: 'Copy the Kernel Here',
    })) ?? [];
  return chosen;
}

/** In front of the others: a window that never chose one starts the first. */
async function addConfiguration(root: vscode.Uri, folder: vscode.Uri, program: string): Promise<void> {
  const launch = vscode.workspace.getConfiguration('launch', root);
  const configuration = {
    name: NAME,
    type: 'trapframe',
    request: 'launch',
    program: inWorkspace(root, vscode.Uri.file(program)),
    kernel: inWorkspace(root, folder),
  };
  const given = launch.inspect<{ name: string }[]>('configurations');
  const others = (given?.workspaceFolderValue ?? given?.workspaceValue ?? []).filter(
    ({ name }) => name !== NAME,
  );
  const target =
    workspaceFolderOf(root) === undefined ? undefined : vscode.ConfigurationTarget.WorkspaceFolder;
  const value = [configuration, ...others];
  if (target !== undefined) {
    await launch.update('version', '0.2.0', target);
    return launch.update('configurations', value, target);
  }
  const text = JSON.stringify({ version: '0.2.0', configurations: value }, null, 2) + '\n';
  const settings = vscode.Uri.joinPath(root, '.vscode');
  await vscode.workspace.fs.createDirectory(settings);
  if (await exists(vscode.Uri.joinPath(settings, 'launch.json'))) return;
  await writeText(vscode.Uri.joinPath(settings, 'launch.json'), text);
}

const workspaceFolderOf = (root: vscode.Uri): vscode.WorkspaceFolder | undefined =>
  vscode.workspace.getWorkspaceFolder(root);

function inWorkspace(root: vscode.Uri, uri: vscode.Uri): string {
  return uri.path.startsWith(`${root.path}/`)
    ? `\${workspaceFolder}${uri.path.slice(root.path.length)}`
    : uri.fsPath;
}

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
