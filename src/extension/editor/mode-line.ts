import * as vscode from 'vscode';
import type { ModeName } from '../../protocol/requests';
import type { Sessions } from '../sessions/sessions';
import type { FrameView } from '../sessions/stacks';
import { followedCpu } from './follow';

const modes: readonly ModeName[] = ['user', 'kernel', 'machine'];

/** Colours the line of the selected frame by the mode that its code runs in, and says the mode behind it. */
export class ModeLine implements vscode.Disposable {
  private readonly decorations = new Map(modes.map((mode) => [mode, decorationFor(mode)]));
  private readonly subscriptions: vscode.Disposable[];

  constructor(private readonly sessions: Sessions) {
    const update = (): void => this.update();
    this.subscriptions = [
      sessions.onDidChangeShown(update),
      vscode.debug.onDidChangeActiveStackItem(update),
      vscode.window.onDidChangeVisibleTextEditors(update),
    ];
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    for (const decoration of this.decorations.values()) decoration.dispose();
  }

  /** The line of the selected frame; in a slow run, the one that it has come to. */
  private frame(): FrameView | undefined {
    const { current } = this.sessions;
    if (current?.isFollowed) {
      const cpu = followedCpu(current);
      return cpu?.code?.place && { ...cpu.code.place, mode: cpu.mode };
    }
    const item = vscode.debug.activeStackItem;
    const frameId = item && 'frameId' in item ? item.frameId : undefined;
    const session = item && this.sessions.withId(item.session.id);
    return frameId === undefined || session?.activity !== 'stopped'
      ? undefined
      : session.stacks.frame(frameId);
  }

  private update(): void {
    const frame = this.frame();
    for (const editor of vscode.window.visibleTextEditors) {
      const isShown = frame && editor.document.uri.fsPath === vscode.Uri.file(frame.path).fsPath;
      for (const [mode, decoration] of this.decorations) {
        const range =
          isShown && frame.mode === mode && frame.line <= editor.document.lineCount
            ? [editor.document.lineAt(frame.line - 1).range]
            : [];
        editor.setDecorations(decoration, range);
      }
    }
  }
}

const decorationFor = (mode: ModeName): vscode.TextEditorDecorationType =>
  vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new vscode.ThemeColor(`trapframe.${mode}LineBackground`),
    overviewRulerColor: new vscode.ThemeColor(`trapframe.${mode}LineBackground`),
    overviewRulerLane: vscode.OverviewRulerLane.Full,
    after: {
      contentText: `\u00a0${mode} mode\u00a0`,
      margin: '0 0 0 4em',
      // Opaque: the workbench's own highlight covers the line's background, and would mix with this one.
      backgroundColor: new vscode.ThemeColor(`trapframe.${mode}ModeBackground`),
      color: new vscode.ThemeColor('trapframe.modeForeground'),
    },
  });
