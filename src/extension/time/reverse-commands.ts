import * as vscode from 'vscode';
import type { ReverseArguments, ReverseDestination } from '../../protocol/requests';
import type { Sessions } from '../sessions/sessions';
import { withSession } from '../sessions/with-session';

/**
 * Takes a thread back: the one whose menu was used, else the selected one. A key may say the granularity: by instruction where the
 * disassembly has the focus.
 */
export function reverseCommands(sessions: Sessions): Record<string, (from?: unknown) => Promise<void>> {
  const backTo = (to: ReverseDestination) => (from?: unknown) =>
    withSession(sessions, (session) => {
      const threadId = typeof from === 'number' ? from : vscode.debug.activeStackItem?.threadId;
      const granularity = granularityOf(from);
      return session.request('trapframe/reverse', {
        to,
        ...(threadId === undefined ? {} : { threadId }),
        ...(granularity === undefined ? {} : { granularity }),
      });
    });
  return {
    'trapframe.reverseInto': backTo('into'),
    'trapframe.reverseOut': backTo('out'),
    'trapframe.backToTrap': backTo('trap'),
    'trapframe.backToContextSwitch': backTo('contextSwitch'),
    'trapframe.backToScheduled': backTo('scheduled'),
    'trapframe.backToUser': backTo('user'),
  };
}

/** Menus call commands with what they belong to, keys with what the manifest says. */
function granularityOf(from: unknown): ReverseArguments['granularity'] {
  if (typeof from !== 'object' || from === null || !('granularity' in from)) return undefined;
  return from.granularity === 'instruction' ? 'instruction' : undefined;
}
