import * as vscode from 'vscode';

/** Tells `when` clauses whether a launch.json says what F5 starts. */
export function tellOfLaunchFile(): vscode.Disposable {
  const tell = (): void => {
    const folders = vscode.workspace.workspaceFolders ?? [];
    const has = [undefined, ...folders].some((folder) => {
      const configurations = vscode.workspace.getConfiguration('launch', folder?.uri).get('configurations');
      return Array.isArray(configurations) && configurations.length > 0;
    });
    void vscode.commands.executeCommand('setContext', 'trapframe:hasLaunchFile', has);
  };
  tell();
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration('launch')) tell();
  });
}
