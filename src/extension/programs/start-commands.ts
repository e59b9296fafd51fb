import * as vscode from 'vscode';
import { complete } from '../configuration/complete';
import { programPaths } from '../configuration/paths';
import type { Programs, Start } from './programs';

/** The commands that start a program: the active file, or the one that was started last. */
export function startCommands(programs: Programs): Record<string, (file?: vscode.Uri) => Promise<void>> {
  /** `file`: the one whose menu was used, else that of the active editor. */
  const start = async (file: vscode.Uri | undefined, noDebug: boolean): Promise<void> => {
    const document = file && (await vscode.workspace.openTextDocument(file));
    await launch(await programs.meant(document), noDebug);
  };
  const launch = async (meant: Start | undefined, noDebug: boolean): Promise<void> => {
    if (meant === undefined) return;
    const completed = 'last' in meant ? complete(meant.last, undefined) : complete({}, meant.file);
    if ('refusal' in completed) return void vscode.window.showErrorMessage(completed.refusal);
    const { configuration } = completed;
    const [program] = programPaths(configuration);
    const folder =
      program === undefined ? undefined : vscode.workspace.getWorkspaceFolder(vscode.Uri.file(program));
    await vscode.debug.startDebugging(folder, configuration, { noDebug });
  };
  return {
    'trapframe.debugFile': (file) => start(file, false),
    'trapframe.runFile': (file) => start(file, true),
    'trapframe.debugLast': async () => {
      const last = await programs.again();
      return last === undefined ? start(undefined, false) : launch({ last }, false);
    },
  };
}
