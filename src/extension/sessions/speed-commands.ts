import * as vscode from 'vscode';
import { messageOf } from '../../base/errors';
import type { Speed } from '../../protocol/requests';
import type { Session } from './session';
import type { Sessions } from './sessions';
import { neighbour, purposeOf, speedInWords, speeds } from './speed';

/** The commands that change how fast the machine runs, in the middle of a run, too. */
export const speedCommands = (sessions: Sessions): Readonly<Record<string, () => Promise<void>>> => ({
  'trapframe.setSpeed': () => onCurrent(sessions, choose),
  'trapframe.slower': () => onCurrent(sessions, (_, now) => Promise.resolve(neighbour(now, 'slower'))),
  'trapframe.faster': () => onCurrent(sessions, (_, now) => Promise.resolve(neighbour(now, 'faster'))),
});

async function onCurrent(
  sessions: Sessions,
  pick: (session: Session, now: Speed) => Promise<Speed | undefined>,
): Promise<void> {
  const session = sessions.current;
  if (!session) return void vscode.window.showInformationMessage('No machine runs: start debugging first.');
  try {
    const { speed: now } = await session.request('trapframe/speed');
    const speed = await pick(session, now);
    if (speed !== undefined && speed !== now) await session.request('trapframe/speed', { speed });
  } catch (error) {
    void vscode.window.showErrorMessage(messageOf(error));
  }
}

async function choose(session: Session, now: Speed): Promise<Speed | undefined> {
  const items = speeds.map((speed) => ({
    speed,
    label: speedInWords(speed),
    description: speed === now ? `now · ${purposeOf(speed)}` : purposeOf(speed),
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: `How fast Continue runs the machine of ${session.name}`,
    placeHolder: `now: ${speedInWords(now)}`,
  });
  return chosen?.speed;
}
