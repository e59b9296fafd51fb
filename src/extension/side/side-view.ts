import * as vscode from 'vscode';
import { coalesced } from '../../base/coalesce';
import { messageOf } from '../../base/errors';
import type { FromSideView, SideViewName, SideViews, ToSideView } from '../../protocol/side-views';
import type { Loading } from '../panels/loading';
import { Pane } from '../panels/pane';
import type { Session } from '../sessions/session';
import type { Sessions } from '../sessions/sessions';
import { showPlace } from '../trees/reveal';
import { threadLookedAt } from '../trees/tree';

/** What a view of the side bar shows, and what it can be asked for. */
export interface Side<V extends SideViewName> {
  readonly id: `trapframe.${V}`;
  readonly title: string;
  /** What it shows without a session, or while it cannot be asked. */
  readonly empty: SideViews[V];
  /** @param threadId the thread that is looked at. @throws Error in words */
  load(session: Session, threadId: number | undefined): Promise<SideViews[V]>;
  /** Of what the page asks for, that which not all pages do. */
  received?(message: FromSideView, session: Session | undefined): Promise<void> | void;
}

/** A webview in the side bar. It is told what to show when it is seen and the machine has moved, or another frame is selected. */
export class SideView<V extends SideViewName> extends Pane<FromSideView> {
  constructor(
    root: vscode.Uri,
    loading: Loading,
    private readonly sessions: Sessions,
    private readonly side: Side<V>,
  ) {
    super(root, loading, side.id, side.title);
    this.subscriptions.push(
      sessions.onDidChangeShown(() => this.tell()),
      vscode.debug.onDidChangeActiveStackItem(() => this.tell()),
    );
  }

  /** Asks anew, and shows. */
  readonly refresh = coalesced(async () => {
    if (!this.isSeen) return;
    const session = this.sessions.current;
    const of = session && { session: session.id, moment: session.moment };
    const show = (view: SideViews[V]): void =>
      this.send({ type: 'show', view, ...(of ?? { session: undefined }) } satisfies ToSideView<V>);
    if (!session) return show({ ...this.side.empty, message: 'Nothing is debugged now.' });
    try {
      show(await this.side.load(session, threadLookedAt()));
    } catch (error) {
      show({ ...this.side.empty, message: messageOf(error) });
    }
  });

  protected tell(): void {
    this.refresh();
  }

  protected async received(message: FromSideView): Promise<void> {
    if (message.type === 'open') return showPlace(message.place);
    try {
      await this.side.received?.(message, this.sessions.current);
    } catch (error) {
      void vscode.window.showErrorMessage(messageOf(error));
    }
  }

  /** Brings it to the front, without taking the keyboard from anybody. */
  reveal(): Thenable<unknown> {
    return vscode.commands.executeCommand(`${this.id}.focus`, { preserveFocus: true });
  }
}
