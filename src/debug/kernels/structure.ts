import { textOf } from '../memory/address-space';
import { memberNamed, sizeOf, stripped, type Type } from '../../toolchain/dwarf/types/model';

/** A field of a structure, as far as its bytes need to be understood. */
interface Field {
  readonly offset: number;
  readonly size: number;
  readonly isSigned: boolean;
  /** Names of the values of an enumeration. */
  readonly names: ReadonlyMap<bigint, string> | undefined;
}

/** What the fields of a structure are called and where they lie; looked up once, then known. */
export class Layout {
  readonly size: number;
  private readonly fields = new Map<string, Field | undefined>();

  constructor(private readonly type: Type) {
    this.size = sizeOf(type) ?? 0;
  }

  field(name: string): Field | undefined {
    if (!this.fields.has(name)) this.fields.set(name, this.find(name));
    return this.fields.get(name);
  }

  private find(name: string): Field | undefined {
    const member = memberNamed(this.type, name);
    const size = member && sizeOf(member.type);
    if (!member || size === undefined || member.offset + size > this.size) return undefined;
    const type = stripped(member.type);
    const isEnumeration = type.kind === 'enumeration';
    return {
      offset: member.offset,
      size,
      isSigned: isEnumeration ? type.isSigned : type.kind === 'base' && type.encoding.startsWith('signed'),
      names: isEnumeration ? new Map(type.values.map(({ name: word, value }) => [value, word])) : undefined,
    };
  }
}

/** A structure in guest memory: its bytes at one moment. */
export class Structure {
  private readonly view: DataView;

  /** @param bytes as many as the layout's size */
  constructor(
    readonly address: bigint,
    private readonly layout: Layout,
    private readonly bytes: Uint8Array,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Where a field lies; undefined when the structure has none of that name. */
  addressOf(name: string): bigint | undefined {
    const field = this.layout.field(name);
    return field && this.address + BigInt(field.offset);
  }

  /** A number or pointer; signed where its type is. */
  number(name: string): bigint | undefined {
    const field = this.layout.field(name);
    if (!field) return undefined;
    const { offset, size, isSigned } = field;
    switch (size) {
      case 8:
        return isSigned ? this.view.getBigInt64(offset, true) : this.view.getBigUint64(offset, true);
      case 4:
        return BigInt(isSigned ? this.view.getInt32(offset, true) : this.view.getUint32(offset, true));
      case 2:
        return BigInt(isSigned ? this.view.getInt16(offset, true) : this.view.getUint16(offset, true));
      case 1:
        return BigInt(isSigned ? this.view.getInt8(offset) : this.view.getUint8(offset));
      default:
        return undefined;
    }
  }

  /** The name of an enumerator, or the number as text where there is none. */
  enumerator(name: string): string | undefined {
    const value = this.number(name);
    if (value === undefined) return undefined;
    return this.layout.field(name)?.names?.get(value) ?? value.toString();
  }

  /** A text in an array of characters. */
  text(name: string): string | undefined {
    const field = this.layout.field(name);
    return field && textOf(this.bytes.subarray(field.offset, field.offset + field.size));
  }
}
