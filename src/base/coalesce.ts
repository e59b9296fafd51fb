/**
 * Calls that come while one is under way are answered by one more, never by a queue of them. The action deals with its own
 * errors.
 */
export function coalesced(action: () => Promise<void>): () => void {
  let busy = false;
  let again = false;
  const work = async (): Promise<void> => {
    busy = true;
    try {
      do {
        again = false;
        await action();
      } while (again);
    } finally {
      busy = false;
    }
  };
  return () => {
    if (busy) again = true;
    else void work();
  };
}
