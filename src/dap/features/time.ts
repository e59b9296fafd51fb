import type { Feature } from '../feature';
import { id, natural } from '../shapes/common';
import { integer, object } from '../shapes/shape';
import { standing } from '../standing';

/** Going to other instants of the run. The machine moves after the response, so that its events come behind it. */
export const timeFeature = {
  reverseContinue: {
    shape: object({}, { threadId: id }),
    capabilities: { supportsStepBack: true },
    handle: (session, _, answer) => {
      const target = standing(session);
      answer.after(() => {
        session.progress.begin('Running backward', () => target.pause());
        target.time.reverseContinue();
      });
    },
  },
  'trapframe/seek': {
    shape: object({ instruction: natural }),
    handle: (session, { instruction }, answer) => {
      const target = standing(session);
      answer.after(() => {
        // The client does not know that this request makes the machine move.
        session.event('continued', {
          threadId: session.stacks.defaultFrame().thread.id,
          allThreadsContinued: true,
        });
        session.progress.begin(`Going to instant ${instruction}`, () => target.pause());
        target.time.seek(instruction);
      });
      return {};
    },
  },
  'trapframe/console': {
    shape: object({ line: integer(1) }),
    handle: (session, { line }) => ({ instruction: session.active.time.instantOfLine(line) }),
  },
} satisfies Feature;
