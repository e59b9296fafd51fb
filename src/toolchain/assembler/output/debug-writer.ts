import { ByteWriter } from '../../byte-writer';

/** A place in debug information that a linker fills in, when it has the last word about where things lie. */
export type Reference =
  | { readonly kind: 'address'; readonly at: number }
  /** An offset from the start of a debug section, in 4 bytes. */
  | { readonly kind: 'offset'; readonly at: number; readonly section: string };

/** Writes debug information, and notes what in it depends on where sections lie. */
export class DebugWriter extends ByteWriter {
  readonly references: Reference[] = [];

  /** The address of something in the program. */
  address(value: bigint): void {
    this.references.push({ kind: 'address', at: this.length });
    this.u64(value);
  }

  /** An offset in the debug section of that name. */
  offsetIn(section: string, value: number): void {
    this.references.push({ kind: 'offset', at: this.length, section });
    this.u32(value);
  }

  append(other: DebugWriter): void {
    for (const reference of other.references) {
      this.references.push({ ...reference, at: reference.at + this.length });
    }
    this.bytes(other.finish());
  }
}
