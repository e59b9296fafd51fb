import * as vscode from 'vscode';
import type { Sessions } from '../sessions/sessions';

/** A view in our container of the side bar. */
export interface Kept {
  readonly isSeen: boolean;
  readonly onDidHide: vscode.Event<void>;
  reveal(): Thenable<unknown>;
}

/** What is hidden later than this after a stop was hidden by somebody (ms). */
const SOON = 3000;

/** VS Code turns the side bar to Run and Debug at each breakpoint (its setting `debug.openDebug`). Who looked at our views there gets them back. */
export class KeepInSight implements vscode.Disposable {
  private readonly subscriptions: vscode.Disposable[];
  /** What was seen at the last stop, and when that was. */
  private stop: { readonly at: number; readonly seen: readonly Kept[] } = { at: 0, seen: [] };

  constructor(sessions: Sessions, views: readonly Kept[]) {
    this.subscriptions = [
      sessions.onDidStop(() => {
        this.stop = { at: Date.now(), seen: views.filter(({ isSeen }) => isSeen) };
      }),
      ...views.map((view) => view.onDidHide(() => this.hidden(view))),
    ];
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private hidden(view: Kept): void {
    if (!this.stop.seen.includes(view) || Date.now() - this.stop.at > SOON) return;
    if (vscode.workspace.getConfiguration('debug').get('openDebug') !== 'openOnDebugBreak') return;
    this.stop = { at: 0, seen: [] };
    void view.reveal();
  }
}
