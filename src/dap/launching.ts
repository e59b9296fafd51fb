import { stateError } from './errors';

/** A launch waits for the client's `configurationDone`. */
export class Launching {
  /** Attributes of the last launch that went well: a restart means them, too. */
  attributes: Readonly<Record<string, unknown>> = {};
  private building: AbortController | undefined;
  private waiting: Promise<void> | undefined;
  private settle: { done: () => void; refuse: (error: Error) => void } | undefined;

  /** A launch is under way, or went well. */
  get hasBegun(): boolean {
    return this.waiting !== undefined;
  }

  /** Compilers work for the launch until this is aborted. */
  build(): AbortController {
    return (this.building = new AbortController());
  }

  begin(): void {
    this.waiting = new Promise((done, refuse) => (this.settle = { done, refuse }));
    // Rejected only to release a launch that waits; when none does, nobody needs to know.
    this.waiting.catch(() => undefined);
  }

  /** Resolves when the client has configured all. @throws what it was refused with */
  async configured(): Promise<void> {
    await this.waiting;
  }

  /** @throws RequestError when nothing has been launched */
  done(): void {
    if (!this.settle) throw stateError('configurationDone comes after launch');
    this.settle.done();
  }

  refuse(error: Error): void {
    this.building?.abort();
    this.settle?.refuse(error);
  }

  /** It came to nothing: another may begin. */
  abandon(): void {
    this.waiting = this.settle = undefined;
  }
}
