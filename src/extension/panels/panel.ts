import * as vscode from 'vscode';
import { messageOf } from '../../base/errors';
import { webviewRequests, type FromWebview, type ToWebview } from '../../protocol/webview';
import type { Session } from '../sessions/session';
import type { Sessions } from '../sessions/sessions';
import { showPlace } from '../trees/reveal';
import type { Loading } from './loading';
import { Pane } from './pane';

/** What can be asked: a session, or a run that has ended. */
type Run = Pick<Session, 'request'>;

/** A webview in the panel, which draws what it asks the adapter for. It can ask for nothing but what only looks. */
export class Panel extends Pane<FromWebview> {
  constructor(
    root: vscode.Uri,
    loading: Loading,
    private readonly sessions: Sessions,
    id: string,
    title: string,
  ) {
    super(root, loading, id, title);
    this.subscriptions.push(sessions.onDidChangeShown(() => this.tell()));
  }

  protected tell(): void {
    if (!this.isSeen) return;
    const { current, finished } = this.sessions;
    if (current) this.say({ type: 'changed', session: current.id });
    else this.say({ type: 'changed', session: finished.id, isOver: true });
  }

  private say(message: ToWebview): void {
    this.send(message);
  }

  protected async received(message: FromWebview): Promise<void> {
    const { current, finished } = this.sessions;
    const run = current ?? finished;
    switch (message.type) {
      case 'ready':
        return;
      case 'ask':
        return this.answer(message, run);
      case 'open':
        return showPlace(message.place, message.focus);
      case 'walk':
        return current && vscode.commands.executeCommand('trapframe.walkPage', message);
      case 'seek':
        return this.seek(message.instruction);
      case 'save':
        return save(message.name, message.text);
      case 'saveTrace':
        return save('trace.json', await perfettoTrace(run));
    }
  }

  /** Only a session can go anywhere: of one that has ended there is no machine to show. */
  private async seek(instruction: number): Promise<void> {
    const { current } = this.sessions;
    try {
      if (!current) throw new Error('the session has ended: start it again to go to an instant of it');
      await current.request('trapframe/seek', { instruction });
    } catch (error) {
      void vscode.window.showErrorMessage(messageOf(error));
    }
  }

  private async answer(
    { id, request, args }: Extract<FromWebview, { type: 'ask' }>,
    run: Run,
  ): Promise<void> {
    try {
      if (!webviewRequests.includes(request)) throw new Error(`views may not ask for ${String(request)}`);
      this.say({ type: 'answer', id, body: await run.request(request, args as never) });
    } catch (error) {
      this.say({ type: 'refusal', id, message: messageOf(error) });
    }
  }
}

/** The whole run, asked for in parts so that the session stays alive meanwhile. */
async function perfettoTrace(run: Run): Promise<string> {
  const parts: string[] = [];
  for (let start: number | undefined; ;) {
    const { text, next } = await run.request('trapframe/perfettoTrace', start === undefined ? {} : { start });
    parts.push(text);
    if (next === undefined) return parts.join('');
    start = next;
  }
}

async function save(name: string, text: string): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const chosen = await vscode.window.showSaveDialog({
    ...(folder ? { defaultUri: vscode.Uri.joinPath(folder, name) } : {}),
  });
  if (chosen) await vscode.workspace.fs.writeFile(chosen, new TextEncoder().encode(text));
}
