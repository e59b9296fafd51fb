import * as vscode from 'vscode';
import type { ProcessBody } from '../../protocol/requests';
import type { Sessions } from '../sessions/sessions';
import { presentMessage, presentProcess, presentTitle } from './present';

/** The Processes view in the debug container. It shows what the session last learned and asks for nothing. */
export class ProcessesView implements vscode.TreeDataProvider<ProcessBody>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly view: vscode.TreeView<ProcessBody>;
  private readonly subscriptions: vscode.Disposable[];

  readonly onDidChangeTreeData = this.changed.event;

  /** `memory` remembers, beyond this window, that the view has been shown. */
  constructor(
    private readonly sessions: Sessions,
    private readonly memory: vscode.Memento,
  ) {
    this.view = vscode.window.createTreeView('trapframe.processes', { treeDataProvider: this });
    this.subscriptions = [this.changed, this.view, sessions.onDidChangeShown(() => this.update())];
    this.update();
  }

  getChildren(parent?: ProcessBody): ProcessBody[] {
    return parent ? [] : (this.sessions.current?.picture?.processes.processes ?? []);
  }

  getTreeItem(process: ProcessBody): vscode.TreeItem {
    const session = this.sessions.current;
    const cpus = session?.picture?.machine.cpus.length ?? 1;
    const row = presentProcess(process, session?.id ?? '', cpus);
    const item = new vscode.TreeItem(row.label);
    item.id = row.id;
    item.description = row.description;
    item.iconPath = new vscode.ThemeIcon(row.icon, new vscode.ThemeColor(row.color));
    item.tooltip = row.tooltip;
    item.contextValue = `process.${process.state}`;
    item.accessibilityInformation = { label: row.spoken };
    return item;
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private update(): void {
    const session = this.sessions.current;
    // An empty text is not the same as none: it would keep the welcome text away.
    const view: { message?: string | undefined; description?: string | undefined } = this.view;
    view.message = session && presentMessage(session);
    view.description = presentTitle(session, this.sessions.count);
    this.changed.fire();
    void this.unfoldOnce();
  }

  /** Views in the debug container come up folded: the first process list of all opens it, later the user's choice stands. */
  private async unfoldOnce(): Promise<void> {
    if (this.getChildren().length === 0 || this.memory.get(SHOWN)) return;
    await this.memory.update(SHOWN, true);
    await vscode.commands.executeCommand('trapframe.processes.focus', { preserveFocus: true });
  }
}

const SHOWN = 'processes.shown';
