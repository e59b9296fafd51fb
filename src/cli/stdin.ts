import type { Readable } from 'node:stream';
import type { ConsoleInput } from '../machine/types';

/** How long a pipe may take to say all that it has, in ms, before the machine starts without the rest. */
const GRACE = 50;
const CONTROL_C = 3;

/**
 * stdin as the console of a machine. A terminal is typed at: its bytes arrive when they come, unedited. A file or a pipe is fed, so
 * that a run on input that is there from the start is always the same.
 */
export class Stdin {
  private wake: (() => void) | undefined;
  private hasNews = false;
  /** What of the bytes that come goes to the machine: whoever sets it has keys of its own, and Control-C is the machine's. */
  filter: ((bytes: Uint8Array) => Uint8Array) | undefined;

  constructor(
    private readonly stream: Readable & Partial<Pick<NodeJS.ReadStream, 'isTTY' | 'setRawMode'>>,
    /** What Control-C does, which a terminal in raw mode sends as a byte. */
    private readonly interrupt: () => void,
  ) {}

  get isTerminal(): boolean {
    return this.stream.isTTY === true;
  }

  /**
   * Sends everything to the console from now on.
   * @param end what is fed when a file or a pipe has ended
   */
  async connect(input: ConsoleInput, end: Uint8Array): Promise<void> {
    const { stream } = this;
    input.open = true;
    const ended = new Promise<void>((resolve) => {
      const finish = (): void => {
        if (!input.open) return;
        if (!this.isTerminal) input.feedEnd(end);
        input.open = false;
        this.tell();
        resolve();
      };
      stream.on('data', (came: Uint8Array) => {
        const bytes = this.filter?.(came) ?? came;
        if (!this.filter && this.isTerminal && bytes.includes(CONTROL_C)) this.interrupt();
        else if (this.isTerminal) input.type(bytes);
        else input.feed(bytes);
        this.tell();
      });
      stream.on('end', finish).on('close', finish).on('error', finish);
    });
    if (this.isTerminal) stream.setRawMode?.(true);
    else await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, GRACE))]);
  }

  /** Resolves when something has come, or the input has ended, since the last call; or when `signal` is aborted. */
  async news(signal: AbortSignal): Promise<void> {
    if (!this.hasNews && !signal.aborted) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
    }
    this.hasNews = false;
  }

  private tell(): void {
    this.hasNews = true;
    this.wake?.();
  }
}
