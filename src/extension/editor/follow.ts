import * as vscode from 'vscode';
import { coalesced } from '../../base/coalesce';
import type { CpuBody } from '../../protocol/requests';
import type { Session } from '../sessions/session';
import type { Sessions } from '../sessions/sessions';
import { uriOf } from '../place';

/** Instructions a second up to which the editor goes along: beyond, files would only flicker past. */
const FASTEST = 100;

/** The CPU whose line a slow run shows: the one that works for a process, the first of several. */
export const followedCpu = ({ picture }: Session): CpuBody | undefined => {
  const cpus = picture?.machine.cpus ?? [];
  return (
    cpus.find(({ pid, code }) => pid !== undefined && code?.place) ?? cpus.find(({ code }) => code?.place)
  );
};

/** Keeps the line that a slow run has come to in an editor, without taking the keyboard from anybody. */
export class Follow implements vscode.Disposable {
  private readonly subscription: vscode.Disposable;

  constructor(private readonly sessions: Sessions) {
    this.subscription = sessions.onDidChangeShown(() => this.show());
  }

  dispose(): void {
    this.subscription.dispose();
  }

  private readonly show = coalesced(async () => {
    const session = this.sessions.current;
    const speed = session?.picture?.machine.speed;
    if (!session?.isFollowed || speed === undefined || speed === 'full' || speed > FASTEST) return;
    const place = followedCpu(session)?.code?.place;
    if (!place) return;
    const position = new vscode.Position(place.line - 1, 0);
    const range = new vscode.Range(position, position);
    const uri = uriOf(place.path);
    const shown = vscode.window.visibleTextEditors.find(({ document }) => document.uri.fsPath === uri.fsPath);
    if (shown) return shown.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
    await vscode.window.showTextDocument(uri, { preserveFocus: true, preview: true, selection: range });
  });
}
