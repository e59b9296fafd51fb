import type { DebugProtocol } from '@vscode/debugprotocol';
import type { StepKind } from '../../debug/run/stepping';
import type { Answer } from '../connection';
import { stateError } from '../errors';
import type { Handlers } from '../handlers';
import type { Session } from '../session';

/** Continue, pause and steps. The machine starts after the response, so that its events come behind it. */
export function executionFeature(session: Session): Handlers {
  const step =
    (kind: StepKind) =>
    ({ threadId, granularity }: DebugProtocol.NextArguments, answer: Answer): void => {
      const target = standing(session);
      const thread = session.thread(threadId);
      const { process } = thread;
      if (process?.state === 'zombie') {
        throw stateError(`${process.name} (pid ${process.pid}) has ended; it takes no more steps`);
      }
      answer.after(() => target.step(thread, kind, granularity === 'instruction' ? 'instruction' : 'line'));
    };
  return {
    continue: (_: unknown, answer: Answer) => {
      const target = standing(session);
      answer.after(() => target.continue());
      return { allThreadsContinued: true };
    },
    pause: () => session.active.pause(),
    next: step('over'),
    stepIn: step('into'),
    stepOut: step('out'),
  };
}

/** The debugger of a machine that can go on from where it stands. @throws RequestError */
function standing(session: Session) {
  const target = session.active;
  if (target.isOver) throw stateError('the machine has been switched off; restart to run again');
  if (target.isRunning) throw stateError('the machine is running already');
  return target;
}
