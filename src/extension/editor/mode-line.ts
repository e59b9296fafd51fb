import * as vscode from 'vscode';
import type { ModeName } from '../../protocol/requests';
import type { Sessions } from '../sessions/sessions';
import type { FrameView } from '../sessions/stacks';
import { followedCpu } from './follow';
import { uriOf } from '../place';

const modes: readonly ModeName[] = ['user', 'kernel', 'machine'];

/**
 * Shows the mode that the code of the selected frame runs in: a letter in the gutter of its line, the colour of the line, and the
 * mode in words behind it, as far as there is room.
 */
export class ModeLine implements vscode.Disposable {
  private readonly decorations: readonly (readonly [ModeName, vscode.TextEditorDecorationType])[];
  private readonly subscriptions: vscode.Disposable[];

  /** @param root of the extension */
  constructor(
    root: vscode.Uri,
    private readonly sessions: Sessions,
  ) {
    this.decorations = modes.flatMap((mode) => [
      [mode, decorationFor(mode, root)] as const,
      [mode, frameFor(mode)] as const,
    ]);
    const update = (): void => this.update();
    this.subscriptions = [
      sessions.onDidChangeShown(update),
      vscode.debug.onDidChangeActiveStackItem(update),
      vscode.window.onDidChangeVisibleTextEditors(update),
    ];
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    for (const [, decoration] of this.decorations) decoration.dispose();
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
      const isShown = frame && editor.document.uri.fsPath === uriOf(frame.path).fsPath;
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

const decorationFor = (mode: ModeName, root: vscode.Uri): vscode.TextEditorDecorationType =>
  vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new vscode.ThemeColor(`trapframe.${mode}LineBackground`),
    gutterIconPath: vscode.Uri.joinPath(root, 'media', `mode-${mode}.svg`),
    gutterIconSize: 'contain',
    overviewRulerColor: new vscode.ThemeColor(`trapframe.${mode}ModeBackground`),
    overviewRulerLane: vscode.OverviewRulerLane.Full,
    after: {
      contentText: `\u00a0${mode} mode\u00a0`,
      margin: '0 0 0 4em',
      backgroundColor: new vscode.ThemeColor(`trapframe.${mode}ModeBackground`),
      color: new vscode.ThemeColor('trapframe.modeForeground'),
    },
  });

/** Lines above and below: over the workbench's own highlight, whose yellow would make olive of a blue line in a light theme. */
const frameFor = (mode: ModeName): vscode.TextEditorDecorationType =>
  vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    borderStyle: 'solid',
    borderWidth: '1px 0',
    borderColor: new vscode.ThemeColor(`trapframe.${mode}ModeBackground`),
    outline: 'none; z-index: 1; pointer-events: none; box-sizing: border-box',
  });
