import * as vscode from 'vscode';
import { forFile } from './complete';

/** More would make the picker useless; the rest is one launch.json away. */
const LIMIT = 100;

/** Offers one configuration per assembly file of the workspace, for "Select and Start Debugging". */
export class FoundPrograms implements vscode.DebugConfigurationProvider {
  async provideDebugConfigurations(
    folder: vscode.WorkspaceFolder | undefined,
    token?: vscode.CancellationToken,
  ): Promise<vscode.DebugConfiguration[]> {
    const pattern = folder ? new vscode.RelativePattern(folder, '**/*.{s,S}') : '**/*.{s,S}';
    const files = await vscode.workspace.findFiles(pattern, '**/{node_modules,dist}/**', LIMIT, token);
    return files
      .map((file) => ({ file, label: vscode.workspace.asRelativePath(file, false) }))
      .sort((a, b) => a.label.localeCompare(b.label))
      .map(({ file, label }) => forFile(file.fsPath, label));
  }
}
