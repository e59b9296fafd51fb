import * as vscode from 'vscode';
import type { Session } from '../sessions/session';
import type { Sessions } from '../sessions/sessions';
import { grouped } from '../../base/grouped';
import { withSession } from '../sessions/with-session';

/** Names for instants of the run, kept with its recording. */
export const bookmarkCommands = (sessions: Sessions): Record<string, () => Promise<void>> => ({
  'trapframe.addBookmark': () =>
    withSession(sessions, async (session) => {
      const { instruction } = await session.request('trapframe/machine');
      const name = await vscode.window.showInputBox({
        title: `Bookmark for instant ${grouped(instruction)}`,
        prompt: 'Its name. A bookmark of that name moves here.',
        validateInput: (given) => (given.trim() === '' ? 'A bookmark has a name' : undefined),
      });
      if (name === undefined) return;
      await session.request('trapframe/bookmarks', { add: { name: name.trim(), instruction } });
    }),
  'trapframe.goToBookmark': () =>
    withSession(sessions, async (session) => {
      const chosen = await choose(session, 'Go to which bookmark?');
      if (chosen) await session.request('trapframe/seek', { instruction: chosen.instruction });
    }),
  'trapframe.removeBookmark': () =>
    withSession(sessions, async (session) => {
      const chosen = await choose(session, 'Remove which bookmark?');
      if (chosen) await session.request('trapframe/bookmarks', { remove: chosen.name });
    }),
});

async function choose(
  session: Session,
  title: string,
): Promise<{ name: string; instruction: number } | undefined> {
  const { bookmarks } = await session.request('trapframe/bookmarks');
  if (bookmarks.length === 0) {
    void vscode.window.showInformationMessage('There is no bookmark yet: “Add Bookmark” makes one.');
    return undefined;
  }
  const items = bookmarks.map((bookmark) => ({
    bookmark,
    label: bookmark.name,
    description: `instant ${grouped(bookmark.instruction)}`,
  }));
  const chosen = await vscode.window.showQuickPick(items, { title, placeHolder: 'A bookmark' });
  return chosen?.bookmark;
}
