import * as vscode from 'vscode';
import type { Observer } from '../adapter/worker-adapter';
import type { FinishedRun } from './finished-run';
import { Session } from './session';

export const DEBUG_TYPE = 'trapframe';

/** All sessions of ours that live, and the one that views show. Several at once are several machines. */
export class Sessions implements vscode.Disposable {
  private readonly byId = new Map<string, Session>();
  private readonly shown = new vscode.EventEmitter<Session | undefined>();
  private readonly stops = new vscode.EventEmitter<void>();
  private readonly subscriptions: vscode.Disposable[];

  /** A session has stopped, and the editor has still to hear of that. */
  readonly onDidStop = this.stops.event;

  /** The shown session is another one, or something about it changed. */
  readonly onDidChangeShown = this.shown.event;

  constructor(readonly finished: FinishedRun) {
    this.subscriptions = [
      this.shown,
      this.stops,
      vscode.debug.onDidChangeActiveDebugSession(() => this.shown.fire(this.current)),
      vscode.debug.onDidTerminateDebugSession(({ id }) => this.remove(id)),
    ];
  }

  /** The session in focus, if it is one of ours; with another debugger in focus, the latest of ours. */
  get current(): Session | undefined {
    const active = vscode.debug.activeDebugSession;
    return (active && this.byId.get(active.id)) ?? [...this.byId.values()].at(-1);
  }

  withId(id: string): Session | undefined {
    return this.byId.get(id);
  }

  get count(): number {
    return this.byId.size;
  }

  /** A session begins. @returns what is to be told of its messages: the editor's own trackers see none in a browser */
  began(debugSession: vscode.DebugSession): Observer {
    const session = new Session(debugSession);
    session.changed.on(() => {
      if (session.activity === 'ended') this.remove(session.id);
      else if (this.current === session) this.shown.fire(session);
    });
    session.stopped.on(() => this.stops.fire());
    this.byId.set(session.id, session);
    this.shown.fire(this.current);
    return {
      sent: (message) => session.sent(message),
      received: (message) => session.received(message),
    };
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private remove(id: string): void {
    const session = this.byId.get(id);
    if (!session) return;
    this.byId.delete(id);
    this.finished.ended(id);
    session.end();
    this.shown.fire(this.current);
  }
}
