import { UserError } from './errors';
import type { FileSystem } from './files';

/** The same files, until nobody wants them any more: whoever waits for one is then told at once, however long it would take. */
export function filesUntil(files: FileSystem, signal: AbortSignal): FileSystem {
  const orGivenUp = <T>(work: Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      const giveUp = (): void => reject(givenUp());
      signal.addEventListener('abort', giveUp);
      if (signal.aborted) giveUp();
      work.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp));
    });
  return {
    readFile: (path, limit) => orGivenUp(files.readFile(path, limit, signal)),
    exists: (path) => orGivenUp(files.exists(path)),
    realPath: (path) => orGivenUp(files.realPath(path)),
    readFolder: (path) => orGivenUp(files.readFolder(path)),
  };
}

/** What is said of a file that was not read to its end because nobody wanted it any more. */
export const givenUp = (): UserError => new UserError('reading was given up');
