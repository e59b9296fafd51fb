import * as vscode from 'vscode';
import { kernelFolders } from './found-kernels';

/** Proposes a description of a kernel by its ELF file, writes it beside it, and opens it to be looked through. */
export function writeDescription(cli: string): (file?: vscode.Uri) => Promise<void> {
  return async (file) => {
    const kernel = file ?? (await chooseKernel());
    if (!kernel) return;
    const target = vscode.Uri.joinPath(kernel, '..', `${kernel.path.split('/').at(-1)}.kernel.json`);
    const isThere = await Promise.resolve(vscode.workspace.fs.stat(target)).then(
      () => true,
      () => false,
    );
    if (!isThere && !(await describe(cli, kernel, target))) return;
    await vscode.window.showTextDocument(target);
  };
}

async function chooseKernel(): Promise<vscode.Uri | undefined> {
  const [folder] = await kernelFolders();
  const place = folder ? vscode.Uri.file(folder.path) : vscode.workspace.workspaceFolders?.[0]?.uri;
  const chosen = await vscode.window.showOpenDialog({
    title: 'The ELF file of the kernel, with debug information',
    openLabel: 'Describe This Kernel',
    ...(place && { defaultUri: place }),
  });
  return chosen?.[0];
}

/** By the command line, in a terminal that shows what went wrong. @returns whether there is a description now */
async function describe(cli: string, kernel: vscode.Uri, target: vscode.Uri): Promise<boolean> {
  const execution = new vscode.ProcessExecution(
    process.execPath,
    [cli, 'describe', kernel.fsPath, '-o', target.fsPath],
    // The editor's own program is a Node when it is told so.
    { env: { ELECTRON_RUN_AS_NODE: '1' } },
  );
  const definition = { type: 'process' };
  const name = `describe ${kernel.path.split('/').at(-1)}`;
  const task = new vscode.Task(definition, vscode.TaskScope.Workspace, name, 'trapframe', execution);
  const started = await vscode.tasks.executeTask(task);
  const code = await new Promise<number | undefined>((resolve) => {
    const listening = vscode.tasks.onDidEndTaskProcess(({ execution: ended, exitCode }) => {
      if (ended !== started) return;
      listening.dispose();
      resolve(exitCode);
    });
  });
  return code === 0;
}
