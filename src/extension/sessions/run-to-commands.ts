import * as vscode from 'vscode';
import { messageOf } from '../../base/errors';
import type { RunToArguments } from '../../protocol/requests';
import type { Sessions } from './sessions';

/** Runs to the next crossing of a kind: of the thread whose menu was used, else of the selected one. */
export function runToCommands(sessions: Sessions): Record<string, (threadId?: unknown) => Promise<void>> {
  const runTo =
    (destination: RunToArguments['destination']) =>
    async (threadId?: unknown): Promise<void> => {
      const chosen = typeof threadId === 'number' ? threadId : vscode.debug.activeStackItem?.threadId;
      try {
        await sessions.current?.request('trapframe/runTo', {
          destination,
          ...(chosen === undefined ? {} : { threadId: chosen }),
        });
      } catch (error) {
        void vscode.window.showErrorMessage(messageOf(error));
      }
    };
  return {
    'trapframe.runToUser': runTo('user'),
    'trapframe.runToKernel': runTo('kernel'),
    'trapframe.runToTrap': runTo('trap'),
    'trapframe.runUntilScheduled': runTo('scheduled'),
    'trapframe.runToContextSwitch': runTo('contextSwitch'),
  };
}
