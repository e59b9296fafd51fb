/** How long a page may take before it is taken for one that never comes, in ms; twice as long each time that it is tried again. */
const PATIENCE = 3000;

/** Takes a view out of the workbench, or puts it back: its page is then loaded anew. */
export type SetShown = (id: string, isShown: boolean) => void;

/**
 * Brings up pages that got stuck. In code-server all webviews share one service worker, and of several that load at once some may
 * wait for it for ever ("Found unexpected service worker controller"). Those are taken out and put back, one after the other.
 */
export class Loading {
  private readonly late = new Map<string, ReturnType<typeof setTimeout>>();
  private readonly tries = new Map<string, number>();
  private readonly queue: string[] = [];
  /** Lets the next one be put back. */
  private proceed: ((id: string) => void) | undefined;

  constructor(private readonly setShown: SetShown) {}

  /** A page begins to load. */
  begins(id: string): void {
    this.went(id);
    this.late.set(
      id,
      setTimeout(() => this.isLate(id), this.patience(id)),
    );
  }

  /** It has come. */
  came(id: string): void {
    this.went(id);
    this.tries.delete(id);
    this.proceed?.(id);
  }

  /** Nobody waits for it any more. */
  went(id: string): void {
    clearTimeout(this.late.get(id));
    this.late.delete(id);
  }

  dispose(): void {
    for (const id of [...this.late.keys()]) this.went(id);
  }

  private patience(id: string): number {
    return PATIENCE * 2 ** (this.tries.get(id) ?? 0);
  }

  private isLate(id: string): void {
    this.went(id);
    this.tries.set(id, (this.tries.get(id) ?? 0) + 1);
    this.setShown(id, false);
    this.queue.push(id);
    if (this.queue.length === 1 && !this.proceed) void this.putBack();
  }

  private async putBack(): Promise<void> {
    for (let id = this.queue.shift(); id !== undefined; id = this.queue.shift()) {
      const next = id;
      await new Promise<void>((resolve) => {
        // A view that is folded never loads.
        const timer = setTimeout(resolve, this.patience(next));
        this.proceed = (came) => {
          if (came !== next) return;
          clearTimeout(timer);
          resolve();
        };
        this.setShown(next, true);
      });
    }
    this.proceed = undefined;
  }
}
