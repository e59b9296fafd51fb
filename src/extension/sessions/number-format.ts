import * as vscode from 'vscode';
import { messageOf } from '../../base/errors';
import type { Sessions } from './sessions';

/** Integers in Variables, Watch and hovers: hexadecimal if they are decimal, and back. The session knows which they are. */
export async function toggleHexadecimal(sessions: Sessions): Promise<void> {
  try {
    await sessions.current?.request('trapframe/numberFormat');
  } catch (error) {
    void vscode.window.showErrorMessage(messageOf(error));
  }
}
