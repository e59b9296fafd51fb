import * as vscode from 'vscode';
import type { Speed } from '../../protocol/requests';
import type { Session } from './session';
import type { Sessions } from './sessions';
import { neighbour, purposeOf, speedInWords, speeds } from './speed';
import { withSession } from './with-session';

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
  await withSession(sessions, async (session) => {
    const { speed: now } = await session.request('trapframe/speed');
    const speed = await pick(session, now);
    if (speed !== undefined && speed !== now) await session.request('trapframe/speed', { speed });
  });
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
