import * as vscode from 'vscode';
import type { Sessions } from '../sessions/sessions';
import { presentStatus } from './present';

/** The mode bit, the process and the instant in the status bar; there while a session is. */
export class StatusItem implements vscode.Disposable {
  private readonly item: vscode.StatusBarItem;
  private readonly subscription: vscode.Disposable;

  constructor(private readonly sessions: Sessions) {
    this.item = vscode.window.createStatusBarItem('trapframe.status', vscode.StatusBarAlignment.Left, 100);
    this.item.name = 'Trapframe: mode, process and instant';
    this.item.command = 'trapframe.processes.focus';
    this.subscription = sessions.onDidChangeShown(() => this.update());
  }

  dispose(): void {
    this.subscription.dispose();
    this.item.dispose();
  }

  private update(): void {
    const session = this.sessions.current;
    if (!session) return this.item.hide();
    const status = presentStatus(session);
    this.item.text = status.text;
    this.item.tooltip = status.tooltip;
    this.item.accessibilityInformation = { label: status.spoken };
    this.item.show();
  }
}
