import type { Writable } from 'node:stream';

/**
 * Bytes on their way to stdout. They are collected and leave at `flush`, which waits until the reader has taken them, so
 * that a program that prints for ever does not fill our memory.
 */
export class Output {
  /** The reader went away (a closed pipe): nothing more can be shown. */
  closed = false;
  private chunk = new Uint8Array(4096);
  private used = 0;

  constructor(private readonly stream: Writable) {
    stream.on('error', () => (this.closed = true));
  }

  writeByte(byte: number): void {
    this.reserve(1);
    this.chunk[this.used++] = byte;
  }

  write(text: string): void {
    const bytes = new TextEncoder().encode(text);
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
    const bytes = this.chunk.slice(0, this.used);
    this.used = 0;
    await new Promise<void>((done) => {
      this.stream.write(bytes, (error) => {
        if (error) this.closed = true;
        done();
      });
    });
  }
}
