import * as vscode from 'vscode';
import type { PlaceBody } from '../../protocol/requests';
import { uriOf } from '../place';

/** Opens the source that a row is about, and puts the cursor there. @param focus whether the keyboard goes there, too */
export async function showPlace({ path, line }: PlaceBody, focus = true): Promise<void> {
  const position = new vscode.Position(line - 1, 0);
  await vscode.window.showTextDocument(uriOf(path), {
    selection: new vscode.Range(position, position),
    preview: true,
    preserveFocus: !focus,
  });
}
