import * as vscode from 'vscode';
import type { Sessions } from './sessions';

/** Tells `when` clauses, and the steps of the walkthrough, in which mode the machine stands, and whether it runs slowly. */
export class SessionContext implements vscode.Disposable {
  private readonly told = new Map<string, unknown>();
  private readonly subscription: vscode.Disposable;

  constructor(private readonly sessions: Sessions) {
    this.subscription = sessions.onDidChangeShown(() => this.tell());
  }

  dispose(): void {
    this.subscription.dispose();
  }

  private tell(): void {
    const session = this.sessions.current;
    const machine = session?.picture?.machine;
    const isStopped = session?.activity === 'stopped';
    this.set('trapframe:stoppedIn', isStopped ? (machine?.cpus[0]?.mode ?? '') : '');
    this.set('trapframe:isSlow', machine !== undefined && machine.speed !== 'full');
  }

  private set(key: string, value: unknown): void {
    if (this.told.get(key) === value) return;
    this.told.set(key, value);
    void vscode.commands.executeCommand('setContext', key, value);
  }
}
