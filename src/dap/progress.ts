/** Milliseconds after which it is worth saying that something takes long. */
const PATIENCE = 500;

/**
 * What the client shows while something takes long: one thing at a time. Nothing is said of what is over in a moment.
 */
export class Progress {
  private running: Running | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private count = 0;

  constructor(private readonly event: (event: string, body: unknown) => void) {}

  /** Whether the client can show it. */
  isSupported = false;

  /** @param cancel what happens when the user has had enough */
  begin(title: string, cancel: () => void): void {
    this.end();
    if (!this.isSupported) return;
    const running: Running = { id: `progress ${++this.count}`, cancel, isShown: false };
    this.running = running;
    this.timer = setTimeout(() => {
      running.isShown = true;
      this.event('progressStart', { progressId: running.id, title, cancellable: true });
    }, PATIENCE);
  }

  /** @param part how much is done, between 0 and 1 */
  report(part: number): void {
    const { running } = this;
    if (!running?.isShown) return;
    this.event('progressUpdate', { progressId: running.id, percentage: Math.round(100 * part) });
  }

  /** It is over. */
  end(): void {
    clearTimeout(this.timer);
    if (this.running?.isShown) this.event('progressEnd', { progressId: this.running.id });
    this.running = undefined;
  }

  cancel(id: string): void {
    if (this.running?.id === id) this.running.cancel();
  }
}

interface Running {
  readonly id: string;
  readonly cancel: () => void;
  isShown: boolean;
}
