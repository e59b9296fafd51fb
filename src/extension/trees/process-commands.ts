import * as vscode from 'vscode';
import type { Session } from '../sessions/session';
import type { Sessions } from '../sessions/sessions';
import { withSession } from '../sessions/with-session';
import type { Node } from './node';

/** How long the status bar says what will become of a process, in ms. */
const WORDS_SHOWN = 10_000;

/** What the rows of processes can be told to do; `changed`: they look different now. */
export const processCommands = (
  sessions: Sessions,
  changed: () => void,
): Readonly<Record<string, (row?: Node) => Promise<void>>> => {
  const setAwaited = async (session: Session, pid: number, on: boolean): Promise<void> => {
    const pids = new Set(session.awaited);
    if (on) pids.add(pid);
    else pids.delete(pid);
    await session.request('trapframe/setScheduleBreakpoints', { pids: [...pids] });
    session.awaited = pids;
    changed();
  };
  const of =
    (question: string, action: (session: Session, pid: number) => Promise<void>) =>
    async (row?: Node): Promise<void> => {
      const pid = row?.pid ?? (await choosePid(sessions, question));
      if (pid !== undefined) await withSession(sessions, (session) => action(session, pid));
    };
  return {
    'trapframe.selectProcess': of('Look at which process?', async (session, threadId) => {
      await session.request('trapframe/select', { threadId });
    }),
    'trapframe.stopWhenScheduled': of('Stop when which process is given a CPU?', (session, pid) =>
      setAwaited(session, pid, true),
    ),
    'trapframe.dontStopWhenScheduled': of(
      'Stop no longer when which process is given a CPU?',
      (session, pid) => setAwaited(session, pid, false),
    ),
    'trapframe.killProcess': of('Have the kernel end which process?', async (session, pid) => {
      const { words } = await session.request('trapframe/kill', { pid });
      vscode.window.setStatusBarMessage(words, WORDS_SHOWN);
    }),
  };
};

/** Asks for one of the processes there are now. */
export async function choosePid(sessions: Sessions, question: string): Promise<number | undefined> {
  const processes = sessions.current?.picture?.processes.processes ?? [];
  if (processes.length === 0) {
    void vscode.window.showInformationMessage('There is no process now.');
    return undefined;
  }
  const items = processes.map(({ pid, name, state }) => ({
    pid,
    label: `${pid} ${name}`,
    description: state,
  }));
  const chosen = await vscode.window.showQuickPick(items, { title: question, placeHolder: 'A process' });
  return chosen?.pid;
}
