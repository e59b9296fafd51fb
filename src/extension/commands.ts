import * as vscode from 'vscode';
import { complete } from './configuration/complete';

/** Every command of the extension, by the name under which package.json contributes it. */
export const commands: Readonly<Record<string, (file?: vscode.Uri) => Promise<void>>> = {
  'trapframe.debugFile': (file) => start(file, false),
  'trapframe.runFile': (file) => start(file, true),
};

/** Starts one file as F5 without a launch.json does. `file`: the one whose menu was used, else that of the active editor. */
async function start(file: vscode.Uri | undefined, noDebug: boolean): Promise<void> {
  const uri = file ?? vscode.window.activeTextEditor?.document.uri;
  const completed = complete({}, uri && describe(uri));
  if ('refusal' in completed) return void vscode.window.showErrorMessage(completed.refusal);
  await vscode.debug.startDebugging(
    uri && vscode.workspace.getWorkspaceFolder(uri),
    completed.configuration,
    { noDebug },
  );
}

function describe(uri: vscode.Uri): Parameters<typeof complete>[1] {
  const document = vscode.workspace.textDocuments.find((open) => open.uri.toString() === uri.toString());
  return {
    name: uri.fsPath,
    languageId: document?.languageId ?? '',
    isUntitled: uri.scheme === 'untitled',
  };
}
