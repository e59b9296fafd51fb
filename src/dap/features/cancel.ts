import type { Feature } from '../feature';
import { integer, object, text } from '../shapes/shape';

/** Gives up what takes long: a request that is not answered yet, or what a progress is shown for. */
export const cancelFeature = {
  cancel: {
    shape: object({}, { requestId: integer(), progressId: text }),
    capabilities: { supportsCancelRequest: true },
    handle: (session, { requestId, progressId }, answer) => {
      // What is over already cannot be cancelled, and need not be: the protocol makes no error of it.
      if (requestId !== undefined) answer.cancelRequest(requestId);
      if (progressId !== undefined) session.progress.cancel(progressId);
    },
  },
} satisfies Feature;
