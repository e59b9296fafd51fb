import { UserError } from '../../base/errors';

/** A well-formed file's names come to less than this times its size; overlapping names of a hostile one do not. */
const NAME_BUDGET = 16;

/** Reads little-endian fields of a file whose every offset and size may lie. */
export class FileView {
  private readonly view: DataView;
  private readonly decoder = new TextDecoder();
  private nameBudget: number;

  constructor(
    private readonly bytes: Uint8Array,
    readonly name: string,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.nameBudget = NAME_BUDGET * bytes.length;
  }

  /** @throws UserError always */
  fail(what: string): never {
    throw new UserError(`${this.name}: damaged ELF file: ${what}`);
  }

  u8(offset: number): number {
    return this.range(offset, 1, 'a field')[0];
  }

  u16(offset: number): number {
    this.range(offset, 2, 'a field');
    return this.view.getUint16(offset, true);
  }

  u32(offset: number): number {
    this.range(offset, 4, 'a field');
    return this.view.getUint32(offset, true);
  }

  u64(offset: number): bigint {
    this.range(offset, 8, 'a field');
    return this.view.getBigUint64(offset, true);
  }

  /** A 64-bit size or file offset, as an exact number. */
  size(offset: number, what: string): number {
    const value = this.u64(offset);
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) this.fail(`${what} has an impossible offset or size`);
    return Number(value);
  }

  /** A view of `length` bytes at `offset`. */
  range(offset: number, length: number, what: string): Uint8Array {
    if (offset > this.bytes.length || length > this.bytes.length - offset) {
      this.fail(`${what} lies outside the file`);
    }
    return this.bytes.subarray(offset, offset + length);
  }

  /** The NUL-terminated string at `offset` of a string table; empty when the offset lies outside. */
  string(table: Uint8Array, offset: number): string {
    if (offset >= table.length) return '';
    const end = table.indexOf(0, offset);
    const bytes = table.subarray(offset, end < 0 ? table.length : end);
    this.nameBudget -= bytes.length;
    if (this.nameBudget < 0) this.fail('its names overlap');
    return this.decoder.decode(bytes);
  }
}
