import * as vscode from 'vscode';
import { SavedFiles } from './saved-files';
import { LabFiles } from './lab-files';

/** The labs as a file system: what is written stays in this browser. */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const files = new LabFiles(vscode.Uri.joinPath(context.extensionUri, 'files'), await SavedFiles.open());
  await files.load();
  context.subscriptions.push(
    vscode.workspace.registerFileSystemProvider('labs', files, { isCaseSensitive: true }),
  );
}
