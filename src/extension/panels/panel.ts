import * as vscode from 'vscode';
import { messageOf } from '../../base/errors';
import { webviewRequests, type FromWebview, type ToWebview } from '../../protocol/webview';
import type { Session } from '../sessions/session';
import type { Sessions } from '../sessions/sessions';
import { showPlace } from '../trees/reveal';
import { page } from './page';

/** What can be asked: a session, or a run that has ended. */
type Run = Pick<Session, 'request'>;

/** A webview in the panel, which draws what it asks the adapter for. It can ask for nothing but what only looks. */
export class Panel implements vscode.WebviewViewProvider, vscode.Disposable {
  private readonly subscriptions: vscode.Disposable[];
  private view: vscode.WebviewView | undefined;

  /** @param id of the view; its last part names script and style in dist/webview */
  constructor(
    private readonly root: vscode.Uri,
    private readonly sessions: Sessions,
    private readonly id: string,
    private readonly title: string,
  ) {
    this.subscriptions = [
      vscode.window.registerWebviewViewProvider(id, this),
      sessions.onDidChangeShown(() => this.tell()),
    ];
  }

  async resolveWebviewView(view: vscode.WebviewView): Promise<void> {
    const { webview } = view;
    webview.options = { enableScripts: true, localResourceRoots: [] };
    webview.onDidReceiveMessage((message: FromWebview) => void this.received(message));
    view.onDidChangeVisibility(() => this.tell());
    view.onDidDispose(() => (this.view = undefined));
    this.view = view;
    const name = this.id.slice(this.id.lastIndexOf('.') + 1);
    const [script, style] = await Promise.all([this.read(`${name}.js`), this.read(`${name}.css`)]);
    webview.html = page({ title: this.title, script, style });
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private async read(name: string): Promise<string> {
    const file = vscode.Uri.joinPath(this.root, 'dist', 'webview', name);
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
  }

  private tell(): void {
    if (!this.view?.visible) return;
    const { current, finished } = this.sessions;
    if (current) this.send({ type: 'changed', session: current.id });
    else this.send({ type: 'changed', session: finished.id, isOver: true });
  }

  private send(message: ToWebview): void {
    void this.view?.webview.postMessage(message);
  }

  private async received(message: FromWebview): Promise<void> {
    const { current, finished } = this.sessions;
    const run = current ?? finished;
    switch (message.type) {
      case 'ready':
        return this.tell();
      case 'ask':
        return this.answer(message, run);
      case 'open':
        return showPlace(message.place, message.focus);
      case 'walk':
        return current && vscode.commands.executeCommand('trapframe.walkPage', message);
      case 'save':
        return save(message.name, message.text);
      case 'saveTrace':
        return save('trace.json', await perfettoTrace(run));
    }
  }

  private async answer(
    { id, request, args }: Extract<FromWebview, { type: 'ask' }>,
    run: Run,
  ): Promise<void> {
    try {
      if (!webviewRequests.includes(request)) throw new Error(`views may not ask for ${String(request)}`);
      this.send({ type: 'answer', id, body: await run.request(request, args as never) });
    } catch (error) {
      this.send({ type: 'refusal', id, message: messageOf(error) });
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
