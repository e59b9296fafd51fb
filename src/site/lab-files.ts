import * as vscode from 'vscode';
import type { SavedFiles } from './saved-files';

/** The files that come with the page (`index.json` lists their paths), under what was written since. */
export class LabFiles implements vscode.FileSystemProvider {
  private readonly changes = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.changes.event;
  /** Sizes by path. */
  private given: Readonly<Record<string, number>> = {};

  constructor(
    private readonly root: vscode.Uri,
    private readonly saved: SavedFiles,
  ) {}

  async load(): Promise<void> {
    this.given = JSON.parse(new TextDecoder().decode(await this.fetch('/index.json'))) as Record<
      string,
      number
    >;
  }

  stat({ path }: vscode.Uri): vscode.FileStat {
    const times = { ctime: 0, mtime: 0 };
    const bytes = this.saved.all.get(path);
    if (bytes instanceof Uint8Array) return { ...times, type: vscode.FileType.File, size: bytes.length };
    if (bytes !== null && path in this.given) {
      return { ...times, type: vscode.FileType.File, size: this.given[path] };
    }
    if (path === '/' || bytes === 'folder' || this.childrenOf(path).size > 0) {
      return { ...times, type: vscode.FileType.Directory, size: 0 };
    }
    throw vscode.FileSystemError.FileNotFound(path);
  }

  readDirectory(uri: vscode.Uri): [string, vscode.FileType][] {
    if (this.stat(uri).type !== vscode.FileType.Directory)
      throw vscode.FileSystemError.FileNotADirectory(uri);
    return [...this.childrenOf(uri.path)];
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    const { path } = uri;
    if (this.stat(uri).type !== vscode.FileType.File) throw vscode.FileSystemError.FileIsADirectory(uri);
    const bytes = this.saved.all.get(path);
    return bytes instanceof Uint8Array ? bytes : this.fetch(path);
  }

  async writeFile(
    uri: vscode.Uri,
    content: Uint8Array,
    { create, overwrite }: { create: boolean; overwrite: boolean },
  ): Promise<void> {
    const isThere = this.has(uri);
    if (isThere && this.stat(uri).type === vscode.FileType.Directory) {
      throw vscode.FileSystemError.FileIsADirectory(uri);
    }
    if (!isThere && !create) throw vscode.FileSystemError.FileNotFound(uri);
    if (isThere && create && !overwrite) throw vscode.FileSystemError.FileExists(uri);
    // A copy: what the editor hands over may be a part of something large.
    await this.saved.set(uri.path, content.slice());
    this.tell(uri, isThere ? vscode.FileChangeType.Changed : vscode.FileChangeType.Created);
  }

  async createDirectory(uri: vscode.Uri): Promise<void> {
    if (this.has(uri)) return;
    await this.saved.set(uri.path, 'folder');
    this.tell(uri, vscode.FileChangeType.Created);
  }

  async delete(uri: vscode.Uri, { recursive }: { recursive: boolean }): Promise<void> {
    this.stat(uri);
    for (const name of this.childrenOf(uri.path).keys()) {
      if (!recursive) throw vscode.FileSystemError.NoPermissions(`${uri.path} is not empty`);
      await this.delete(vscode.Uri.joinPath(uri, name), { recursive });
    }
    await this.saved.set(uri.path, null);
    this.tell(uri, vscode.FileChangeType.Deleted);
  }

  async rename(from: vscode.Uri, to: vscode.Uri, { overwrite }: { overwrite: boolean }): Promise<void> {
    if (this.has(to) && !overwrite) throw vscode.FileSystemError.FileExists(to);
    await this.copyAll(from, to);
    await this.delete(from, { recursive: true });
  }

  watch(): vscode.Disposable {
    // Nobody else writes.
    return new vscode.Disposable(() => undefined);
  }

  private async copyAll(from: vscode.Uri, to: vscode.Uri): Promise<void> {
    if (this.stat(from).type === vscode.FileType.File) {
      return this.writeFile(to, await this.readFile(from), { create: true, overwrite: true });
    }
    await this.createDirectory(to);
    for (const name of this.childrenOf(from.path).keys()) {
      await this.copyAll(vscode.Uri.joinPath(from, name), vscode.Uri.joinPath(to, name));
    }
  }

  private has(uri: vscode.Uri): boolean {
    try {
      return this.stat(uri) !== undefined;
    } catch {
      return false;
    }
  }

  private childrenOf(folder: string): Map<string, vscode.FileType> {
    const start = folder === '/' ? '/' : `${folder}/`;
    const children = new Map<string, vscode.FileType>();
    const add = (path: string, own: vscode.FileType): void => {
      if (!path.startsWith(start) || path === start) return;
      const [name, ...rest] = path.slice(start.length).split('/');
      children.set(name, rest.length > 0 ? vscode.FileType.Directory : own);
    };
    for (const path of Object.keys(this.given)) {
      if (this.saved.all.get(path) !== null) add(path, vscode.FileType.File);
    }
    for (const [path, what] of this.saved.all) {
      if (what !== null) add(path, what === 'folder' ? vscode.FileType.Directory : vscode.FileType.File);
    }
    return children;
  }

  private async fetch(path: string): Promise<Uint8Array> {
    return vscode.workspace.fs.readFile(vscode.Uri.joinPath(this.root, path));
  }

  private tell(uri: vscode.Uri, type: vscode.FileChangeType): void {
    this.changes.fire([{ uri, type }]);
  }
}
