import type { Session } from '../sessions/session';
import type { Sessions } from '../sessions/sessions';

/** How long it is waited for, in ms. */
const PATIENCE = 60_000;

/** The session of this name, as soon as it has stopped. @throws Error when it does not in time */
export function whenStopped(sessions: Sessions, name: string): Promise<Session> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      const session = sessions.current;
      if (session?.name !== name || session.activity !== 'stopped') return;
      done();
      resolve(session);
    };
    const subscription = sessions.onDidChangeShown(look);
    const late = setTimeout(() => {
      done();
      reject(new Error(`“${name}” has not stopped`));
    }, PATIENCE);
    const done = (): void => {
      subscription.dispose();
      clearTimeout(late);
    };
    look();
  });
}
