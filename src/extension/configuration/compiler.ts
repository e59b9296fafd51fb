import * as vscode from 'vscode';

/** The environment of whatever may compile C: the editor's own, with the compiler that the user chose in the settings, if any. */
export function compilingEnvironment(): NodeJS.ProcessEnv {
  const chosen = vscode.workspace.getConfiguration('trapframe').get<string>('compiler');
  return chosen ? { ...process.env, TRAPFRAME_CC: chosen } : process.env;
}
