import * as vscode from 'vscode';
import type { Sessions } from '../sessions/sessions';
import type { Node, Rows } from './node';
import { presentTitle, processRows } from './processes';
import { readyQueueRows } from './ready-queue';
import { Tree, threadLookedAt } from './tree';

const SHOWN = 'processes.shown';

/** A Processes view: the one in the debug container, or the one in ours. */
export class ProcessesTree extends Tree {
  private followed = '';
  /** The row that was selected last; while rows are being exchanged, the view itself has none. */
  private selected: string | undefined;

  /** @param memory remembers, beyond this window, that the view has been shown; without, it comes up as it is left */
  constructor(
    id: string,
    sessions: Sessions,
    private readonly memory?: vscode.Memento,
  ) {
    super(id, sessions, (session) => {
      const { nodes, message } = processRows(session);
      return { nodes: [...nodes, ...readyQueueRows(session)], message };
    });
    this.view.onDidChangeSelection(({ selection: [row] }) => (this.selected = row?.id ?? this.selected));
  }

  /** Its rows are known without asking, and the first of them unfold it. */
  protected override get isWanted(): boolean {
    return true;
  }

  protected override shown({ nodes }: Rows): void {
    const view: { description?: string | undefined } = this.view;
    view.description = presentTitle(this.sessions.current, this.sessions.count);
    if (nodes.length > 0) void this.unfoldOnce();
    this.follow(nodes);
  }

  /** The row of the process whose frame was selected in the call stack gets selected, too. */
  private follow(nodes: readonly Node[]): void {
    const thread = threadLookedAt();
    const key = `${this.sessions.current?.id}/${thread}`;
    if (key === this.followed || !this.view.visible) return;
    this.followed = key;
    // Rows of the ready queue are below its own.
    const row = nodes.find(({ pid }) => pid === thread);
    // To reveal a row also unfolds its view, which whoever clicked on the row may have folded since.
    if (row && row.id !== this.selected)
      this.view.reveal(row, { select: true, focus: false }).then(undefined, () => undefined);
  }

  /** Views in the debug container come up folded: the first process list of all opens it, later the user's choice stands. */
  private async unfoldOnce(): Promise<void> {
    if (!this.memory || this.memory.get(SHOWN)) return;
    await this.memory.update(SHOWN, true);
    await vscode.commands.executeCommand('trapframe.processes.focus', { preserveFocus: true });
  }
}
