import * as vscode from 'vscode';
import { coalesced } from '../../base/coalesce';
import { messageOf } from '../../base/errors';
import type { Session } from '../sessions/session';
import type { Sessions } from '../sessions/sessions';
import type { Node, Rows } from './node';

/** What a tree shows of a session; `threadId`: the thread that is looked at. */
export type Load = (session: Session, threadId: number | undefined) => Rows | Promise<Rows>;

/**
 * A tree view of the machine. It asks when it is seen and the machine has moved; between stops it shows the rows that it has,
 * so that nothing flickers.
 */
export class Tree implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  protected readonly view: vscode.TreeView<Node>;
  private readonly subscriptions: vscode.Disposable[];
  private rows: Rows = { nodes: [] };

  readonly onDidChangeTreeData = this.changed.event;

  constructor(
    id: string,
    protected readonly sessions: Sessions,
    private readonly load: Load,
  ) {
    this.view = vscode.window.createTreeView(id, { treeDataProvider: this });
    this.subscriptions = [
      this.changed,
      this.view,
      sessions.onDidChangeShown(() => this.refresh()),
      vscode.debug.onDidChangeActiveStackItem(() => this.refresh()),
      this.view.onDidChangeVisibility(({ visible }) => visible && this.refresh()),
    ];
    this.refresh();
  }

  async getChildren(parent?: Node): Promise<Node[]> {
    const children = parent ? parent.children : this.rows.nodes;
    return [...((typeof children === 'function' ? await children() : children) ?? [])];
  }

  getTreeItem(node: Node): vscode.TreeItem {
    const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
    const item = new vscode.TreeItem(
      node.label,
      node.children ? (node.expanded ? Expanded : Collapsed) : None,
    );
    item.id = node.id;
    if (node.description !== undefined) item.description = node.description;
    if (node.icon !== undefined) {
      item.iconPath = new vscode.ThemeIcon(
        node.icon,
        node.color ? new vscode.ThemeColor(node.color) : undefined,
      );
    }
    if (node.tooltip !== undefined) item.tooltip = node.tooltip;
    if (node.context !== undefined) item.contextValue = node.context;
    if (node.spoken !== undefined) item.accessibilityInformation = { label: node.spoken };
    if (node.place) {
      item.command = { title: 'Show Source', command: 'trapframe.showPlace', arguments: [node.place] };
    } else if (node.action) item.command = { ...node.action, arguments: [node] };
    return item;
  }

  /** Rows are only revealed at the top. */
  getParent(): undefined {
    return undefined;
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  /** Asks for the rows anew. */
  readonly refresh = coalesced(async () => {
    if (!this.isWanted) return;
    const session = this.sessions.current;
    try {
      this.show(session ? await this.load(session, threadLookedAt()) : { nodes: [] });
    } catch (error) {
      this.show({ nodes: [], message: messageOf(error) });
    }
  });

  private show(rows: Rows): void {
    this.rows = rows;
    // An empty text is not the same as none: it would keep the welcome text away.
    const view: { message?: string | undefined } = this.view;
    view.message = rows.message;
    this.changed.fire();
    this.shown(rows);
  }

  /** A view that nobody sees asks for nothing; it does when it is unfolded. */
  protected get isWanted(): boolean {
    return this.view.visible;
  }

  /** For views that do more than show rows. */
  protected shown(_: Rows): void {}
}

/** The thread whose frame is selected in the call stack. */
export function threadLookedAt(): number | undefined {
  const item = vscode.debug.activeStackItem;
  return item?.session.type === 'trapframe' ? item.threadId : undefined;
}
