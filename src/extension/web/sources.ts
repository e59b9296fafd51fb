import * as vscode from 'vscode';

const SKIPPED = new Set(['node_modules', 'dist', 'out', 'build']);
/** A workspace with more is not a course's; the rest is found when it is opened. */
const MOST_FILES = 2000;
const MOST_FOLDERS = 2000;
const LARGEST = 2_000_000;
/** Assembly, what it includes, C and linker scripts. */
const SOURCE = /\.(?:s|S|inc|[ch]|ld|lds)$/;

/** Sources that no editor has open, as the language server asks for them. */
export const sources = {
  async list(folder: string, depth: 'all' | 'own'): Promise<string[]> {
    const found: string[] = [];
    const folders = [vscode.Uri.parse(folder)];
    for (let index = 0; index < folders.length && index < MOST_FOLDERS; index++) {
      const uri = folders[index];
      for (const [name, type] of await entriesOf(uri)) {
        const inside = vscode.Uri.joinPath(uri, name);
        if (type === vscode.FileType.Directory) {
          if (depth === 'all' && !SKIPPED.has(name) && !name.startsWith('.')) folders.push(inside);
        } else if (type === vscode.FileType.File && SOURCE.test(name)) found.push(inside.toString());
      }
      if (found.length >= MOST_FILES) break;
    }
    return found.slice(0, MOST_FILES);
  },

  async read(uri: string): Promise<Uint8Array | undefined> {
    try {
      const { type, size } = await vscode.workspace.fs.stat(vscode.Uri.parse(uri));
      if (!(type & vscode.FileType.File) || size > LARGEST) return undefined;
      return await vscode.workspace.fs.readFile(vscode.Uri.parse(uri));
    } catch {
      return undefined;
    }
  },

  async real(uri: string): Promise<string | undefined> {
    try {
      await vscode.workspace.fs.stat(vscode.Uri.parse(uri));
      return vscode.Uri.parse(uri).toString();
    } catch {
      return undefined;
    }
  },
};

async function entriesOf(folder: vscode.Uri): Promise<[string, vscode.FileType][]> {
  try {
    return await vscode.workspace.fs.readDirectory(folder);
  } catch {
    return [];
  }
}
