import * as vscode from 'vscode';

/** The sources of the kernel that comes with the extension, and of the library that programs are linked with. */
export class KernelSources {
  readonly folder: vscode.Uri;

  /** @param root of the extension */
  constructor(root: vscode.Uri) {
    this.folder = vscode.Uri.joinPath(root, 'kernel');
  }

  has(uri: vscode.Uri): boolean {
    // The same files have other schemes where a window has a remote host.
    return uri.path.startsWith(`${this.folder.path}/`);
  }

  /** Somebody works on them: the folder is a part of the workspace. */
  get areOpen(): boolean {
    return vscode.workspace.getWorkspaceFolder(this.folder) !== undefined;
  }
}
