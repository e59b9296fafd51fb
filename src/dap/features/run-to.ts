import type { Destination } from '../../debug/run/run-to';
import type { RequestArguments } from '../../protocol/requests';
import type { Answer } from '../connection';
import type { Handlers } from '../handlers';
import type { Session } from '../session';
import { living, standing } from '../standing';

/** Runs to the next crossing of a kind: user mode, the kernel, a trap, getting the CPU, a context switch. */
export function runToFeature(session: Session): Handlers {
  return {
    'trapframe/runTo': (args: RequestArguments<'trapframe/runTo'>, answer: Answer) => {
      const { threadId, destination } = args;
      const target = standing(session);
      const thread = living(session, threadId ?? session.defaultFrame().thread.id);
      target.checkDestination(thread, destination);
      answer.after(() => {
        // The client does not know that this request makes the machine run.
        session.event('continued', { threadId: thread.id, allThreadsContinued: true });
        session.progress.begin(WORDS[destination], () => target.pause());
        target.runTo(thread, destination);
      });
      return {};
    },
  };
}

const WORDS: Readonly<Record<Destination, string>> = {
  user: 'Running to user mode',
  kernel: 'Running to the kernel',
  trap: 'Running to the next trap',
  scheduled: 'Running until the process gets the CPU',
  contextSwitch: 'Running to the next context switch',
};
