import * as vscode from 'vscode';
import type { RunToArguments } from '../../protocol/requests';
import type { Sessions } from './sessions';
import { withSession } from './with-session';

/** Runs to the next crossing of a kind: of the thread whose menu was used, else of the selected one. */
export function runToCommands(sessions: Sessions): Record<string, (threadId?: unknown) => Promise<void>> {
  const runTo =
    (destination: RunToArguments['destination']) =>
    (threadId?: unknown): Promise<void> => {
      const chosen = typeof threadId === 'number' ? threadId : vscode.debug.activeStackItem?.threadId;
      return withSession(sessions, (session) =>
        session.request('trapframe/runTo', {
          destination,
          ...(chosen === undefined ? {} : { threadId: chosen }),
        }),
      );
    };
  return {
    'trapframe.runToUser': runTo('user'),
    'trapframe.runToKernel': runTo('kernel'),
    'trapframe.runToTrap': runTo('trap'),
    'trapframe.runUntilScheduled': runTo('scheduled'),
    'trapframe.runToContextSwitch': runTo('contextSwitch'),
  };
}
