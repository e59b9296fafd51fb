import * as vscode from 'vscode';

/** What an extension on the web brings comes over HTTP, of which an editor knows neither sizes nor folders. */
export const isFetched = (uri: vscode.Uri): boolean => /^https?$/.test(uri.scheme);

/** What is in a folder. An extension that was fetched has a list of the folders of its own that are asked for. */
export async function entriesOf(folder: vscode.Uri): Promise<[string, vscode.FileType][]> {
  if (!isFetched(folder)) return vscode.workspace.fs.readDirectory(folder);
  const root = vscode.extensions.all
    .map(({ extensionUri }) => extensionUri)
    .find((uri) => folder.toString().startsWith(`${uri.toString()}/`));
  if (!root) throw vscode.FileSystemError.Unavailable(folder);
  const list = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(root, 'dist', 'files.json'));
  return entriesIn(
    folder.path.slice(root.path.length + 1).replace(/\/$/, ''),
    JSON.parse(new TextDecoder().decode(list)) as string[],
  );
}

/** Of a list of files those in a folder, and its folders. */
export function entriesIn(folder: string, files: readonly string[]): [string, vscode.FileType][] {
  const found = new Map<string, vscode.FileType>();
  for (const file of files) {
    if (!file.startsWith(`${folder}/`)) continue;
    const [name, ...rest] = file.slice(folder.length + 1).split('/');
    found.set(name, rest.length > 0 ? vscode.FileType.Directory : vscode.FileType.File);
  }
  return [...found];
}
