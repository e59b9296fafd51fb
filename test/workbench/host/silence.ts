/** A test has two minutes, and says how it went: a window that is silent for so long no longer answers. */
const SILENCE_MS = 3 * 60_000;

/** Waits for a window of tests to fall silent. */
export class Silence {
  private readonly timer: NodeJS.Timeout;

  /** @param broken is told so, in words, unless something is heard of the tests in time */
  constructor(broken: (what: string) => void) {
    const what = `nothing was heard of the tests for ${SILENCE_MS / 60_000} minutes`;
    this.timer = setTimeout(() => broken(what), SILENCE_MS);
  }

  /** They have written something. */
  heard(): void {
    this.timer.refresh();
  }

  /** Nobody waits any more. */
  end(): void {
    clearTimeout(this.timer);
  }
}
