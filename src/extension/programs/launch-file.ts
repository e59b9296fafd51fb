import * as vscode from 'vscode';
import { DEBUG_TYPE } from '../sessions/sessions';
import { exists, writeText } from './files';
import { pathOf } from '../place';

/**
 * Puts a launch configuration into the launch.json of a folder, in front of the others: a window that never chose one starts the
 * first. One of the same name is replaced.
 */
export async function addConfiguration(
  root: vscode.Uri,
  name: string,
  attributes: Readonly<Record<string, unknown>>,
): Promise<void> {
  const configuration = { name, type: DEBUG_TYPE, request: 'launch', ...attributes };
  const launch = vscode.workspace.getConfiguration('launch', root);
  const given = launch.inspect<{ name: string }[]>('configurations');
  const others = (given?.workspaceFolderValue ?? given?.workspaceValue ?? []).filter(
    (other) => other.name !== name,
  );
  const value = [configuration, ...others];
  if (vscode.workspace.getWorkspaceFolder(root) !== undefined) {
    const target = vscode.ConfigurationTarget.WorkspaceFolder;
    await launch.update('version', '0.2.0', target);
    return launch.update('configurations', value, target);
  }
  const text = JSON.stringify({ version: '0.2.0', configurations: value }, null, 2) + '\n';
  const settings = vscode.Uri.joinPath(root, '.vscode');
  await vscode.workspace.fs.createDirectory(settings);
  const file = vscode.Uri.joinPath(settings, 'launch.json');
  if (!(await exists(file))) await writeText(file, text);
}

/** A path as a launch configuration of a folder has it. */
export const inWorkspace = (root: vscode.Uri, uri: vscode.Uri): string =>
  uri.path.startsWith(`${root.path}/`)
    ? `\${workspaceFolder}${uri.path.slice(root.path.length)}`
    : pathOf(uri);
