const BLOCK_BITS = 16;
const BLOCK = 1 << BLOCK_BITS;

/** Bytes in the order in which they came, by their number; each takes a byte of memory. */
export class ByteQueue {
  private readonly blocks: (Uint8Array | undefined)[] = [];
  private count = 0;
  private forgotten = 0;

  /** How many have come so far. */
  get length(): number {
    return this.count;
  }

  push(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length;) {
      const offset = this.count % BLOCK;
      const part = bytes.subarray(at, at + BLOCK - offset);
      const block = (this.blocks[this.count >> BLOCK_BITS] ??= new Uint8Array(BLOCK));
      block.set(part, offset);
      this.count += part.length;
      at += part.length;
    }
  }

  /** undefined: there is none of that number, or it has been forgotten. */
  at(index: number): number | undefined {
    return index < this.count ? this.blocks[index >> BLOCK_BITS]?.[index % BLOCK] : undefined;
  }

  /** Those before a number are not asked for any more. */
  forget(before: number): void {
    for (; this.forgotten < before >> BLOCK_BITS; this.forgotten++) this.blocks[this.forgotten] = undefined;
  }
}
