import * as vscode from 'vscode';
import { messageOf } from '../../base/errors';
import type { Session } from './session';
import type { Sessions } from './sessions';

/** Does something with the session in focus. What the adapter refuses, and that there is no session, is said in words. */
export async function withSession(
  sessions: Sessions,
  action: (session: Session) => Promise<unknown>,
): Promise<void> {
  const session = sessions.current;
  if (!session) {
    return void vscode.window.showInformationMessage('No machine is being debugged: start debugging first.');
  }
  await refusalsInWords(() => action(session));
}

/** What the adapter refuses is said in its words: that something cannot be done now is no error. */
export async function refusalsInWords(action: () => Promise<unknown>): Promise<void> {
  try {
    await action();
  } catch (error) {
    void vscode.window.showInformationMessage(messageOf(error));
  }
}
