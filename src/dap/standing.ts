import type { Debugger } from '../debug/debugger';
import type { Thread } from '../debug/threads';
import { stateError } from './errors';
import type { Session } from './session';

/** The debugger of a machine that stands and may be moved: forward, or back. @throws RequestError */
export function standing(session: Session): Debugger {
  const target = session.active;
  if (target.isOver) throw stateError('the machine has been switched off; restart to run again');
  if (target.isRunning) throw stateError('the machine is running already');
  return target;
}

/** A thread that can go on. @throws RequestError */
export function living(session: Session, threadId: number): Thread {
  const thread = session.stacks.thread(threadId);
  const { process } = thread;
  if (process?.state === 'zombie') {
    throw stateError(`${process.name} (pid ${process.pid}) has ended; it takes no more steps`);
  }
  return thread;
}
