import type { Writable } from 'node:stream';
import { TerminalFilter } from '../base/terminal-filter';

const NEWLINE = 10;

/**
 * Bytes on their way to stdout. They are collected and leave at `flush`, which waits until the reader has taken them, so
 * that a program that prints for ever does not fill our memory. A terminal gets only what is harmless to it, a file or a pipe
 * every byte.
 */
export class Output {
  /** The reader went away (a closed pipe): nothing more can be shown. */
  closed = false;
  /** What else kept it from being shown, such as a full disk. */
  failure: Error | undefined;
  /** Whether the last byte was in the middle of a line. */
  private inLine = false;
  private chunk = new Uint8Array(4096);
  private used = 0;

  private filter: TerminalFilter | undefined;

  constructor(private readonly stream: Writable) {
    if (this.isTerminal) this.filter = new TerminalFilter();
    stream.on('error', (error) => this.fail(error));
  }

  /** Whether a line of stderr would be seen behind the beginning of one of ours. */
  get isInTerminalLine(): boolean {
    return this.inLine && this.isTerminal;
  }

  private get isTerminal(): boolean {
    return 'isTTY' in this.stream && this.stream.isTTY === true;
  }

  /** From now on a terminal gets every byte, too. */
  showEverything(): void {
    this.filter = undefined;
  }

  private fail(error: NodeJS.ErrnoException): void {
    this.closed = true;
    if (error.code !== 'EPIPE') this.failure = error;
  }

  writeByte(byte: number): void {
    this.reserve(1);
    this.chunk[this.used++] = byte;
  }

  write(text: string): void {
    this.writeBytes(new TextEncoder().encode(text));
  }

  writeBytes(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.chunk.set(bytes, this.used);
    this.used += bytes.length;
  }

  private reserve(count: number): void {
    if (this.used + count <= this.chunk.length) return;
    const larger = new Uint8Array(Math.max(this.chunk.length * 2, this.used + count));
    larger.set(this.chunk.subarray(0, this.used));
    this.chunk = larger;
  }

  async flush(): Promise<void> {
    if (this.used === 0 || this.closed) return;
    const collected = this.chunk.slice(0, this.used);
    this.used = 0;
    const bytes = this.filter?.filter(collected) ?? collected;
    if (bytes.length === 0) return;
    this.inLine = bytes[bytes.length - 1] !== NEWLINE;
    await new Promise<void>((done) => {
      this.stream.write(bytes, (error) => {
        if (error) this.fail(error);
        done();
      });
    });
  }
}
