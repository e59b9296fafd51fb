import type { Cursor } from './cursor';

/** The header of a unit in `.debug_info` or `.debug_types` (DWARF 5, 7.5.1; DWARF 4, 7.5.1). Offsets are into that section. */
export interface UnitHeader {
  readonly offset: number;
  readonly end: number;
  readonly firstEntry: number;
  readonly version: number;
  readonly addressSize: number;
  readonly offsetSize: number;
  readonly abbreviationOffset: number;
  /** Of a type unit: what DW_FORM_ref_sig8 names it by, and where its type is. */
  readonly signature?: bigint;
  readonly typeOffset?: number;
}

/** DW_UT codes. */
const UnitType = { compile: 1, type: 2, partial: 3, skeleton: 4, splitCompile: 5, splitType: 6 } as const;

/**
 * The length field that starts every contribution to a debug section (DWARF 5, 7.4). The cursor
 * moves behind it.
 * @returns the size of offsets in this contribution and where it ends.
 */
export function readInitialLength(cursor: Cursor): { offsetSize: number; end: number } {
  const first = cursor.u32();
  if (first >= 0xffff_fff0 && first !== 0xffff_ffff) cursor.fail('a reserved length');
  const offsetSize = first === 0xffff_ffff ? 8 : 4;
  const length = offsetSize === 8 ? cursor.sectionOffset(8) : first;
  if (length > cursor.remaining) cursor.fail('a length that leads out of the section');
  return { offsetSize, end: cursor.offset + length };
}

/**
 * Reads the header at the cursor. Returns the end of a unit of another version in place of a header, so
 * that the units behind it are still found.
 * @param isType of a version that does not say so: whether it is a type unit
 */
export function readUnitHeader(
  cursor: Cursor,
  isType = false,
): UnitHeader | { readonly end: number; readonly version: number } {
  const { offset } = cursor;
  const { offsetSize, end } = readInitialLength(cursor);
  const version = cursor.u16();
  if (version < 2 || version > 5) return { end, version };
  const unitType = version >= 5 ? cursor.u8() : isType ? UnitType.type : UnitType.compile;
  let addressSize = version >= 5 ? cursor.u8() : 0;
  const abbreviationOffset = cursor.sectionOffset(offsetSize);
  if (version < 5) addressSize = cursor.u8();
  if (addressSize !== 8 && addressSize !== 4) cursor.fail(`addresses of ${addressSize} bytes`);
  const header = { offset, end, version, addressSize, offsetSize, abbreviationOffset };
  if (unitType === UnitType.skeleton || unitType === UnitType.splitCompile) cursor.skip(8);
  if (unitType !== UnitType.type && unitType !== UnitType.splitType)
    return { ...header, firstEntry: cursor.offset };
  const signature = cursor.u64();
  const typeOffset = offset + cursor.sectionOffset(offsetSize);
  return { ...header, signature, typeOffset, firstEntry: cursor.offset };
}
