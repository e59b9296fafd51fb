import * as vscode from 'vscode';

/** The session that a lab has started: the next one ends it, so that what is on screen is always what was asked for last. */
export class OneSession implements vscode.Disposable {
  private session: vscode.DebugSession | undefined;
  private name: string | undefined;
  /** The start before this one. */
  private last: Promise<unknown> = Promise.resolve();
  private readonly subscriptions: readonly vscode.Disposable[];

  constructor() {
    this.subscriptions = [
      vscode.debug.onDidStartDebugSession((session) => {
        if (session.name === this.name) this.session = session;
      }),
      vscode.debug.onDidTerminateDebugSession(({ id }) => {
        if (id === this.session?.id) this.session = undefined;
      }),
    ];
  }

  dispose(): void {
    for (const one of this.subscriptions) one.dispose();
  }

  /** @returns whether it has started */
  start(
    folder: vscode.WorkspaceFolder | undefined,
    configuration: vscode.DebugConfiguration,
  ): Promise<boolean> {
    const started = this.last.then(() => this.startNext(folder, configuration));
    this.last = started.catch(() => undefined);
    return started;
  }

  private async startNext(
    folder: vscode.WorkspaceFolder | undefined,
    configuration: vscode.DebugConfiguration,
  ): Promise<boolean> {
    if (this.session) await ended(this.session);
    this.name = configuration.name;
    return vscode.debug.startDebugging(folder, configuration);
  }
}

/** Ends a session; resolves when it is gone. */
function ended(session: vscode.DebugSession): Promise<void> {
  return new Promise((resolve) => {
    const gone = vscode.debug.onDidTerminateDebugSession((other) => {
      if (other.id !== session.id) return;
      gone.dispose();
      resolve();
    });
    void vscode.debug.stopDebugging(session);
  });
}
