import * as vscode from 'vscode';
import type { BranchBody } from '../../protocol/requests';
import type { Sessions } from '../sessions/sessions';
import { branchInWords, RECORDED } from './branches';
import { withSession } from '../sessions/with-session';

/** The histories that began when somebody changed the past, and the way back to the recorded one. */
export const branchCommands = (sessions: Sessions): Record<string, () => Promise<void>> => ({
  'trapframe.showBranches': () =>
    withSession(sessions, async (session) => {
      const { branches } = await session.request('trapframe/branches');
      const goTo = await choose(branches);
      if (goTo !== undefined) await session.request('trapframe/branches', { goTo });
    }),
  'trapframe.returnToRecorded': () =>
    withSession(sessions, async (session) => {
      const { branches } = await session.request('trapframe/branches');
      if (branches.some(({ id, current }) => id === RECORDED && current)) {
        return void vscode.window.showInformationMessage('This is the recorded history.');
      }
      await session.request('trapframe/branches', { goTo: RECORDED });
    }),
});

/** @returns the one to go to, unless that is where the machine is */
async function choose(branches: readonly BranchBody[]): Promise<number | undefined> {
  const items = branches.map((branch) => ({ branch, ...branchInWords(branch) }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: 'Histories of this machine',
    placeHolder:
      branches.length === 1
        ? 'Nothing in the past has been changed: there is no other'
        : 'Go to which one, to where it was left?',
  });
  return chosen?.branch.current === false ? chosen.branch.id : undefined;
}
