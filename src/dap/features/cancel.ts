import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Answer } from '../connection';
import type { Handlers } from '../handlers';
import type { Session } from '../session';

/** Gives up what takes long: a request that is not answered yet, or what a progress is shown for. */
export function cancelFeature(session: Session): Handlers {
  return {
    cancel: ({ requestId, progressId }: DebugProtocol.CancelArguments, answer: Answer) => {
      // What is over already cannot be cancelled, and need not be: the protocol makes no error of it.
      if (requestId !== undefined) answer.cancelRequest(requestId);
      if (progressId !== undefined) session.progress.cancel(progressId);
    },
  };
}
