import type { Readable } from 'node:stream';
import type { ConsoleInput } from '../machine/types';

/** How long a pipe may take to say all that it has, in ms, before the machine starts without the rest. */
const GRACE = 50;
const CONTROL_C = 3;
const MOST_GIVEN = 2;
/** Bytes that wait for the guest: with more than the one, reading stops; with fewer than the other, it goes on. */
const MOST_WAITING = 1 << 18;
const LEAST_WAITING = 1 << 17;

/**
 * stdin, or what stands in for it, as the console of a machine. A terminal is typed at: its bytes arrive when they come, unedited. A
 * file or a pipe is fed, so that a run on input that is there from the start is always the same. No more is read than will soon be
 * needed, however much there is.
 */
export class Stdin {
  private wake: (() => void) | undefined;
  private hasNews = false;
  /** What of the bytes that come goes to the machine: whoever sets it has keys of its own, and Control-C is the machine's. */
  filter: ((bytes: Uint8Array) => Uint8Array) | undefined;
  /** Whether somebody in the machine, such as a shell, wants Control-C for itself. The third in a row is for us all the same. */
  takesControlC: (() => boolean) | undefined;
  /** Control-C in a row that went to the machine. */
  private given = 0;
  private input: ConsoleInput | undefined;
  private isPaused = false;
  /** Resolves at the next bytes, or at the end. */
  private whenFed: (() => void)[] = [];

  constructor(
    private readonly stream: Readable & Partial<Pick<NodeJS.ReadStream, 'isTTY' | 'setRawMode'>>,
    /** What Control-C does, which a terminal in raw mode sends as a byte. */
    private readonly interrupt: () => void,
    /** A regular file: what comes next is there already, and is waited for. */
    private readonly isFile = false,
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
    this.input = input;
    input.open = true;
    // Nobody goes back in time here.
    input.keeps = false;
    const finish = (): void => {
      if (!input.open) return;
      if (!this.isTerminal) input.feedEnd(end);
      input.open = false;
      this.tell();
    };
    stream.on('data', (came: Uint8Array) => {
      const bytes = this.filter?.(came) ?? came;
      if (!this.filter && this.isTerminal && this.endsWith(bytes)) this.interrupt();
      else if (this.isTerminal) input.type(bytes);
      else input.feed(bytes);
      if (input.pending > MOST_WAITING) {
        this.isPaused = true;
        stream.pause();
      }
      this.tell();
    });
    stream.on('end', finish).on('close', finish).on('error', finish);
    if (this.isTerminal) {
      stream.setRawMode?.(true);
      return;
    }
    let isLate = false;
    const grace = new Promise<void>((resolve) => {
      if (!this.isFile) setTimeout(() => resolve(void (isLate = true)), GRACE);
    });
    while (input.open && !this.isPaused && !isLate) await Promise.race([this.fed(), grace]);
  }

  /** Whether keys that were typed are to end the run. */
  private endsWith(bytes: Uint8Array): boolean {
    if (!bytes.includes(CONTROL_C)) this.given = 0;
    else if (this.given === MOST_GIVEN || this.takesControlC?.() !== true) return true;
    else this.given++;
    return false;
  }

  /** Hands on what comes, Control-C like every other key: for whoever only carries it. */
  forward(take: (bytes: Uint8Array) => void): void {
    if (this.isTerminal) this.stream.setRawMode?.(true);
    this.stream.on('data', take);
  }

  /** The terminal is as it was. */
  release(): void {
    this.stream.pause();
    if (this.isTerminal) this.stream.setRawMode?.(false);
  }

  /** Goes on reading when the guest has taken most of what waited for it. A file's next bytes are there when it resolves. */
  async refill(): Promise<void> {
    const { input } = this;
    if (!this.isPaused || !input || input.pending > LEAST_WAITING) return;
    this.isPaused = false;
    this.stream.resume();
    while (this.isFile && input.open && !this.isPaused) await this.fed();
  }

  /** Resolves when something has come, or the input has ended, since the last call; when `signal` is aborted; or after so many ms. */
  async news(signal: AbortSignal, most: number): Promise<void> {
    if (!this.hasNews && !signal.aborted) {
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          clearTimeout(timer);
          signal.removeEventListener('abort', wake);
          resolve();
        };
        const timer = most === Infinity ? undefined : setTimeout(wake, most);
        this.wake = wake;
        signal.addEventListener('abort', wake);
      });
    }
    this.hasNews = false;
  }

  private fed(): Promise<void> {
    return new Promise((resolve) => this.whenFed.push(resolve));
  }

  private tell(): void {
    this.hasNews = true;
    this.wake?.();
    for (const resolve of this.whenFed.splice(0)) resolve();
  }
}
