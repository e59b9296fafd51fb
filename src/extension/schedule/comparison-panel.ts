import * as vscode from 'vscode';
import type { Comparison, FromComparison, ToComparison } from '../../protocol/schedule';
import { page } from '../panels/page';

const TITLE = 'Scheduling Policies';

/** The tab that shows a comparison: there is one, which the next comparison uses again. */
export class ComparisonPanel implements vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;
  private comparison: Comparison | undefined;

  constructor(private readonly root: vscode.Uri) {}

  dispose(): void {
    this.panel?.dispose();
  }

  async show(comparison: Comparison): Promise<void> {
    this.comparison = comparison;
    if (this.panel) {
      this.panel.reveal(undefined, true);
      return this.tell();
    }
    const panel = vscode.window.createWebviewPanel(
      'trapframePolicies',
      TITLE,
      { viewColumn: vscode.ViewColumn.Active },
      { enableScripts: true, localResourceRoots: [] },
    );
    this.panel = panel;
    panel.iconPath = vscode.Uri.joinPath(this.root, 'media', 'icon.svg');
    panel.onDidDispose(() => (this.panel = undefined));
    panel.webview.onDidReceiveMessage((message: FromComparison) => this.received(message));
    const [script, style] = await Promise.all([this.read('policies.js'), this.read('policies.css')]);
    panel.webview.html = page({ title: TITLE, script, style });
  }

  private received({ type }: FromComparison): void {
    if (type === 'ready') this.tell();
    else if (type === 'again') void vscode.commands.executeCommand('trapframe.comparePolicies');
    else if (this.comparison) void showWorkload(this.comparison.file);
  }

  private tell(): void {
    if (!this.comparison) return;
    const message: ToComparison = { type: 'show', comparison: this.comparison };
    void this.panel?.webview.postMessage(message);
  }

  private async read(name: string): Promise<string> {
    const file = vscode.Uri.joinPath(this.root, 'dist', 'webview', name);
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
  }
}

/** As a file that has no name yet, for the command line, or to be changed. */
async function showWorkload(content: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument({ language: 'json', content });
  await vscode.window.showTextDocument(document, vscode.ViewColumn.Beside);
}
