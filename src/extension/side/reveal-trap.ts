import * as vscode from 'vscode';
import type { Session } from '../sessions/session';
import type { Sessions } from '../sessions/sessions';
import { trapOf } from './trap';

/** Shows the Trap view at the first stop of a session at which a process is in the kernel because of a trap. */
export class RevealTrap implements vscode.Disposable {
  /** Sessions in which there was such a stop. */
  private readonly done = new WeakSet<Session>();
  private readonly subscription: vscode.Disposable;

  constructor(
    private readonly sessions: Sessions,
    private readonly reveal: () => Thenable<unknown>,
  ) {
    this.subscription = vscode.debug.onDidChangeActiveStackItem((item) => {
      if (item && 'frameId' in item) void this.look(item.threadId);
    });
  }

  dispose(): void {
    this.subscription.dispose();
  }

  private async look(threadId: number): Promise<void> {
    const session = this.sessions.current;
    if (!session || session.activity !== 'stopped' || this.done.has(session)) return;
    if (vscode.workspace.getConfiguration('trapframe').get('revealTrap') === false) return;
    const card = await trapOf(session, threadId).catch(() => undefined);
    if (!card || this.done.has(session)) return;
    this.done.add(session);
    await this.reveal();
  }
}
