import * as vscode from 'vscode';
import { parseJsonWithComments } from '../../base/json-with-comments';
import { findFiles } from '../find-files';
import { pathOf } from '../place';

/** Folders that are looked through: a workspace with more is not one of labs. */
const LIMIT = 50;

/**
 * Launch configurations of ours in folders below that of the workspace, such as a lab that was put there: the editor itself reads only
 * those of the workspace folder. Their `${workspaceFolder}` is the folder that they are in.
 */
export async function nestedConfigurations(
  folder: vscode.WorkspaceFolder | undefined,
): Promise<vscode.DebugConfiguration[]> {
  const glob = '{*/.vscode/launch.json,*/*/.vscode/launch.json}';
  const files = await findFiles(glob, /^launch\.json$/, '**/{node_modules,dist}/**', LIMIT, folder);
  const found = await Promise.all(files.map(configurationsOf));
  return found.flat().sort((a, b) => a.name.localeCompare(b.name));
}

async function configurationsOf(file: vscode.Uri): Promise<vscode.DebugConfiguration[]> {
  const folder = vscode.Uri.joinPath(file, '..', '..');
  const isWorkspace = vscode.workspace.workspaceFolders?.some(({ uri }) => uri.path === folder.path);
  if (isWorkspace === true || !file.path.endsWith('/.vscode/launch.json')) return [];
  const name = vscode.workspace.asRelativePath(folder, false);
  try {
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
    const { configurations } = parseJsonWithComments(text) as { configurations: vscode.DebugConfiguration[] };
    const path = JSON.stringify(pathOf(folder)).slice(1, -1);
    return configurations
      .filter((one) => one.type === 'trapframe')
      .map((one) => JSON.parse(JSON.stringify(one).replaceAll('${workspaceFolder}', path)) as typeof one)
      .map((one) => ({ ...one, name: `${name}: ${one.name}` }));
  } catch {
    // It may be anybody's, and anything.
    return [];
  }
}
