import * as vscode from 'vscode';
import { page } from './page';
import type { Loading } from './loading';

/** A webview of ours in the workbench: its page, and whether somebody sees it. */
export abstract class Pane<From extends { readonly type: string }> implements vscode.WebviewViewProvider {
  protected view: vscode.WebviewView | undefined;
  protected readonly subscriptions: vscode.Disposable[];
  private readonly hidden = new vscode.EventEmitter<void>();

  /** Nobody sees it any more. */
  readonly onDidHide = this.hidden.event;

  /** @param id of the view; its last part names script and style in dist/webview */
  constructor(
    private readonly root: vscode.Uri,
    private readonly loading: Loading,
    readonly id: string,
    private readonly title: string,
  ) {
    this.subscriptions = [this.hidden, vscode.window.registerWebviewViewProvider(id, this)];
  }

  async resolveWebviewView(view: vscode.WebviewView): Promise<void> {
    const { webview } = view;
    webview.options = { enableScripts: true, localResourceRoots: [] };
    webview.onDidReceiveMessage((message: From) => {
      if (message.type === 'ready') {
        this.loading.came(this.id);
        this.tell();
      } else void this.received(message);
    });
    view.onDidChangeVisibility(() => {
      if (view.visible) this.loading.begins(this.id);
      else this.loading.went(this.id);
      this.tell();
      if (!view.visible) this.hidden.fire();
    });
    view.onDidDispose(() => {
      if (this.view === view) this.view = undefined;
      this.loading.went(this.id);
    });
    this.view = view;
    this.loading.begins(this.id);
    const name = this.id.slice(this.id.lastIndexOf('.') + 1);
    const [script, style] = await Promise.all([this.read(`${name}.js`), this.read(`${name}.css`)]);
    webview.html = page({ title: this.title, script, style });
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  /** Its page has come, or it is seen again: it is told what there is. Called whether it is seen or not. */
  protected abstract tell(): void;

  protected abstract received(message: From): unknown;

  get isSeen(): boolean {
    return this.view?.visible === true;
  }

  protected send(message: object): void {
    void this.view?.webview.postMessage(message);
  }

  private async read(name: string): Promise<string> {
    const file = vscode.Uri.joinPath(this.root, 'dist', 'webview', name);
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
  }
}
