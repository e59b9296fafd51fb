import type { Cursor } from '../cursor';

/** DW_EH_PE codes (Linux Standard Base, 10.5): low half the format, high half what it is relative to. */
const FORMAT = 0x0f;
const RELATIVE = 0x70;
const INDIRECT = 0x80;
const OMITTED = 0xff;
const PC_RELATIVE = 0x10;

/**
 * Reads a pointer of `.eh_frame`. @param sectionAddress where the section is in memory.
 * @returns undefined when the encoding says that there is none.
 */
export function readEncodedPointer(
  cursor: Cursor,
  encoding: number,
  sectionAddress: bigint,
): bigint | undefined {
  if (encoding === OMITTED) return undefined;
  const place = sectionAddress + BigInt(cursor.offset);
  const value = readFormat(cursor, encoding & FORMAT);
  if (encoding & INDIRECT) return cursor.fail('a pointer that is stored elsewhere');
  switch (encoding & RELATIVE) {
    case 0:
      return BigInt.asUintN(64, value);
    case PC_RELATIVE:
      return BigInt.asUintN(64, place + value);
    default:
      return cursor.fail(`a pointer of the encoding 0x${encoding.toString(16)}`);
  }
}

/** Only the size of the range counts here, so what it is relative to is left out. */
export function readEncodedSize(cursor: Cursor, encoding: number): bigint {
  return BigInt.asUintN(64, readFormat(cursor, encoding & FORMAT));
}

function readFormat(cursor: Cursor, format: number): bigint {
  switch (format) {
    case 0x00:
    case 0x04:
      return cursor.u64();
    case 0x01:
      return cursor.ulebBig();
    case 0x02:
      return BigInt(cursor.u16());
    case 0x03:
      return BigInt(cursor.u32());
    case 0x09:
      return cursor.slebBig();
    case 0x0a:
      return BigInt(cursor.i16());
    case 0x0b:
      return BigInt(cursor.i32());
    case 0x0c:
      return cursor.i64();
    default:
      return cursor.fail(`a pointer of the format ${format}`);
  }
}
