import type { Cursor } from './cursor';

/** DW_FORM codes (DWARF 5, table 7.6), with GNU's precursors of version 5's. */
export const Form = {
  addr: 0x01,
  block2: 0x03,
  block4: 0x04,
  data2: 0x05,
  data4: 0x06,
  data8: 0x07,
  string: 0x08,
  block: 0x09,
  block1: 0x0a,
  data1: 0x0b,
  flag: 0x0c,
  sdata: 0x0d,
  strp: 0x0e,
  udata: 0x0f,
  refAddr: 0x10,
  ref1: 0x11,
  ref2: 0x12,
  ref4: 0x13,
  ref8: 0x14,
  refUdata: 0x15,
  indirect: 0x16,
  secOffset: 0x17,
  exprloc: 0x18,
  flagPresent: 0x19,
  strx: 0x1a,
  addrx: 0x1b,
  refSup4: 0x1c,
  strpSup: 0x1d,
  data16: 0x1e,
  lineStrp: 0x1f,
  refSig8: 0x20,
  implicitConst: 0x21,
  loclistx: 0x22,
  rnglistx: 0x23,
  refSup8: 0x24,
  strx1: 0x25,
  strx2: 0x26,
  strx3: 0x27,
  strx4: 0x28,
  addrx1: 0x29,
  addrx2: 0x2a,
  addrx3: 0x2b,
  addrx4: 0x2c,
  gnuAddressIndex: 0x1f01,
  gnuStringIndex: 0x1f02,
  gnuRefAlt: 0x1f20,
  gnuStrpAlt: 0x1f21,
} as const;

/** What the size of a value depends on, besides its form. */
export interface Encoding {
  readonly version: number;
  readonly addressSize: number;
  /** 4 in the 32-bit format, 8 in the 64-bit format. */
  readonly offsetSize: number;
}

/** A value as it stands in the section: what a number means depends on its form. */
export type RawValue = number | bigint | string | Uint8Array;

/** The size of a value in bytes when the form alone tells it, else -1. */
export function fixedSize(form: number, { version, addressSize, offsetSize }: Encoding): number {
  switch (form) {
    case Form.flagPresent:
    case Form.implicitConst:
      return 0;
    case Form.data1:
    case Form.ref1:
    case Form.flag:
    case Form.strx1:
    case Form.addrx1:
      return 1;
    case Form.data2:
    case Form.ref2:
    case Form.strx2:
    case Form.addrx2:
      return 2;
    case Form.strx3:
    case Form.addrx3:
      return 3;
    case Form.data4:
    case Form.ref4:
    case Form.refSup4:
    case Form.strx4:
    case Form.addrx4:
      return 4;
    case Form.data8:
    case Form.ref8:
    case Form.refSig8:
    case Form.refSup8:
      return 8;
    case Form.data16:
      return 16;
    case Form.addr:
      return addressSize;
    case Form.refAddr:
      return version <= 2 ? addressSize : offsetSize;
    case Form.strp:
    case Form.lineStrp:
    case Form.secOffset:
    case Form.strpSup:
    case Form.gnuRefAlt:
    case Form.gnuStrpAlt:
      return offsetSize;
    default:
      return -1;
  }
}

/** Moves the cursor behind a value. @throws DwarfError for a form that no version defines. */
export function skipForm(cursor: Cursor, form: number, encoding: Encoding): void {
  const size = fixedSize(form, encoding);
  if (size >= 0) return cursor.skip(size);
  switch (form) {
    case Form.block1:
      return cursor.skip(cursor.u8());
    case Form.block2:
      return cursor.skip(cursor.u16());
    case Form.block4:
      return cursor.skip(cursor.u32());
    case Form.block:
    case Form.exprloc:
      return cursor.skip(cursor.uleb());
    case Form.string:
      return cursor.skipString();
    case Form.indirect:
      return skipForm(cursor, directForm(cursor), encoding);
    default:
      return isLeb(form) ? cursor.skipLeb() : unknown(cursor, form);
  }
}

/**
 * Reads a value; the cursor stands behind it. `implicit` is the abbreviation's value for
 * DW_FORM_implicit_const. @throws DwarfError for a form that no version defines.
 */
export function readForm(cursor: Cursor, form: number, encoding: Encoding, implicit: RawValue = 0): RawValue {
  switch (form) {
    case Form.addr:
      return cursor.unsigned(encoding.addressSize);
    case Form.flagPresent:
      return 1;
    case Form.implicitConst:
      return implicit;
    case Form.data8:
    case Form.refSig8:
      return cursor.u64();
    case Form.data16:
      return cursor.block(16);
    case Form.udata:
      return cursor.ulebBig();
    case Form.sdata:
      return cursor.slebBig();
    case Form.string:
      return cursor.string();
    case Form.block1:
      return cursor.block(cursor.u8());
    case Form.block2:
      return cursor.block(cursor.u16());
    case Form.block4:
      return cursor.block(cursor.u32());
    case Form.block:
    case Form.exprloc:
      return cursor.block(cursor.uleb());
  }
  switch (fixedSize(form, encoding)) {
    case 1:
      return cursor.u8();
    case 2:
      return cursor.u16();
    case 3:
      return cursor.u24();
    case 4:
      return cursor.u32();
    case 8:
      return cursor.sectionOffset(8);
    default:
      return isLeb(form) ? cursor.uleb() : unknown(cursor, form);
  }
}

/** The form that a DW_FORM_indirect value announces. */
export function directForm(cursor: Cursor): number {
  const form = cursor.uleb();
  // Neither may follow: one would nest without end, the other has its value in the abbreviation.
  if (form === Form.indirect || form === Form.implicitConst) unknown(cursor, form);
  return form;
}

function isLeb(form: number): boolean {
  switch (form) {
    case Form.sdata:
    case Form.udata:
    case Form.refUdata:
    case Form.strx:
    case Form.addrx:
    case Form.loclistx:
    case Form.rnglistx:
    case Form.gnuAddressIndex:
    case Form.gnuStringIndex:
      return true;
    default:
      return false;
  }
}

function unknown(cursor: Cursor, form: number): never {
  return cursor.fail(`a value of the unknown form 0x${form.toString(16)}`);
}
