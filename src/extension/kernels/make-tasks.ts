import * as vscode from 'vscode';
import { type MAKE_TASK, makeTask } from './configurations';
import { kernelFolders } from './found-kernels';

/** A task in tasks.json, or before a launch. */
interface Definition extends vscode.TaskDefinition {
  readonly type: typeof MAKE_TASK;
  /** Where the Makefile is. */
  readonly folder: string;
  /** What is made: the kernel and its disk. */
  readonly targets: string;
}

/** `make` in the folder of a kernel, before it is debugged; its errors become problems. */
export class MakeTasks implements vscode.TaskProvider {
  async provideTasks(): Promise<vscode.Task[]> {
    const folders = await kernelFolders();
    return folders
      .filter(({ canMake }) => canMake)
      .map((folder) => this.taskFor(makeTask(folder) as Definition));
  }

  resolveTask(task: vscode.Task): vscode.Task {
    return this.taskFor(task.definition as Definition);
  }

  private taskFor(definition: Definition): vscode.Task {
    const { folder, targets } = definition;
    const scope = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(folder)) ?? vscode.TaskScope.Workspace;
    const execution = new vscode.ProcessExecution('make', targets.split(' '), { cwd: folder });
    const name = `make ${folder.split(/[\\/]/).at(-1)}`;
    const task = new vscode.Task(definition, scope, name, 'trapframe', execution, ['$gcc']);
    task.group = vscode.TaskGroup.Build;
    return task;
  }
}
