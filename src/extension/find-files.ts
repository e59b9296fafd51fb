import * as vscode from 'vscode';
import { pathOf } from './place';

/** Folders that are looked through where the editor itself cannot search. */
const MOST_FOLDERS = 2000;
const SKIPPED = new Set(['node_modules', 'dist']);

/**
 * Files of the workspace by their names. The editor searches for them where files are on a disk; in other file systems the folders
 * are looked through.
 * @param pattern of the whole name
 * @param glob the same for the editor's search
 */
export async function findFiles(
  glob: string,
  pattern: RegExp,
  exclude: string,
  limit: number,
  folder?: vscode.WorkspaceFolder,
): Promise<vscode.Uri[]> {
  const roots = folder ? [folder] : (vscode.workspace.workspaceFolders ?? []);
  if (roots.every(({ uri }) => uri.scheme === 'file')) {
    const where = folder ? new vscode.RelativePattern(folder, glob) : glob;
    return vscode.workspace.findFiles(where, exclude, limit);
  }
  const found: vscode.Uri[] = [];
  const folders = roots.map(({ uri }) => uri);
  for (let index = 0; index < folders.length && index < MOST_FOLDERS && found.length < limit; index++) {
    const entries = await Promise.resolve(vscode.workspace.fs.readDirectory(folders[index])).catch(() => []);
    for (const [name, type] of entries) {
      const uri = vscode.Uri.joinPath(folders[index], name);
      if (type & vscode.FileType.Directory) {
        if (!SKIPPED.has(name) && name !== '.git') folders.push(uri);
      } else if (pattern.test(name)) found.push(uri);
    }
  }
  return found.slice(0, limit).sort((a, b) => pathOf(a).localeCompare(pathOf(b)));
}
