import { DESTINATIONS, type Destination } from '../../debug/run/run-to';
import type { Feature } from '../feature';
import { id } from '../shapes/common';
import { object, oneOf } from '../shapes/shape';
import { living, standing } from '../standing';

/** Runs to the next crossing of a kind: user mode, the kernel, a trap, getting the CPU, a context switch. */
export const runToFeature = {
  'trapframe/runTo': {
    shape: object({ destination: oneOf(...DESTINATIONS) }, { threadId: id }),
    handle: (session, { threadId, destination }, answer) => {
      const target = standing(session);
      const thread = living(session, threadId ?? session.stacks.defaultFrame().thread.id);
      target.checkDestination(thread, destination);
      answer.after(() => {
        // The client does not know that this request makes the machine run.
        session.event('continued', { threadId: thread.id, allThreadsContinued: true });
        session.progress.begin(WORDS[destination], () => target.pause());
        target.runTo(thread, destination);
      });
      return {};
    },
  },
} satisfies Feature;

const WORDS: Readonly<Record<Destination, string>> = {
  user: 'Running to user mode',
  kernel: 'Running to the kernel',
  trap: 'Running to the next trap',
  scheduled: 'Running until the process gets the CPU',
  contextSwitch: 'Running to the next context switch',
};
