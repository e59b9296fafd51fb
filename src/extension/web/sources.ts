import * as vscode from 'vscode';
import { entriesOf, isFetched } from '../programs/listed';

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
      for (const [name, type] of await listing(uri)) {
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
    const file = vscode.Uri.parse(uri);
    try {
      if (!isFetched(file)) {
        const { type, size } = await vscode.workspace.fs.stat(file);
        if (!(type & vscode.FileType.File) || size > LARGEST) return undefined;
      }
      const bytes = await vscode.workspace.fs.readFile(file);
      return bytes.length > LARGEST ? undefined : bytes;
    } catch {
      return undefined;
    }
  },

  async real(uri: string): Promise<string | undefined> {
    const file = vscode.Uri.parse(uri);
    try {
      // There are no links where files come from over HTTP, and nobody can ask about a folder.
      if (!isFetched(file)) await vscode.workspace.fs.stat(file);
      return file.toString();
    } catch {
      return undefined;
    }
  },
};

async function listing(folder: vscode.Uri): Promise<[string, vscode.FileType][]> {
  try {
    return await entriesOf(folder);
  } catch {
    return [];
  }
}
