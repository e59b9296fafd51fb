import * as vscode from 'vscode';
import type { Programs } from '../programs/programs';
import { DEBUG_TYPE } from '../sessions/sessions';
import { uriOf } from '../place';

/**
 * When the last session has ended, the program's editor comes back, and previews of kernel files that were opened only because
 * the machine stopped there are closed.
 */
export class ReturnToProgram implements vscode.Disposable {
  private readonly live = new Set<string>();
  /** What was open when the first session began. */
  private before: ReadonlySet<string> = new Set();
  private readonly registrations = [
    vscode.debug.onDidStartDebugSession(({ id, type }) => {
      if (type !== DEBUG_TYPE) return;
      if (this.live.size === 0) this.before = new Set(textTabs().map(({ uri }) => uri.toString()));
      this.live.add(id);
    }),
    vscode.debug.onDidTerminateDebugSession(({ id }) => {
      if (this.live.delete(id) && this.live.size === 0) void this.comeBack();
    }),
  ];

  constructor(private readonly programs: Programs) {}

  dispose(): void {
    for (const registration of this.registrations) registration.dispose();
  }

  private async comeBack(): Promise<void> {
    const { kernel } = this.programs;
    const active = vscode.window.activeTextEditor?.document.uri;
    // Who has turned to another file stays there.
    const stoodInKernel = active !== undefined && kernel.has(active);
    const opened = textTabs().filter(
      ({ tab, uri }) => tab.isPreview && kernel.has(uri) && !this.before.has(uri.toString()),
    );
    if (opened.length > 0) {
      await vscode.window.tabGroups.close(
        opened.map(({ tab }) => tab),
        true,
      );
    }
    const program = this.programs.last.path;
    if (!stoodInKernel || program === undefined || !/\.[sc]$/i.test(program)) return;
    await vscode.window.showTextDocument(uriOf(program)).then(undefined, () => undefined);
  }
}

const textTabs = (): { tab: vscode.Tab; uri: vscode.Uri }[] =>
  vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .flatMap((tab) => (tab.input instanceof vscode.TabInputText ? [{ tab, uri: tab.input.uri }] : []));
