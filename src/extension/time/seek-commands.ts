import * as vscode from 'vscode';
import { messageOf } from '../../base/errors';
import type { Session } from '../sessions/session';
import type { Sessions } from '../sessions/sessions';
import { grouped } from '../../base/grouped';
import { instantMeant, type Extent } from './instants';
import { withSession } from '../sessions/with-session';

/** Goes to an instant, or to a share of the recording, that is asked for. */
export const seekCommands = (sessions: Sessions): Record<string, () => Promise<void>> => ({
  'trapframe.goToInstant': () =>
    withSession(sessions, async (session) => {
      const { instruction: now, end } = await session.request('trapframe/machine');
      const instant = await askForInstant(session, { now, end });
      if (instant !== undefined) await session.request('trapframe/seek', { instruction: instant });
    }),
});

async function askForInstant({ name }: Session, extent: Extent): Promise<number | undefined> {
  const text = await vscode.window.showInputBox({
    title: `Go to which instant of ${name}?`,
    prompt: `Now: ${grouped(extent.now)} of ${grouped(extent.end)}. Beyond the end the machine runs on.`,
    placeHolder: '1204331, 50 %, +100 or -100',
    validateInput: (given) => {
      try {
        instantMeant(given, extent);
      } catch (error) {
        return messageOf(error);
      }
      return undefined;
    },
  });
  return text === undefined ? undefined : instantMeant(text, extent);
}
