import type { Writable } from 'node:stream';

/** Writes messages to a client, and knows whether it takes them. */
export class Outlet {
  private isClosed = false;
  private waiting: (() => void)[] = [];
  private isFull = false;

  constructor(private readonly stream: Writable) {
    stream.on('drain', () => {
      this.isFull = false;
      this.release();
    });
  }

  send(message: unknown): void {
    if (this.isClosed) return;
    const json = JSON.stringify(message);
    this.isFull = !this.stream.write(`Content-Length: ${Buffer.byteLength(json)}\r\n\r\n${json}`);
  }

  /** Resolves when the client has taken enough of what was written before: until then nothing should be added to it. */
  ready(): Promise<void> {
    if (!this.isFull || this.isClosed) return Promise.resolve();
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  /** Resolves when all of it has left. */
  written(): Promise<void> {
    if (this.isClosed) return Promise.resolve();
    return new Promise((resolve) => {
      this.waiting.push(resolve);
      this.stream.write('', () => resolve());
    });
  }

  /** Nobody reads any more. */
  close(): void {
    this.isClosed = true;
    this.release();
  }

  private release(): void {
    for (const resolve of this.waiting.splice(0)) resolve();
  }
}
