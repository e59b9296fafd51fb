import * as vscode from 'vscode';
import { entriesOf } from './listed';

export const exists = (uri: vscode.Uri): Promise<boolean> =>
  Promise.resolve(vscode.workspace.fs.stat(uri)).then(
    () => true,
    () => false,
  );

export const writeText = (uri: vscode.Uri, text: string): Thenable<void> =>
  vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));

/** `name` in a folder, or with a number behind it when that is taken. */
export async function freeName(root: vscode.Uri, name: string): Promise<vscode.Uri> {
  for (let number = 1; ; number++) {
    const uri = vscode.Uri.joinPath(root, number === 1 ? name : `${name}-${number}`);
    if (!(await exists(uri))) return uri;
  }
}

/** Copies a folder; `isWanted` is asked about each name in it. Files are written anew: what is installed may be write-protected. */
export async function copyFolder(
  from: vscode.Uri,
  to: vscode.Uri,
  isWanted: (name: string, isFolder: boolean) => boolean = () => true,
): Promise<void> {
  await vscode.workspace.fs.createDirectory(to);
  for (const [name, type] of await entriesOf(from)) {
    const isFolder = (type & vscode.FileType.Directory) !== 0;
    if (!isWanted(name, isFolder)) continue;
    const [source, target] = [vscode.Uri.joinPath(from, name), vscode.Uri.joinPath(to, name)];
    if (isFolder) await copyFolder(source, target, isWanted);
    else await vscode.workspace.fs.writeFile(target, await vscode.workspace.fs.readFile(source));
  }
}
