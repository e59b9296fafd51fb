/** What of the workspace was written in this browser, by path; a folder has no bytes, and what was deleted is null. */
export type Saved = Uint8Array | 'folder' | null;

const STORE = 'files';

/** The browser's own store for it. A browser that gives none, as in a private window, forgets with the tab. */
export class SavedFiles {
  readonly all = new Map<string, Saved>();

  private constructor(private readonly database: IDBDatabase | undefined) {}

  static async open(): Promise<SavedFiles> {
    const database = await opened().catch(() => undefined);
    const files = new SavedFiles(database);
    if (database) {
      const store = database.transaction(STORE).objectStore(STORE);
      const [keys, values] = await Promise.all([done(store.getAllKeys()), done(store.getAll())]);
      keys.forEach((key, index) => files.all.set(key as string, values[index] as Saved));
    }
    return files;
  }

  /** @throws DOMException when there is no room for it */
  async set(path: string, what: Saved): Promise<void> {
    if (this.database)
      await done(this.database.transaction(STORE, 'readwrite').objectStore(STORE).put(what, path));
    this.all.set(path, what);
  }
}

function opened(): Promise<IDBDatabase> {
  const request = indexedDB.open('trapframe-labs', 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE);
  return done(request);
}

const done = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('the browser keeps no files'));
  });
