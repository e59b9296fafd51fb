import { hex } from '../../base/integers';
import { DwarfError } from './error';

/** No string of a debug section (a path, an identifier) is longer. */
const LONGEST_STRING = 0x4000;
/** Linkers pad LEB128 numbers with continuation bytes; beyond this many bytes it is nonsense. */
const LONGEST_LEB128 = 20;

const utf8 = new TextDecoder();

/**
 * A reading position in a little-endian section. Reads never leave `[start, end)` of the section: they
 * throw a DwarfError that names the section and the place.
 */
export class Cursor {
  constructor(
    private readonly bytes: Uint8Array,
    readonly section: string,
    public offset = 0,
    readonly end = bytes.length,
  ) {
    if (!(end <= bytes.length)) this.fail(`something of it would end at ${hex(end)}, beyond its end`);
    if (!(offset >= 0 && offset <= end)) this.fail('this offset lies outside of it');
  }

  fail(what: string): never {
    const place = Number.isInteger(this.offset) ? `+${hex(this.offset)}` : '';
    throw new DwarfError(`debug information, ${this.section}${place}: ${what}`);
  }

  get atEnd(): boolean {
    return this.offset >= this.end;
  }

  get remaining(): number {
    return this.end - this.offset;
  }

  /** Another position in the same section. */
  at(offset: number, end = this.end): Cursor {
    return new Cursor(this.bytes, this.section, offset, end);
  }

  skip(count: number): void {
    this.need(count);
    this.offset += count;
  }

  u8(): number {
    this.need(1);
    return this.bytes[this.offset++];
  }

  u16(): number {
    this.need(2);
    const at = this.offset;
    this.offset = at + 2;
    return this.bytes[at] | (this.bytes[at + 1] << 8);
  }

  u24(): number {
    return this.u16() | (this.u8() << 16);
  }

  u32(): number {
    this.need(4);
    const at = this.offset;
    this.offset = at + 4;
    const { bytes } = this;
    return (bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24)) >>> 0;
  }

  u64(): bigint {
    const low = this.u32();
    return (BigInt(this.u32()) << 32n) | BigInt(low);
  }

  i8(): number {
    return (this.u8() << 24) >> 24;
  }

  i16(): number {
    return (this.u16() << 16) >> 16;
  }

  i32(): number {
    return this.u32() | 0;
  }

  i64(): bigint {
    return BigInt.asIntN(64, this.u64());
  }

  /** An unsigned integer of 1, 2, 4 or 8 bytes. */
  unsigned(size: number): bigint {
    switch (size) {
      case 1:
        return BigInt(this.u8());
      case 2:
        return BigInt(this.u16());
      case 4:
        return BigInt(this.u32());
      case 8:
        return this.u64();
      default:
        return this.fail(`a number of ${size} bytes`);
    }
  }

  /** An offset into a section: 4 bytes in the 32-bit format, 8 in the 64-bit format. */
  sectionOffset(size: number): number {
    return size === 4 ? this.u32() : this.safe(this.u64());
  }

  /** Unsigned LEB128 that must be a safe integer: counts, sizes, codes. */
  uleb(): number {
    const first = this.bytes[this.offset];
    if (first < 0x80 && this.offset < this.end) {
      this.offset++;
      return first;
    }
    return this.safe(this.ulebBig());
  }

  /** Unsigned LEB128, its low 64 bits. */
  ulebBig(): bigint {
    return BigInt.asUintN(64, this.leb().value);
  }

  /** Signed LEB128, as a signed 64-bit value. */
  slebBig(): bigint {
    const { value, bits, negative } = this.leb();
    return BigInt.asIntN(64, negative ? value - (1n << BigInt(bits)) : value);
  }

  /** Signed LEB128 that must be a safe integer. */
  sleb(): number {
    return this.safe(this.slebBig());
  }

  skipLeb(): void {
    for (let count = 0; this.u8() >= 0x80;) {
      if (++count > LONGEST_LEB128) this.fail('a LEB128 number without end');
    }
  }

  /** A NUL-terminated string; the NUL is consumed. */
  string(): string {
    const start = this.offset;
    const stop = this.stringEnd();
    this.offset = stop + 1;
    return utf8.decode(this.bytes.subarray(start, stop));
  }

  skipString(): void {
    this.offset = this.stringEnd() + 1;
  }

  /** The next `count` bytes, not copied. */
  block(count: number): Uint8Array {
    this.need(count);
    const block = this.bytes.subarray(this.offset, this.offset + count);
    this.offset += count;
    return block;
  }

  private need(count: number): void {
    if (!(this.offset + count <= this.end)) this.fail('it ends in the middle of something');
  }

  private safe(value: bigint): number {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : this.fail(`${value} is no possible number here`);
  }

  private stringEnd(): number {
    const stop = this.bytes.indexOf(0, this.offset);
    if (stop < 0 || stop >= this.end) this.fail('a string without end');
    if (stop - this.offset > LONGEST_STRING) this.fail('a string that is too long');
    return stop;
  }

  private leb(): { value: bigint; bits: number; negative: boolean } {
    let low = 0;
    let value: bigint | undefined;
    for (let count = 0, bits = 0; ; count++, bits += 7) {
      if (count > LONGEST_LEB128) this.fail('a LEB128 number without end');
      const byte = this.u8();
      // The first four groups fit a 32-bit integer; most numbers end there.
      if (bits < 28) low |= (byte & 0x7f) << bits;
      else value = (value ?? BigInt(low)) | (BigInt(byte & 0x7f) << BigInt(bits));
      if (byte < 0x80) return { value: value ?? BigInt(low), bits: bits + 7, negative: (byte & 0x40) !== 0 };
    }
  }
}
