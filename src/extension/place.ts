import * as vscode from 'vscode';
import { isAbsolute, isUri } from './configuration/paths';

/** How the adapter names a file: by its path on this computer, or by its URI where the editor has another file system. */
export const pathOf = (uri: vscode.Uri): string => (uri.scheme === 'file' ? uri.fsPath : uri.toString());

/** The file that the adapter names. */
export const uriOf = (path: string): vscode.Uri =>
  isUri(path) ? vscode.Uri.parse(path) : vscode.Uri.file(path);

/**
 * A path of a launch configuration in which the editor has put values for its variables: those are paths, also in a file system of
 * another kind, whose folder they belong to then.
 */
export function placed(base: vscode.Uri | undefined, path: string): string {
  if (!base || isUri(path)) return path;
  if (!isAbsolute(path)) return pathOf(vscode.Uri.joinPath(base, path));
  return base.scheme === 'file' ? path : pathOf(base.with({ path: path.replaceAll('\\', '/') }));
}
