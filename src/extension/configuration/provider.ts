import * as vscode from 'vscode';
import { complete } from './complete';
import { isAbsolute, mapPaths, programPaths } from './paths';

/** Fills in launch configurations; F5 without a launch.json starts with an empty one. */
export class ConfigurationProvider implements vscode.DebugConfigurationProvider {
  resolveDebugConfiguration(
    _folder: vscode.WorkspaceFolder | undefined,
    given: vscode.DebugConfiguration,
  ): vscode.ProviderResult<vscode.DebugConfiguration> {
    const document = vscode.window.activeTextEditor?.document;
    const completed = complete(
      given,
      document && {
        name: document.fileName,
        languageId: document.languageId,
        isUntitled: document.isUntitled,
      },
    );
    if ('configuration' in completed) return completed.configuration;
    void vscode.window.showErrorMessage(completed.refusal);
    return undefined;
  }

  async resolveDebugConfigurationWithSubstitutedVariables(
    folder: vscode.WorkspaceFolder | undefined,
    configuration: vscode.DebugConfiguration,
  ): Promise<vscode.DebugConfiguration | undefined> {
    const base = folder ?? vscode.workspace.workspaceFolders?.[0];
    if (base) configuration['includeRoot'] ??= base.uri.fsPath;
    const resolved = mapPaths(configuration, (path) =>
      isAbsolute(path) || !base ? path : vscode.Uri.joinPath(base.uri, path).fsPath,
    );
    await savePrograms(programPaths(resolved));
    return resolved;
  }
}

/** VS Code saves the active group only: a program that is being edited beside it would run in its old form. */
async function savePrograms(paths: readonly string[]): Promise<void> {
  if (vscode.workspace.getConfiguration('debug').get('saveBeforeStart') === 'none') return;
  const edited = vscode.workspace.textDocuments.filter(
    (document) => document.isDirty && paths.includes(document.uri.fsPath),
  );
  await Promise.all(edited.map((document) => document.save()));
}
