import type { LastWrite } from '../debug/time/last-write';
import type { LastWriteArguments } from '../protocol/requests';
import type { Answer } from './answer';
import type { Session } from './session';
import { standing } from './standing';
import { watchable } from './watchable';

/** Who wrote what an expression names last. */
export async function lastWriteOf(
  session: Session,
  answer: Answer,
  { expression, frameId, variablesReference, bytes, before }: Omit<LastWriteArguments, 'go'>,
): Promise<LastWrite> {
  const target = standing(session);
  const { thread, frame } = session.stacks.frameWithId(frameId);
  const place = watchable(session, {
    name: expression,
    ...(frameId === undefined ? {} : { frameId }),
    ...(variablesReference === undefined ? {} : { variablesReference }),
    ...(bytes === undefined ? {} : { bytes }),
  });
  return looking(session, answer, `Who wrote ${expression} last?`, () =>
    target.time.lastWrite(place, before, { thread, frame }),
  );
}

/** Does what may take long, with progress, until somebody has had enough. */
export async function looking<T>(
  session: Session,
  answer: Answer,
  title: string,
  ask: () => Promise<T>,
): Promise<T> {
  const { active } = session;
  session.progress.begin(title, () => active.pause());
  answer.onCancel(() => active.pause());
  return ask().finally(() => session.progress.end());
}

/** Makes the machine move once the answer is out: the client does not know that this request does. */
export function travelAfter(session: Session, answer: Answer, go: () => void): void {
  answer.after(() => {
    session.event('continued', {
      threadId: session.stacks.defaultFrame().thread.id,
      allThreadsContinued: true,
    });
    go();
  });
}
