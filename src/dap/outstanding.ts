/** Messages that may be on their way; more than a receipt is for (src/protocol/worker.ts). */
export const MOST_OUTSTANDING = 128;

/** Messages that a worker has sent, and nobody has taken yet: they fill the memory of both ends, so that the machine waits. */
export class Outstanding {
  private count = 0;
  private waiting: (() => void)[] = [];

  sent(): void {
    this.count++;
  }

  taken(count: number): void {
    this.count -= count;
    if (this.count >= MOST_OUTSTANDING) return;
    for (const resolve of this.waiting.splice(0)) resolve();
  }

  /** Resolves when more may be sent. */
  ready(): Promise<void> {
    if (this.count < MOST_OUTSTANDING) return Promise.resolve();
    return new Promise((resolve) => this.waiting.push(resolve));
  }
}
