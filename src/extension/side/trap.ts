import * as vscode from 'vscode';
import type { Session } from '../sessions/session';
import type { Side } from './side-view';

/** What the hardware did at a trap, what the kernel saved, and what the return from the trap will restore. */
export const trapSide: Side<'trapCard'> = {
  id: 'trapframe.trapCard',
  title: 'Trap',
  empty: {},
  async received(message) {
    if (message.type === 'term') await vscode.commands.executeCommand('trapframe.glossary', message.term);
  },
  async load(session, threadId) {
    if (!session.isSeen) return { message: 'The machine runs.' };
    const card = await trapOf(session, threadId);
    return card
      ? { card }
      : { message: 'No trap is under way: the program is in user mode, or the kernel works for itself.' };
  },
};

/** The trap that a thread is in the kernel because of. */
export async function trapOf(session: Session, threadId: number | undefined) {
  const thread = threadId ?? session.picture?.machine.cpus.find(({ pid }) => pid !== undefined)?.pid;
  return thread === undefined
    ? undefined
    : (await session.request('trapframe/trapCard', { threadId: thread })).card;
}
