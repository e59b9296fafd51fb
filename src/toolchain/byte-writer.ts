const nothing = new Uint8Array();
const viewOfNothing = new DataView(nothing.buffer);

/** A growing little-endian byte string. Takes memory from its first byte on: many stay empty. */
export class ByteWriter {
  private buffer = nothing;
  private view = viewOfNothing;
  length = 0;

  /** May replace buffer and view: to be called before they are used. */
  private reserve(count: number): number {
    const at = this.length;
    if (at + count > this.buffer.length) {
      const larger = new Uint8Array(Math.max(this.buffer.length * 2, at + count, 32));
      larger.set(this.buffer.subarray(0, at));
      this.buffer = larger;
      this.view = new DataView(larger.buffer);
    }
    this.length += count;
    return at;
  }

  u8(value: number): void {
    const at = this.reserve(1);
    this.view.setUint8(at, value);
  }

  u16(value: number): void {
    const at = this.reserve(2);
    this.view.setUint16(at, value, true);
  }

  u32(value: number): void {
    const at = this.reserve(4);
    this.view.setUint32(at, value, true);
  }

  /** The low 64 bits, signed or unsigned. */
  u64(value: bigint): void {
    const at = this.reserve(8);
    this.view.setBigUint64(at, BigInt.asUintN(64, value), true);
  }

  /** The low `width` bytes (1, 2, 4 or 8) of a value. */
  integer(value: bigint, width: number): void {
    const at = this.reserve(width);
    this.patch(at, value, width);
  }

  /** Overwrites `width` bytes (at most 8) at `offset`. */
  patch(offset: number, value: bigint, width: number): void {
    let rest = BigInt.asUintN(64, value);
    for (let index = 0; index < width; index++, rest >>= 8n)
      this.buffer[offset + index] = Number(rest & 0xffn);
  }

  bytes(values: ArrayLike<number>): void {
    const at = this.reserve(values.length);
    this.buffer.set(values, at);
  }

  fill(count: number, value = 0): void {
    const at = this.reserve(count);
    this.buffer.fill(value, at, at + count);
  }

  /** Zeros up to the next multiple of `alignment`. */
  align(alignment: number): void {
    this.fill((alignment - (this.length % alignment)) % alignment);
  }

  /** UTF-8 and a NUL. */
  string(text: string): void {
    this.bytes(new TextEncoder().encode(text));
    this.u8(0);
  }

  /** DWARF unsigned LEB128. */
  uleb128(value: number): void {
    let rest = value;
    do {
      const low = rest % 128;
      rest = Math.floor(rest / 128);
      this.u8(rest > 0 ? low | 0x80 : low);
    } while (rest > 0);
  }

  /** DWARF signed LEB128. */
  sleb128(value: number): void {
    let rest = value;
    for (;;) {
      const low = rest & 0x7f;
      rest = Math.floor(rest / 128);
      const done = (rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0);
      this.u8(done ? low : low | 0x80);
      if (done) return;
    }
  }

  /** A copy of a stretch of what was written. */
  slice(start: number, end: number): Uint8Array {
    return this.buffer.slice(start, Math.min(end, this.length));
  }

  /** A copy of what was written. */
  finish(): Uint8Array {
    return this.buffer.slice(0, this.length);
  }
}
