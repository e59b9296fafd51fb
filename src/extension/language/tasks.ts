import * as vscode from 'vscode';
import { compilingEnvironment } from '../configuration/compiler';
import { assemblyLanguages } from '../configuration/complete';
import { isForOurKernel } from '../programs/ours';

const TYPE = 'trapframe';

/** A task in tasks.json. */
interface Definition extends vscode.TaskDefinition {
  readonly type: typeof TYPE;
  /** The source; relative to the workspace folder. */
  readonly file: string;
  /** The ELF file to write; beside the source when it is left out. */
  readonly output?: string;
}

/** Builds the active file, or the one that a task names, by the command line of the product; its messages become problems. */
export class BuildTasks implements vscode.TaskProvider {
  /** @param cli absolute path of the bundled command line */
  constructor(private readonly cli: string) {}

  provideTasks(): vscode.Task[] {
    const document = vscode.window.activeTextEditor?.document;
    if (document === undefined || document.isUntitled) return [];
    if (!assemblyLanguages.includes(document.languageId) && !isForOurKernel(document)) return [];
    const folder = vscode.workspace.getWorkspaceFolder(document.uri);
    const file =
      folder === undefined ? document.fileName : vscode.workspace.asRelativePath(document.uri, false);
    return [this.taskFor({ type: TYPE, file }, folder)];
  }

  resolveTask(task: vscode.Task): vscode.Task {
    const definition = task.definition as Definition;
    const folder = typeof task.scope === 'object' ? task.scope : vscode.workspace.workspaceFolders?.[0];
    // The editor finds a resolved task by its definition, which therefore stays the same object.
    return this.taskFor(definition, folder);
  }

  private taskFor(definition: Definition, folder: vscode.WorkspaceFolder | undefined): vscode.Task {
    const { file, output = file.replace(/\.\w+$/, '') + '.elf' } = definition;
    const options = {
      // The editor's own program is a Node when it is told so.
      env: { ...compilingEnvironment(), ELECTRON_RUN_AS_NODE: '1' },
      ...(folder && { cwd: folder.uri.fsPath }),
    };
    const execution = new vscode.ProcessExecution(
      process.execPath,
      [this.cli, 'asm', file, '-o', output],
      options,
    );
    const name = `build ${file.split(/[\\/]/).at(-1)}`;
    const task = new vscode.Task(definition, folder ?? vscode.TaskScope.Workspace, name, TYPE, execution, [
      '$trapframe',
    ]);
    task.group = vscode.TaskGroup.Build;
    return task;
  }
}
