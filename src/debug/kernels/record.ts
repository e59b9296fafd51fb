import { littleEndian, textOf } from '../memory/address-space';
import { memberNamed, sizeOf, stripped, type Member, type Type } from '../../toolchain/dwarf/types/model';

/** A structure in guest memory: its bytes at one moment, and what its fields are called. */
export class Record {
  constructor(
    readonly address: bigint,
    private readonly type: Type,
    private readonly bytes: Uint8Array,
  ) {}

  has(field: string): boolean {
    return memberNamed(this.type, field) !== undefined;
  }

  /** Where a field lies; undefined when the structure has none of that name. */
  addressOf(field: string): bigint | undefined {
    const member = memberNamed(this.type, field);
    return member && this.address + BigInt(member.offset);
  }

  /** A number or pointer; signed where its type is. */
  number(field: string): bigint | undefined {
    const member = memberNamed(this.type, field);
    const bytes = member && this.bytesOf(member);
    if (!bytes || bytes.length > 8) return undefined;
    const value = littleEndian(bytes);
    return isSigned(member.type) ? BigInt.asIntN(8 * bytes.length, value) : value;
  }

  /** The name of an enumerator, or the number as text where there is none. */
  enumerator(field: string): string | undefined {
    const value = this.number(field);
    if (value === undefined) return undefined;
    const type = stripped(memberNamed(this.type, field)!.type);
    const named = type.kind === 'enumeration' ? type.values.find((one) => one.value === value) : undefined;
    return named?.name ?? value.toString();
  }

  /** A text in an array of characters. */
  text(field: string): string | undefined {
    const member = memberNamed(this.type, field);
    const bytes = member && this.bytesOf(member);
    return bytes && textOf(bytes);
  }

  private bytesOf(member: Member): Uint8Array | undefined {
    const size = sizeOf(member.type);
    const end = member.offset + (size ?? 0);
    return size === undefined || end > this.bytes.length
      ? undefined
      : this.bytes.subarray(member.offset, end);
  }
}

function isSigned(type: Type): boolean {
  const plain = stripped(type);
  if (plain.kind === 'enumeration') return plain.isSigned;
  return plain.kind === 'base' && (plain.encoding === 'signed' || plain.encoding === 'signedCharacter');
}
