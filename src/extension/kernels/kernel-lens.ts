import * as vscode from 'vscode';
import type { KernelSources } from '../programs/kernel-sources';
import { debugKernel, debugProgram, programOf } from './configurations';
import { kernelFolderAround } from './found-kernels';

/** Where a C function of this name begins; xv6 writes the type on a line of its own. */
const MAIN = /^(?:(?:int|void)\s+)?main\s*\(/;

/** Above `main` of a kernel that courses boot on QEMU, and of its user programs: what starts it here. */
export class KernelLens implements vscode.CodeLensProvider {
  constructor(private readonly kernel: KernelSources) {}

  async provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    if (this.kernel.has(document.uri)) return [];
    const line = document
      .getText()
      .split('\n')
      .findIndex((text) => MAIN.test(text));
    const folder = line < 0 ? undefined : await kernelFolderAround(document.uri);
    if (folder === undefined) return [];
    const program = programOf(folder, document.uri.fsPath);
    const range = new vscode.Range(line, 0, line, 0);
    if (program === undefined && /[\\/]user[\\/]/.test(document.uri.fsPath)) return [];
    const configuration = program === undefined ? debugKernel(folder) : debugProgram(folder, program);
    const title = program === undefined ? 'Debug this kernel' : 'Debug this user program';
    return [
      new vscode.CodeLens(range, {
        title: `$(debug-alt) ${title}`,
        command: 'trapframe.debugKernel',
        arguments: [configuration],
      }),
    ];
  }
}

/** Starts what a lens, or a choice, stands for; without it the kernel of the folder that the active file is in, or the only one. */
export const startKernel =
  (folders: () => Promise<readonly vscode.DebugConfiguration[]>) =>
  async (configuration?: vscode.DebugConfiguration): Promise<void> => {
    const chosen = configuration?.type === 'trapframe' ? configuration : await choose(await folders());
    if (!chosen) return;
    const { kernel } = chosen as { kernel?: unknown };
    const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(String(kernel)));
    await vscode.debug.startDebugging(folder, chosen);
  };

async function choose(
  configurations: readonly vscode.DebugConfiguration[],
): Promise<vscode.DebugConfiguration | undefined> {
  if (configurations.length === 0) {
    void vscode.window.showErrorMessage(
      'No folder of this window holds a kernel for QEMU’s virt board: a Makefile that starts qemu-system-riscv64 with -kernel.',
    );
    return undefined;
  }
  if (configurations.length === 1) return configurations[0];
  const items = configurations.map((configuration) => ({ label: configuration.name, configuration }));
  const item = await vscode.window.showQuickPick(items, {
    placeHolder: 'Which kernel, or which of its programs?',
  });
  return item?.configuration;
}
