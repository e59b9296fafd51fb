import * as vscode from 'vscode';
import { complete } from '../configuration/complete';
import { programPaths } from '../configuration/paths';
import { kernelMeantNow } from '../kernels/meant-now';
import { uriOf } from '../place';
import type { Programs, Start } from './programs';

/** The commands that start a program: the active file, or the one that was started last. */
export function startCommands(programs: Programs): Record<string, (file?: vscode.Uri) => Promise<void>> {
  /** `file`: the one whose menu was used, else that of the active editor. */
  const start = async (file: vscode.Uri | undefined, noDebug: boolean): Promise<void> => {
    const document = file && (await vscode.workspace.openTextDocument(file));
    const kernel = await kernelMeantNow(document);
    if (kernel !== undefined) return launch({ last: kernel }, noDebug);
    await launch(await programs.meant(document), noDebug);
  };
  const launch = async (meant: Start | undefined, noDebug: boolean): Promise<void> => {
    if (meant === undefined) return;
    const completed = 'last' in meant ? complete(meant.last, undefined) : complete({}, meant.file);
    if ('refusal' in completed) return void vscode.window.showErrorMessage(completed.refusal);
    const { configuration } = completed;
    const program = programPaths(configuration)[0] ?? text(configuration['kernel']);
    const folder = program === undefined ? undefined : vscode.workspace.getWorkspaceFolder(uriOf(program));
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

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
